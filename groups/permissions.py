"""Who may do what in a group, each right in one place."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from accounts.queries import blocking_pairs, friend_pairs
from chat.queries.membership import active_among
from ggtalk.errors import Refused, not_found
from groups.models import Group, JoinLink, Membership
from groups.queries import membership_of, roles_at, silences_at, silent_groups
from groups.rights import Right, Role, may


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


def refusals_to_speak(places: Collection[tuple[int, int]]) -> dict[tuple[int, int], Refused]:
    """Those of (conversation, member) who are silenced now, or whose group is; two queries, however many places."""
    now = timezone.now()
    refused = {place: silenced() for place, until in silences_at(places).items() if until > now}
    quiet = {conversation for conversation, until in silent_groups({at for at, _ in places}).items() if until > now}
    in_quiet = {place for place in places if place[0] in quiet and place not in refused}
    if in_quiet:
        roles = roles_at(in_quiet)
        mute = {place for place in in_quiet if not may(roles.get(place, Role.MEMBER), Right.SPEAK_IN_SILENCE)}
        refused.update((place, everybody_silenced()) for place in mute)
    return refused


def check_may_speak(user: int, place: Membership) -> None:
    """Refuses who is silenced, or whose group is, wherever what they do says something to it."""
    where = (place.group.conversation_id, user)
    if refused := refusals_to_speak([where]).get(where):
        raise refused


def silenced() -> Refused:
    """A member may not say anything for now."""
    return Refused("silenced", "You are muted in this group.", status=403)


def everybody_silenced() -> Refused:
    """Only those say something who may in silence."""
    return Refused("silenced", "Everyone is muted in this group but its owner and admins.", status=403)


def check_can_bring(user: int, others: Collection[int]) -> None:
    """People are brought into a group by their friends, and not by one whom they have blocked.

    Nor is a frozen account.

    Call it with all of them locked: who ends the friendship or blocks at this moment is heard first or waits.
    """
    pairs = [(user, other) for other in others]
    if len(active_among(others)) < len(others) or len(friend_pairs(pairs)) < len(pairs) or blocking_pairs(pairs):
        raise Refused("not_available", "Only friends of yours who can be reached can be brought in.", status=403)


def check_can_leave(membership: Membership, member_count: int) -> None:
    """An owner stays until somebody else owns the group, unless nobody else is there."""
    if membership.role == Membership.Role.OWNER and member_count > 1:
        raise Refused("owner_must_transfer", "Hand the group over to another member before you leave it.", status=409)


def check_link(link: JoinLink | None) -> Group:
    """The group a link leads into. Refuses with why it leads nowhere: `link_unknown`, `link_dissolved`,
    `link_revoked`, `link_expired`, `link_used_up`.
    """
    if link is None:
        raise Refused("link_unknown", "There is no such link; check whether it is complete.", status=404)
    if link.group is None:
        raise Refused("link_dissolved", "The group of this link was dissolved.", status=410)
    if link.revoked_at is not None:
        raise Refused("link_revoked", "This link was revoked; ask for another one.", status=410)
    if link.expires_at is not None and link.expires_at <= timezone.now():
        raise Refused("link_expired", "This link has expired; ask for another one.", status=410)
    if link.most_uses is not None and link.uses >= link.most_uses:
        raise Refused("link_used_up", "This link was used as often as it may be; ask for another one.", status=410)
    return link.group
