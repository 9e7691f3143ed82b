"""How groups and members look outside: one representation for REST and events."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from django.db.models import QuerySet
from django.utils import timezone

from accounts.serializers import CARD_FIELDS, UserData, avatar_path, card_data
from chat.serializers import ConversationData
from ggtalk.rest.structs import Data
from groups.models import Announcement, Group, JoinLink, JoinRequest, Membership
from groups.queries import silences_in

RoleName = Literal["owner", "admin", "member"]
JoinModeName = Literal["open", "approval", "invitation"]
HistoryName = Literal["from_joining", "whole"]


class GroupData(Data, frozen=True):
    """A group; `owner` is a user's id, `conversation` a conversation's, `avatar` like a user's.

    silenced_until: until when only owner and admins say something, in the year 9999 until that is lifted.
    allows_private_chat: members may write to each other without being friends, where the operator lets them.
    """

    id: int
    number: int
    name: str
    avatar: str
    owner: int
    conversation: int
    member_count: int
    join_mode: JoinModeName
    history: HistoryName
    silenced_until: datetime | None
    allows_private_chat: bool


class NewGroupData(Data, frozen=True):
    """A group that was made just now, with its conversation as its maker sees it."""

    id: int
    number: int
    name: str
    avatar: str
    owner: int
    conversation: ConversationData
    member_count: int
    join_mode: JoinModeName
    history: HistoryName
    silenced_until: datetime | None
    allows_private_chat: bool


class GroupCardData(Data, frozen=True):
    """What somebody sees of a group that they may join or ask to join."""

    id: int
    number: int
    name: str
    avatar: str
    member_count: int
    join_mode: JoinModeName


class FoundGroupsData(Data, frozen=True):
    """One page of groups; the next one begins after `next`."""

    groups: list[GroupCardData]
    next: int | None


class MemberData(Data, frozen=True):
    """A user in a group; nickname is empty where they bear their name. silenced_until as in the group."""

    user: UserData
    nickname: str
    role: RoleName
    silenced_until: datetime | None
    joined_at: datetime


class NicknameData(Data, frozen=True):
    """What a member wants to be called in a group; both are ids."""

    group: int
    user: int
    nickname: str


class JoinRequestData(Data, frozen=True):
    """That somebody asks to join a group: its `number` and `name` as they were then, `group` its id unless it is gone.

    `user`, `invited_by` (the member who proposed them) and `answered_by` are ids. `seen`: by them, as it is.
    """

    id: int
    group: int | None
    number: int
    name: str
    user: int
    invited_by: int | None
    note: str
    state: Literal["pending", "accepted", "refused", "closed"]
    reason: str
    answered_by: int | None
    seen: bool
    created_at: datetime
    answered_at: datetime | None


class JoinedData(Data, frozen=True):
    """What came of joining: the request that waits for an answer, or `null` for who is in."""

    request: JoinRequestData | None


class JoinLinkData(Data, frozen=True):
    """A link that lets whoever has it into a group; `made_by` is a user's id. `null`: it never expires, any number."""

    id: int
    made_by: int
    created_at: datetime
    expires_at: datetime | None
    most_uses: int | None
    uses: int


class NewJoinLinkData(Data, frozen=True):
    """A link that was made just now, with its secret, which is told only this once."""

    link: JoinLinkData
    token: str


class AnnouncementData(Data, frozen=True):
    """What everybody in a group should read; `author` is a user's id."""

    id: int
    author: int
    text: str
    created_at: datetime


class AnnouncementsData(Data, frozen=True):
    """A group's announcements, newest first, with how many have read each as they are asked for."""

    announcements: list[AnnouncementData]
    read_counts: list[int]


def group_data(group: Group, member_count: int) -> GroupData:
    """A group with so many members; its conversation is loaded."""
    return GroupData(
        id=group.id,
        number=group.number,
        name=group.name,
        avatar=avatar_path(group.conversation.avatar),
        owner=group.owner_id,
        conversation=group.conversation_id,
        member_count=member_count,
        join_mode=cast(JoinModeName, group.join_mode),
        history=cast(HistoryName, group.history),
        silenced_until=_ahead(group.silenced_until),
        allows_private_chat=group.conversation.allows_private_chat,
    )


def new_group_data(group: Group, member_count: int, conversation: ConversationData) -> NewGroupData:
    """A group with its whole conversation."""
    return NewGroupData(
        id=group.id,
        number=group.number,
        name=group.name,
        avatar=avatar_path(group.conversation.avatar),
        owner=group.owner_id,
        conversation=conversation,
        member_count=member_count,
        join_mode=cast(JoinModeName, group.join_mode),
        history=cast(HistoryName, group.history),
        silenced_until=_ahead(group.silenced_until),
        allows_private_chat=group.conversation.allows_private_chat,
    )


def group_card(group: Group, member_count: int) -> GroupCardData:
    """A group as those see it who are not in it; its conversation is loaded."""
    return GroupCardData(
        id=group.id,
        number=group.number,
        name=group.name,
        avatar=avatar_path(group.conversation.avatar),
        member_count=member_count,
        join_mode=cast(JoinModeName, group.join_mode),
    )


def members_data(rows: QuerySet[Membership]) -> list[MemberData]:
    """Members of one group, whose rows are read without models: 2,000 take milliseconds. Two queries, however many."""
    fields = ("group_id", "nickname", "role", "joined_at", *(f"user__{name}" for name in CARD_FIELDS))
    members = list(rows.values_list(*fields))
    silences = silences_in(members[0][0]) if members else {}
    return [
        MemberData(
            user=card_data(card),
            nickname=nickname,
            role=cast(RoleName, role),
            silenced_until=_ahead(silences.get(card[0])),
            joined_at=joined_at,
        )
        for (_, nickname, role, joined_at), card in ((row[:4], row[4:]) for row in members)
    ]


def member_data(membership: Membership) -> MemberData:
    """A member as they are stored now."""
    return members_data(Membership.objects.filter(id=membership.pk))[0]


def _ahead(until: datetime | None) -> datetime | None:
    """A time if it is still to come."""
    return until if until is not None and until > timezone.now() else None


def join_request_data(request: JoinRequest) -> JoinRequestData:
    """A request to join."""
    return JoinRequestData(
        id=request.pk,
        group=request.group_id,
        number=request.number,
        name=request.name,
        user=request.user_id,
        invited_by=request.invited_by_id,
        note=request.note,
        state=cast(Literal["pending", "accepted", "refused", "closed"], request.state),
        reason=request.reason,
        answered_by=request.answered_by_id,
        seen=request.seen,
        created_at=request.created_at,
        answered_at=request.answered_at,
    )


def join_link_data(link: JoinLink) -> JoinLinkData:
    """A link without its secret."""
    return JoinLinkData(
        id=link.pk,
        made_by=link.made_by_id,
        created_at=link.created_at,
        expires_at=link.expires_at,
        most_uses=link.most_uses,
        uses=link.uses,
    )


def announcement_data(announcement: Announcement) -> AnnouncementData:
    """An announcement."""
    return AnnouncementData(
        id=announcement.pk,
        author=announcement.author_id,
        text=announcement.text,
        created_at=announcement.created_at,
    )
