"""The operator's pages for members, who of them is muted, and what was announced to them."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groups.actions import lift_silence
from groups.admin.searching import OfGroup
from groups.models import Announcement, Membership, Silence


@admin.register(Membership)
class MembersAdmin(OfGroup[Membership]):
    """Who is in which group, as what."""

    list_display = ("group", "user", "role", "nickname", "joined_at")
    list_filter = ("role",)
    list_select_related = ("group", "user")
    search_fields = ("=group__number", "group__name_key", "user__account_key", "user__name_key")
    fields = list_display


@admin.register(Silence)
class SilencesAdmin(OfGroup[Silence]):
    """Who is muted where, until when."""

    list_display = ("group", "user", "until")
    list_select_related = ("group", "user")
    search_fields = ("=group__number", "group__name_key", "user__account_key", "user__name_key")
    fields = list_display
    actions = ("lift",)

    def has_lift_permission(self, request: HttpRequest) -> bool:
        """Who may take such a row away."""
        return request.user.has_perm("groups.delete_silence")

    @admin.action(description=_("Let them speak again"), permissions=["lift"])
    def lift(self, request: HttpRequest, queryset: QuerySet[Silence]) -> None:
        """Everybody chosen."""
        for group, user in queryset.values_list("group", "user"):
            lift_silence(request.user.pk or 0, group, user)


@admin.register(Announcement)
class AnnouncementsAdmin(OfGroup[Announcement]):
    """When what was announced where and taken back, and by whom; what it said is the group's own."""

    list_display = ("group", "author", "created_at", "taken_back_at", "taken_back_by")
    list_select_related = ("group", "author", "taken_back_by")
    search_fields = ("=group__number", "group__name_key", "author__account_key", "author__name_key")
    fields = list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[Announcement]:
        return super().get_queryset(request).defer("text")
