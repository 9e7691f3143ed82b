"""Coming into groups and going out of them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts.actions.locks import lock_users
from accounts.throttle import take
from chat.actions import Notice, post_notice
from groups.actions.create import check_member_count
from groups.actions.places import let_in, locked_group, make_owner, take_out
from groups.actions.requests import propose
from groups.actions.waiting import forget_requests
from groups.limits import PROPOSALS
from groups.models import Group, Membership
from groups.permissions import check_can_bring, check_can_leave, check_member, check_right
from groups.queries import member_ids, members_of, removed_among
from groups.rights import Right, may
from groups.serializers import MemberData


def add_members(user: int, group: int, members: Collection[int]) -> list[MemberData]:
    """Brings friends of the user into a group they are in; returns those who are new.

    Who may not admit people only proposes them where joining needs approval, and those who were removed anywhere.
    Refuses with `not_found`, `not_available` (somebody who is no friend, whoever exists), `invalid` (too many),
    `too_many_requests` and `throttled` (each who is proposed counts).
    """
    with transaction.atomic():
        locked = locked_group(group)
        mine = check_right(user, group, Right.BRING)
        present = member_ids(group)
        new = sorted(set(members) - set(present))
        if not new or locked is None:
            return []
        check_member_count(len(present) + len(new))
        lock_users(user, *new)
        check_can_bring(user, new)
        proposed = set() if may(mine.role, Right.ADMIT) else _needing_approval(locked, new)
        if proposed:
            take(PROPOSALS, str(user), tries=len(proposed))
        for member in sorted(proposed):
            propose(locked, member, by=user)
        brought = [member for member in new if member not in proposed]
        return let_in(locked, brought, Notice("member_joined", user, brought)) if brought else []


def _needing_approval(group: Group, users: Collection[int]) -> set[int]:
    return set(users) if group.join_mode == Group.JoinMode.APPROVAL else removed_among(group.id, users)


def leave_group(user: int, group: int) -> None:
    """Leaves a group; the last one to leave ends it. Refuses with `not_found` and `owner_must_transfer`."""
    with transaction.atomic():
        locked = locked_group(group)
        membership = check_member(user, group)
        check_can_leave(membership, len(member_ids(group)))
        if locked is not None:
            take_out(locked, user, Notice("member_left", user, [user]))


def leave_every_group(user: int) -> None:
    """Takes a user out of all their groups before their account is deleted; what they own goes to another member.

    What they have asked to join is taken back.
    """
    forget_requests(user)
    for group in Membership.objects.filter(user=user).order_by("group").values_list("group_id", flat=True):
        locked = locked_group(group)
        if locked is None:
            continue
        if locked.owner_id == user:
            _hand_over(locked)
        take_out(locked, user, Notice("member_left", user, [user]))


def hold_groups(user: int) -> None:
    """Locks a user's groups before the user, as all do who bring people in: who waits for whom is never a circle."""
    for group in Membership.objects.filter(user=user).order_by("group").values_list("group_id", flat=True):
        locked_group(group)


def _hand_over(group: Group) -> None:
    """Makes the first admin, or the one who has been there longest, the owner."""
    others = list(members_of(group.id).exclude(user=group.owner_id))
    heir = next((one for one in others if one.role == Membership.Role.ADMIN), others[0] if others else None)
    if heir is None:
        return
    make_owner(group, heir)
    post_notice(group.conversation_id, Notice("group_handed_over", heir.user_id, [heir.user_id]))
