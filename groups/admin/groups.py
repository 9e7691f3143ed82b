"""The operator's pages for groups and who is in them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import BigIntegerField, Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.text import fold
from ggtalk.read_only import ReadOnly
from groups.models import Announcement, Group, Membership


class MembersInline(ReadOnly, admin.TabularInline[Membership, Group]):
    """Who is in it."""

    model = Membership
    fields = ("user", "role", "nickname", "joined_at")
    readonly_fields = fields
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        return super().get_queryset(request).select_related("user").order_by("id")


class AnnouncementsInline(ReadOnly, admin.TabularInline[Announcement, Group]):
    """When what was announced and taken back, and by whom; what it said is the group's own."""

    model = Announcement
    fields = ("author", "created_at", "taken_back_at", "taken_back_by")
    readonly_fields = fields
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Announcement]:
        return super().get_queryset(request).select_related("author", "taken_back_by").defer("text").order_by("-id")


@admin.register(Group)
class GroupsAdmin(ReadOnly, admin.ModelAdmin[Group]):
    """All groups, by number, name or somebody in them."""

    list_display = ("number", "name", "owner", "member_count", "created_at")
    list_select_related = ("owner",)
    list_per_page = 50
    search_fields = ("=number", "name")
    search_help_text = _("Number, name, or account or name of a member")
    ordering = ("-id",)
    fields = (
        *("number", "name", "owner", "join_mode", "history", "silenced_until"),
        *("conversation", "member_count", "created_at"),
    )
    inlines = (MembersInline, AnnouncementsInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        members = Membership.objects.filter(group=OuterRef("id")).order_by().values("group")
        counted = members.annotate(count=Count("id")).values("count")
        groups = super().get_queryset(request)
        return groups.annotate(members_now=Subquery(counted, output_field=BigIntegerField()))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Group], search_term: str
    ) -> tuple[QuerySet[Group], bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if key := fold(search_term):
            called = queryset.annotate(lower_name=Lower("name")).filter(lower_name__contains=search_term.lower())
            people = Membership.objects.filter(user__account_key=key).values("group")
            named = Membership.objects.filter(user__name_key__contains=key).values("group")
            others = Q(id__in=called.values("id")) | Q(id__in=people) | Q(id__in=named)
            found = queryset.filter(Q(id__in=found.values("id")) | others)
        return found, may_repeat

    @admin.display(description=_("members"))
    def member_count(self, group: Any) -> int:
        return group.members_now or 0
