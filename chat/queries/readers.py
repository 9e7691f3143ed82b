"""Who has read what somebody said, told from how far everybody has read: nothing is kept of each message."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec
from django.db.models import Q

from accounts.queries import blocked_either_way
from chat.models import BurningReader, Message, Participant

CONVERSATIONS_AT_ONCE = 100
"""In one condition; SQLite takes no expression deeper than a thousand."""


class Readers(msgspec.Struct, frozen=True):
    """Of those who could read a message, and still take part, who has read it and who has not (ids of users)."""

    message: int
    read: list[int]
    unread: list[int]

    @property
    def count(self) -> int:
        """How many could read it."""
        return len(self.read) + len(self.unread)


def readers_of(author: int, conversation: int, messages: Collection[int]) -> list[Readers]:
    """Who has read those of these messages that the author said there, in the order of saying.

    Three queries, however many messages and members. Who came later is left out, also where they can read it.
    Who is invisible, sends no read marks, or has blocked the author or is blocked by them has not read it, as far as
    the author is told.
    """
    mine = Message.objects.filter(conversation=conversation, sender=author, recalled_at__isnull=True)
    said = list(mine.filter(id__in=messages).order_by("seq").values_list("id", "seq"))
    others = Participant.objects.filter(conversation=conversation, left_seq__isnull=True).exclude(user=author)
    places = list(others.order_by("user_id").values_list("user_id", "came_seq", "shown_read_seq"))
    apart = blocked_either_way(author)
    found: list[Readers] = []
    for pk, seq in said:
        there = [(user, shown) for user, came, shown in places if came < seq]
        read = [user for user, shown in there if shown >= seq and user not in apart]
        found.append(Readers(pk, read, [user for user, shown in there if shown < seq or user in apart]))
    return found


def others_to_open(said: Message) -> bool:
    """Whether somebody who was there when a message was sent, and still is, has not opened what it says."""
    there = Participant.objects.filter(
        conversation=said.conversation_id, came_seq__lt=said.seq, left_seq__isnull=True, user__is_active=True
    ).exclude(user=said.sender_id)
    opened = BurningReader.objects.filter(content__message=said).values("user")
    return there.exclude(user__in=opened).exists()


def authors_in(stretches: Mapping[int, tuple[int, int]]) -> dict[int, set[int]]:
    """By conversation who has said something in its stretch, after < number <= until."""
    authors: dict[int, set[int]] = {}
    conversations = list(stretches)
    for start in range(0, len(conversations), CONVERSATIONS_AT_ONCE):
        inside = Q()
        for conversation in conversations[start : start + CONVERSATIONS_AT_ONCE]:
            after, until = stretches[conversation]
            inside |= Q(conversation=conversation, seq__gt=after, seq__lte=until)
        for conversation, sender in Message.objects.filter(inside).values_list("conversation_id", "sender_id"):
            authors.setdefault(conversation, set()).add(sender)
    return authors
