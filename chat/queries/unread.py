"""What was said lately and waits unread for people, as far as it asks for their attention."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.queries.batches import parts
from chat.models import Message, MessageMention, Participant, peer_in

NOTHING = Value(0, output_field=BigIntegerField())


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
    """Where messages wait that were said after `since` and not after `until`; a query for each 500 users.

    since: a moment, or a reference to one from `Participant`. What somebody took off their list, and conversations
    that are to tell them nothing, are left out.
    """
    return [Unread(*row) for part in parts(users) for row in _rows(part, since, until)]


def _rows(users: Collection[int], since: Any, until: datetime) -> QuerySet[Participant, tuple[Any, ...]]:
    unread = (
        Message.objects.filter(
            ~Q(sender=OuterRef("user_id")),
            conversation=OuterRef("conversation_id"),
            seq__gt=OuterRef("read_seq"),
            recalled_at__isnull=True,
            sent_at__gt=since,
            sent_at__lte=until,
        )
        .filter(seq__gt=OuterRef("joined_seq"))
        .filter(seq__gt=Coalesce(OuterRef("hidden_seq"), NOTHING))
    )
    meaning = MessageMention.objects.filter(
        Q(user=OuterRef(OuterRef("user_id"))) | Q(user__isnull=True), message=OuterRef("pk"), until_seq__isnull=True
    )
    there = Participant.objects.filter(user__in=users, left_seq__isnull=True).exclude(notify=Participant.Notify.NOTHING)
    # First where anything was said since: for the rest MariaDB and MySQL look through a whole conversation.
    last = Message.objects.filter(conversation=OuterRef("conversation_id")).order_by("-seq").values("seq")
    there = there.annotate(last_seq=Subquery(last[:1])).filter(last_seq__gt=F("read_seq"))
    return (
        there.filter(Exists(unread))
        .annotate(messages=_count(unread), mentions=_count(unread.filter(Exists(meaning))))
        .order_by("user_id", "conversation_id")
        .values_list(
            "conversation_id",
            "user_id",
            "notify",
            "conversation__title",
            "conversation__pair",
            F("messages"),
            F("mentions"),
        )
    )


def _count(messages: QuerySet[Message]) -> Coalesce:
    counted = messages.order_by().values("conversation").annotate(count=Count("id")).values("count")
    return Coalesce(Subquery(counted, output_field=BigIntegerField()), NOTHING)
