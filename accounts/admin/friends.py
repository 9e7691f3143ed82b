"""Friendships, requests and blocks: to be looked at, and ended, by the operator."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.models import Block, FriendRequest, Friendship
from accounts.text import fold

Row = TypeVar("Row", bound=Model)


class BetweenTwo(admin.ModelAdmin[Row]):
    """Rows between two users: searched by either, never edited."""

    list_per_page = 50
    show_full_result_count = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Row], search_term: str
    ) -> tuple[QuerySet[Row], bool]:
        return super().get_search_results(request, queryset, fold(search_term))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Friendship)
class FriendshipsAdmin(BetweenTwo[Friendship]):
    """Each friendship twice, once for each side; deleting one ends it on both."""

    list_display = ("owner", "friend", "remark", "since")
    list_select_related = ("owner", "friend")
    search_fields = ("owner__account_key", "owner__name_key", "friend__account_key", "friend__name_key")

    def delete_model(self, request: HttpRequest, obj: Friendship) -> None:
        actions.end_friendships([(obj.owner_id, obj.friend_id)])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Friendship]) -> None:
        actions.end_friendships(queryset.values_list("owner_id", "friend_id"))


@admin.register(FriendRequest)
class FriendRequestsAdmin(BetweenTwo[FriendRequest]):
    """Each time somebody asked somebody; what was written stays theirs."""

    list_display = ("from_user", "to_user", "state", "created_at", "answered_at")
    fields = list_display
    list_select_related = ("from_user", "to_user")
    list_filter = ("state",)
    search_fields = ("from_user__account_key", "from_user__name_key", "to_user__account_key", "to_user__name_key")
    search_help_text = _("Account or part of the name, of either side")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FriendRequest]:
        return super().get_queryset(request).defer("note", "reason")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Block)
class BlocksAdmin(BetweenTwo[Block]):
    """Who has blocked whom; deleting a row ends the block."""

    list_display = ("owner", "blocked", "created_at")
    list_select_related = ("owner", "blocked")
    search_fields = ("owner__account_key", "owner__name_key", "blocked__account_key", "blocked__name_key")

    def delete_model(self, request: HttpRequest, obj: Block) -> None:
        actions.unblock_user(obj.owner_id, obj.blocked_id)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Block]) -> None:
        for owner, blocked in list(queryset.values_list("owner_id", "blocked_id")):
            actions.unblock_user(owner, blocked)
