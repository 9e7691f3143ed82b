"""Who may say and see what in conversations, asked for one or for a whole batch."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import msgspec
from django.conf import settings

from accounts.queries import blocking_pairs, friend_pairs, open_friend_pairs
from chat.burning import BURNT_BODY
from chat.mentions import Mention, mentioned_users, mentions_all
from chat.models import Message
from chat.queries.membership import Membership, Place, active_among, memberships, place_of, sharing_a_group
from ggtalk.errors import Refused, not_found

Pair = tuple[int, int]


def not_a_member() -> Refused:
    """The one answer for a conversation that does not exist and for one that is not yours."""
    return Refused("not_a_member", "There is no such conversation of yours.", status=404)


def not_available() -> Refused:
    """The one answer for everybody one can't write to, whoever exists."""
    return Refused("not_available", "This person can't be written to now.", status=403)


def talking_pairs(pairs: Collection[Pair]) -> set[Pair]:
    """Those of (sender, recipient) who may talk now: friends, or whom DIRECT_CHAT allows; never across a block."""
    wanted = {(sender, recipient) for sender, recipient in pairs if sender != recipient}
    friends = open_friend_pairs(wanted)
    strangers = _strangers_who_may_talk(wanted - friends)
    if not strangers:
        return friends
    both_ways = strangers | {(recipient, sender) for sender, recipient in strangers}
    blocked = blocking_pairs(both_ways)
    return friends | {pair for pair in strangers if pair not in blocked and pair[::-1] not in blocked}


def _strangers_who_may_talk(pairs: set[Pair]) -> set[Pair]:
    if not pairs or settings.DIRECT_CHAT == "friends":
        return set()
    if settings.DIRECT_CHAT == "common_groups":
        pairs = sharing_a_group(pairs)
    active = active_among({recipient for _, recipient in pairs})
    return {pair for pair in pairs if pair[1] in active}


def writable_among(user: int, others: Collection[int]) -> set[int]:
    """Those of `others` whom the user may write to, as far as the user is told.

    The others' blocks make no difference here: who is blocked learns it, as always, by no more than `not_available`.
    """
    pairs = {(user, other) for other in others if other != user}
    friends = friend_pairs(pairs)
    allowed = friends | _strangers_who_may_talk(pairs - friends)
    blocked = blocking_pairs({(other, user) for _, other in allowed})
    return {other for _, other in allowed if (other, user) not in blocked}


def can_talk(sender: int, recipient: int) -> bool:
    """Whether a user may write to another now."""
    return bool(talking_pairs([(sender, recipient)]))


def refusals_to_send(places: Collection[Place]) -> dict[Place, Refused]:
    """Those of (conversation, sender) that may not say anything there, and why; a constant number of queries."""
    taking_part = memberships(places)
    talking = talking_in(taking_part.values())
    refused: dict[Place, Refused] = {}
    for place in places:
        membership = taking_part.get(place)
        if membership is None:
            refused[place] = not_a_member()
        elif membership.peer is not None and place not in talking:
            refused[place] = not_available()
    in_groups = {place for place, membership in taking_part.items() if membership.peer is None}
    if in_groups:
        for refuse in _refuse_to_speak:
            refused.update(refuse(in_groups))
    return refused


RefuseToSpeak = Callable[[Collection[Place]], dict[Place, Refused]]
_refuse_to_speak: list[RefuseToSpeak] = []


def register_refusals_to_speak(refuse: RefuseToSpeak) -> None:
    """Adds an app's word on who of those in a group's conversation may not say anything there now, and why."""
    _refuse_to_speak.append(refuse)


def talking_in(taking_part: Collection[Membership]) -> set[Place]:
    """Those of direct conversations in which the one may write to the other now."""
    direct = {(one.user, one.peer): (one.conversation, one.user) for one in taking_part if one.peer is not None}
    return {direct[pair] for pair in talking_pairs(direct)} if direct else set()


MayMentionAll = Callable[[Collection[Place]], set[Place]]
_may_mention_all: list[MayMentionAll] = []


def register_mention_all(may: MayMentionAll) -> None:
    """Adds an app's word on who may mention all: those of (conversation, user) that may."""
    _may_mention_all.append(may)


def refusals_to_mention(wanted: Sequence[tuple[Place, Sequence[Mention]]]) -> list[Refused | None]:
    """Why each of these (place of a sender, whom they mention) is refused: only who takes part is mentioned by name.

    A constant number of queries; none where nobody is mentioned.
    """
    named = {(place[0], user) for place, mentions in wanted for user in mentioned_users(mentions)}
    present = memberships(named) if named else {}
    to_all = {place for place, mentions in wanted if mentions_all(mentions)}
    allowed = {place for may in _may_mention_all for place in may(to_all)} if to_all else set()
    return [_refusal_to_mention(place, mentions, present, allowed) for place, mentions in wanted]


def _refusal_to_mention(
    place: Place, mentions: Sequence[Mention], present: Collection[Place], allowed: Collection[Place]
) -> Refused | None:
    if any((place[0], user) not in present for user in mentioned_users(mentions)):
        return Refused("not_mentionable", "Somebody who is mentioned here is not in this conversation.", status=409)
    if mentions_all(mentions) and place not in allowed:
        return Refused("may_not_mention_all", "Only the owner and the admins of a group can mention all.", status=403)
    return None


_may_pin: list[MayMentionAll] = []


def register_pin(may: MayMentionAll) -> None:
    """Adds an app's word on who may pin in conversations of groups: those of (conversation, user) that may."""
    _may_pin.append(may)


def check_can_pin(conversation: int, user: int) -> None:
    """Refuses who may not pin there: both may in a direct conversation, whom the app above names in a group's."""
    place = (conversation, user)
    if check_member(conversation, user).peer is None and not any(place in may({place}) for may in _may_pin):
        raise Refused("may_not_pin", "Only the owner and the admins of a group can pin messages.", status=403)


def check_member(conversation: int, user: int) -> Membership:
    """The user's membership; refuses when they don't take part."""
    membership = memberships([(conversation, user)]).get((conversation, user))
    if membership is None:
        raise not_a_member()
    return membership


def recalled() -> Refused:
    """It was taken back."""
    return Refused("recalled", "This message was recalled.", status=409)


def burnt() -> Refused:
    """It was to be read once, and was."""
    return Refused("burnt", "This message has burnt after it was read.", status=409)


def check_there(message: Message) -> None:
    """Refuses when nothing is left of what a message said."""
    if message.recalled_at is not None:
        raise recalled()
    if message.body == BURNT_BODY:
        raise burnt()


def check_changeable(message: Message, user: int) -> None:
    """Refuses when the user does not see the message, or takes part in its conversation no longer."""
    joined_seq, left_seq = place_of(message.conversation_id, user) or (message.seq, None)
    if message.seq <= joined_seq or (left_seq is not None and message.seq > left_seq):
        raise not_found()
    if left_seq is not None:
        raise not_a_member()


def check_own(message: Message, user: int) -> None:
    """Refuses unless the user wrote the message."""
    if message.sender_id != user or "notice" in msgspec.json.decode(message.body):
        raise Refused("not_yours", "Only the person who wrote a message can change it.", status=403)


def check_in_time(message: Message, limit: timedelta, now: datetime) -> None:
    """Refuses what can't be changed any more."""
    check_there(message)
    if now - message.sent_at > limit:
        minutes = round(limit.total_seconds() / 60)
        detail = f"This can be done within {minutes} minutes." if minutes else "This can't be done here."
        raise Refused("too_late", detail, status=409)
