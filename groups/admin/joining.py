"""The operator's pages for who wants into groups, and for the links that lead in."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groups.actions import end_link
from groups.admin.searching import OfGroup
from groups.models import JoinLink, JoinRequest


@admin.register(JoinRequest)
class JoinRequestsAdmin(OfGroup[JoinRequest]):
    """Who asked, or was proposed, to join which group, and what came of it; what was written stays theirs."""

    list_display = ("number", "name", "user", "invited_by", "state", "answered_by", "created_at", "answered_at")
    list_filter = ("state",)
    list_select_related = ("user", "invited_by", "answered_by")
    search_fields = ("=number", "group__name_key", "user__account_key", "user__name_key")
    fields = list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[JoinRequest]:
        return super().get_queryset(request).defer("note", "reason")


@admin.register(JoinLink)
class JoinLinksAdmin(OfGroup[JoinLink]):
    """Links into groups; the secret of none is known."""

    list_display = ("group", "made_by", "created_at", "expires_at", "most_uses", "uses", "revoked_at")
    list_select_related = ("group", "made_by")
    search_fields = ("=group__number", "group__name_key", "made_by__account_key", "made_by__name_key")
    fields = list_display
    actions = ("revoke",)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Who may take such a row away."""
        return request.user.has_perm("groups.delete_joinlink")

    @admin.action(description=_("Revoke"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[JoinLink]) -> None:
        """All chosen that lead somewhere."""
        for group, link in queryset.filter(group__isnull=False).values_list("group", "id"):
            end_link(request.user.pk or 0, group, link)
