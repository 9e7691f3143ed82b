"""The operator's page of browsers that are told: whose they are and how it goes, never how to tell them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.text import fold
from ggtalk.read_only import ReadOnly
from notifications.models import PushSubscription


@admin.register(PushSubscription)
class PushSubscriptionsAdmin(ReadOnly, admin.ModelAdmin[PushSubscription]):
    """All subscriptions."""

    list_display = ("user", "device", "service", "language", "created_at", "told_at", "error")
    list_select_related = ("device__user",)
    list_filter = ("service",)
    list_per_page = 50
    search_fields = ("device__user__account_key", "device__user__name_key")
    search_help_text = _("Account or name")
    ordering = ("-id",)
    fields = ("user", "device", "service", "language", "created_at", "told_at", "error")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[PushSubscription], search_term: str
    ) -> tuple[QuerySet[PushSubscription], bool]:
        return super().get_search_results(request, queryset, fold(search_term))

    @admin.display(description=_("user"))
    def user(self, subscription: PushSubscription) -> User:
        return subscription.device.user
