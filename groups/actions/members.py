"""Coming into groups and going out of them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts.actions.locks import lock_users
from accounts.events import own_stream
from chat.actions import Notice, add_participants
from chat.models import stream_of
from ggtalk.realtime.publish import publish_each
from groups.actions.create import check_member_count
from groups.actions.places import locked_group, make_owner, take_out
from groups.events import GroupJoined, MemberJoined
from groups.models import Group, Membership
from groups.permissions import check_can_bring, check_can_leave, check_member
from groups.queries import member_ids, members_of
from groups.serializers import group_data, members_data


def add_members(user: int, group: int, members: Collection[int]) -> list[Membership]:
    """Brings friends of the user into a group they are in; returns those who are new.

    Refuses with `not_found`, `not_available` (somebody who is no friend, whoever exists) and `invalid` (too many).
    """
    with transaction.atomic():
        locked = locked_group(group)
        check_member(user, group)
        present = member_ids(group)
        new = sorted(set(members) - set(present))
        if not new or locked is None:
            return []
        check_member_count(len(present) + len(new))
        lock_users(user, *new)
        check_can_bring(user, new)
        Membership.objects.bulk_create([Membership(group=locked, user_id=member) for member in new], batch_size=100)
        rows = list(members_of(group).filter(user__in=new))
        stream = stream_of(locked.conversation_id)
        publish_each([(stream, MemberJoined(group=group, member=member)) for member in members_data(rows)])
        add_participants(locked.conversation_id, new, Notice("member_joined", user, new))
        joined = GroupJoined(group=group_data(locked, len(present) + len(new)))
        publish_each([(own_stream(member), joined) for member in new])
        return rows


def leave_group(user: int, group: int) -> None:
    """Leaves a group; the last one to leave ends it. Refuses with `not_found` and `owner_must_transfer`."""
    with transaction.atomic():
        locked = locked_group(group)
        membership = check_member(user, group)
        check_can_leave(membership, len(member_ids(group)))
        if locked is not None:
            take_out(locked, user, Notice("member_left", user, [user]))


def leave_every_group(user: int) -> None:
    """Takes a user out of all their groups before their account is deleted; what they own goes to another member."""
    for group in Membership.objects.filter(user=user).order_by("group").values_list("group_id", flat=True):
        locked = locked_group(group)
        if locked is None:
            continue
        if locked.owner_id == user:
            _hand_over(locked)
        take_out(locked, user, Notice("member_left", user, [user]))


def _hand_over(group: Group) -> None:
    """Makes the first admin, or the one who has been there longest, the owner."""
    others = list(members_of(group.id).exclude(user=group.owner_id))
    heir = next((one for one in others if one.role == Membership.Role.ADMIN), others[0] if others else None)
    if heir is None:
        return
    make_owner(group, heir)
