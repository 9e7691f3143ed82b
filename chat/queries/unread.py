"""What was said lately and waits unread for people, as far as it asks for their attention."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import F, OuterRef, Q, Subquery

from accounts.queries.batches import parts
from chat.models import Message, Participant, peer_in
from chat.queries.counting import Span, mentions_in, messages_in


class Unread(msgspec.Struct, frozen=True):
    """In a conversation somebody takes part in, unread messages of others wait, and some of them mean them by name."""

    conversation: int
    user: int
    notify: str
    title: str
    pair: str | None
    messages: int
    mentions: int

    @property
    def peer(self) -> int | None:
        """The other one of a direct conversation."""
        return peer_in(self.pair, self.user) if self.pair else None

    @property
    def asks(self) -> bool:
        """Whether they want to be told of it."""
        return self.notify == Participant.Notify.ALL or self.mentions > 0


def unread_between(users: Collection[int], since: Any, until: datetime) -> list[Unread]:
    """Where messages wait that were said after `since` and not after `until`; a few queries for each 500 users.

    since: an expression of `Participant` for a moment; nothing waits where there is none. What somebody took off their
    list, and conversations that are to tell them nothing, are left out.
    """
    places = {place.id: place for part in parts(users) for place in _places(part, since)}
    spans = [place.span for place in places.values()]
    messages = messages_in(spans, Q(sent_at__lte=until))
    mentions = mentions_in((span for span in spans if span.id in messages), Q(message__sent_at__lte=until))
    waiting = (place for place in places.values() if place.id in messages)
    return [place.unread(messages[place.id].count, mentions.get(place.id, 0)) for place in waiting]


class _Place(msgspec.Struct, frozen=True):
    """Where somebody takes part who wants to be told, and something was said since they read there."""

    id: int
    conversation: int
    user: int
    notify: str
    title: str
    pair: str | None
    read_seq: int
    joined_seq: int
    hidden_seq: int | None
    last_seq: int
    since: datetime

    def unread(self, messages: int, mentions: int) -> Unread:
        """So much waits there."""
        return Unread(self.conversation, self.user, self.notify, self.title, self.pair, messages, mentions)

    @property
    def span(self) -> Span:
        """What waits there."""
        after = max(self.read_seq, self.joined_seq, self.hidden_seq or 0)
        return Span(self.id, self.conversation, self.user, after, self.last_seq, self.since)


def _places(users: Collection[int], since: Any) -> Iterator[_Place]:
    last = Message.objects.filter(conversation=OuterRef("conversation_id")).order_by("-seq").values("seq")
    there = Participant.objects.filter(user__in=users, left_seq__isnull=True).exclude(notify=Participant.Notify.NOTHING)
    rows = there.annotate(last_seq=Subquery(last[:1]), since=since).filter(
        last_seq__gt=F("read_seq"), since__isnull=False
    )
    names = ("id", "conversation_id", "user_id", "notify", "conversation__title", "conversation__pair")
    numbers = ("read_seq", "joined_seq", "hidden_seq", "last_seq", "since")
    for row in rows.order_by("user_id", "conversation_id").values_list(*names, *numbers):
        yield _Place(*row)
