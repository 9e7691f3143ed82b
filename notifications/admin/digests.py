"""Who is mailed what waits for them: when last, and about how many messages."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.text import fold
from ggtalk.read_only import ReadOnly
from notifications.models import Digest


@admin.register(Digest)
class DigestsAdmin(ReadOnly, admin.ModelAdmin[Digest]):
    """All who ever chose; the mails themselves are jobs."""

    list_display = ("user", "frequency", "due_at", "sent_at", "sent_messages", "told_until")
    list_select_related = ("user",)
    list_filter = ("frequency",)
    list_per_page = 50
    search_fields = ("user__account_key", "user__name_key")
    search_help_text = _("Account or part of the name")
    ordering = ("-sent_at", "-user_id")
    fields = (
        "user",
        "frequency",
        "hour",
        "time_zone",
        "language",
        "address",
        "due_at",
        "sent_at",
        "sent_messages",
        "told_until",
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Digest], search_term: str
    ) -> tuple[QuerySet[Digest], bool]:
        return super().get_search_results(request, queryset, fold(search_term))
