"""Making groups."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from accounts.actions.locks import lock_users
from accounts.avatars import chosen_avatar
from accounts.events import own_stream
from accounts.text import shown_name
from chat.actions import Notice, create_group_conversation
from ggtalk.errors import Refused, invalid
from ggtalk.realtime.publish import publish_each
from groups.actions.announcements import announce, checked_announcement
from groups.actions.numbers import claim_number
from groups.events import GroupJoined
from groups.models import Group, Membership
from groups.permissions import check_can_bring
from groups.serializers import group_data


@dataclass(frozen=True)
class Founding:
    """How a new group is found and joined; without a number it gets the next free one.

    announcement: what is announced in it first, empty for nothing. avatar: a built-in one, empty for the generated.
    """

    number: int | None = None
    join_mode: Group.JoinMode = Group.JoinMode.INVITATION
    announcement: str = ""
    avatar: str = ""


UNREMARKABLE = Founding()


@dataclass(frozen=True)
class NewGroup:
    """A group that was made, and how many are in it."""

    group: Group
    member_count: int


def create_group(user: int, name: str, members: Collection[int], founding: Founding = UNREMARKABLE) -> NewGroup:
    """Makes a group of the user, who owns it, and friends of theirs; each of them is told.

    Refuses with `invalid` (name, number, announcement, avatar, too many) and `not_available` (somebody who is
    no friend, whoever exists).
    """
    name = shown_name("name", name)
    announcement = checked_announcement(founding.announcement, "announcement") if founding.announcement else ""
    avatar = chosen_avatar(founding.avatar)
    others = sorted(set(members) - {user})
    check_member_count(len(others) + 1)
    everybody = [user, *others]
    with transaction.atomic():
        creator = lock_users(*everybody).get(user)
        if creator is None or not creator.is_active:  # their account was deleted or frozen a moment ago
            raise Refused("not_available", "This account can't be reached now.", status=409)
        check_can_bring(user, others)
        number = claim_number(founding.number)  # after the check, so that a refusal takes none
        conversation = create_group_conversation(
            name, everybody, Notice("group_created", user, everybody), avatar=avatar
        )
        group = Group.objects.create(
            number=number, name=name, join_mode=founding.join_mode, owner_id=user, conversation=conversation
        )
        roles = {user: Membership.Role.OWNER}
        Membership.objects.bulk_create(
            [
                Membership(group=group, user_id=member, role=roles.get(member, Membership.Role.MEMBER))
                for member in everybody
            ],
            batch_size=100,
        )
        joined = GroupJoined(group=group_data(group, len(everybody)))
        publish_each([(own_stream(member), joined) for member in everybody])
        if announcement:
            announce(user, group.id, announcement)
    return NewGroup(group, len(everybody))


def check_member_count(count: int) -> None:
    """Refuses more members than the operator allows."""
    if count > settings.MAX_GROUP_MEMBERS:
        raise invalid(members=f"A group has at most {settings.MAX_GROUP_MEMBERS} members.")
