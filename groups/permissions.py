"""Who may do what in a group, each right in one place."""

from __future__ import annotations

from collections.abc import Collection

from accounts.queries import blocking_pairs, friend_pairs
from ggtalk.errors import Refused, not_found
from groups.models import Membership
from groups.queries import membership_of, roles_at
from groups.rights import Right, may


def check_member(user: int, group: int) -> Membership:
    """The user's place in a group; the same refusal for a group that does not exist and one they are not in."""
    membership = membership_of(user, group)
    if membership is None:
        raise not_found()
    return membership


def not_allowed() -> Refused:
    """A member may not do this."""
    return Refused("not_allowed", "Your role in this group does not allow this.", status=403)


def check_right(user: int, group: int, right: Right) -> Membership:
    """The user's place in a group where they have a right; refuses with `not_found` and `not_allowed`."""
    membership = check_member(user, group)
    if not may(membership.role, right):
        raise not_allowed()
    return membership


def check_right_over(user: int, group: int, right: Right, other: int) -> Membership:
    """The place of another member, over whom the user has a right.

    Refuses with `not_found` (either is not in the group) and `not_allowed`.
    """
    mine, theirs = check_member(user, group), check_member(other, group)
    if not may(mine.role, right, theirs.role):
        raise not_allowed()
    return theirs


def may_mention_all(places: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of (conversation, user) where the user may mention all."""
    return {place for place, role in roles_at(places).items() if may(role, Right.MENTION_ALL)}


def may_pin(places: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of (conversation, user) where the user may pin messages."""
    return {place for place, role in roles_at(places).items() if may(role, Right.PIN)}


def check_can_bring(user: int, others: Collection[int]) -> None:
    """People are brought into a group by their friends, and not by one whom they have blocked.

    Call it with all of them locked: who ends the friendship or blocks at this moment is heard first or waits.
    """
    pairs = [(user, other) for other in others]
    if len(friend_pairs(pairs)) < len(pairs) or blocking_pairs(pairs):
        raise Refused("not_available", "Only friends of yours who can be reached can be brought in.", status=403)


def check_can_leave(membership: Membership, member_count: int) -> None:
    """An owner stays until somebody else owns the group, unless nobody else is there."""
    if membership.role == Membership.Role.OWNER and member_count > 1:
        raise Refused("owner_must_transfer", "Hand the group over to another member before you leave it.", status=409)
