"""Finding rows of a group by the group or by a person."""

from __future__ import annotations

from typing import TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.text import fold
from ggtalk.read_only import ReadOnly

Row = TypeVar("Row", bound=Model)


class OfGroup(ReadOnly, admin.ModelAdmin[Row]):
    """Rows of groups, the newest first; `search_fields` of a subclass are folded names and numbers."""

    list_per_page = 50
    ordering = ("-id",)
    search_help_text = _("Number or name of the group, account or name of the person")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Row], search_term: str
    ) -> tuple[QuerySet[Row], bool]:
        return super().get_search_results(request, queryset, fold(search_term))
