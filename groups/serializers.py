"""How groups and members look outside: one representation for REST and events."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from accounts.serializers import UserData, user_data
from chat.serializers import ConversationData
from ggtalk.rest.structs import Data
from groups.models import Announcement, Group, Membership

RoleName = Literal["owner", "admin", "member"]


class GroupData(Data, frozen=True):
    """A group; `owner` is a user's id, `conversation` a conversation's."""

    id: int
    number: int
    name: str
    owner: int
    conversation: int
    member_count: int


class NewGroupData(Data, frozen=True):
    """A group that was made just now, with its conversation as its maker sees it."""

    id: int
    number: int
    name: str
    owner: int
    conversation: ConversationData
    member_count: int


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
