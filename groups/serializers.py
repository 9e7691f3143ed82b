"""How groups and members look outside: one representation for REST and events."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from accounts.serializers import UserData, user_data
from chat.serializers import ConversationData
from ggtalk.rest.structs import Data
from groups.models import Announcement, Group, Membership

RoleName = Literal["owner", "admin", "member"]
JoinModeName = Literal["open", "approval", "invitation"]


class GroupData(Data, frozen=True):
    """A group; `owner` is a user's id, `conversation` a conversation's."""

    id: int
    number: int
    name: str
    owner: int
    conversation: int
    member_count: int
    join_mode: JoinModeName


class NewGroupData(Data, frozen=True):
    """A group that was made just now, with its conversation as its maker sees it."""

    id: int
    number: int
    name: str
    owner: int
    conversation: ConversationData
    member_count: int
    join_mode: JoinModeName


class GroupCardData(Data, frozen=True):
    """What somebody sees of a group that they may join or ask to join."""

    id: int
    number: int
    name: str
    member_count: int
    join_mode: JoinModeName


class FoundGroupsData(Data, frozen=True):
    """One page of groups; the next one begins after `next`."""

    groups: list[GroupCardData]
    next: int | None


class MemberData(Data, frozen=True):
    """A user in a group."""

    user: UserData
    role: RoleName
    joined_at: datetime


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
    """A group with so many members."""
    return GroupData(
        id=group.id,
        number=group.number,
        name=group.name,
        owner=group.owner_id,
        conversation=group.conversation_id,
        member_count=member_count,
        join_mode=cast(JoinModeName, group.join_mode),
    )


def new_group_data(group: Group, member_count: int, conversation: ConversationData) -> NewGroupData:
    """A group with its whole conversation."""
    return NewGroupData(
        id=group.id,
        number=group.number,
        name=group.name,
        owner=group.owner_id,
        conversation=conversation,
        member_count=member_count,
        join_mode=cast(JoinModeName, group.join_mode),
    )


def group_card(group: Group, member_count: int) -> GroupCardData:
    """A group as those see it who are not in it."""
    return GroupCardData(
        id=group.id,
        number=group.number,
        name=group.name,
        member_count=member_count,
        join_mode=cast(JoinModeName, group.join_mode),
    )


def member_data(membership: Membership) -> MemberData:
    """A member; its `user` is loaded."""
    return MemberData(
        user=user_data(membership.user),
        role=cast(RoleName, membership.role),
        joined_at=membership.joined_at,
    )


def announcement_data(announcement: Announcement) -> AnnouncementData:
    """An announcement."""
    return AnnouncementData(
        id=announcement.pk,
        author=announcement.author_id,
        text=announcement.text,
        created_at=announcement.created_at,
    )
