"""Messages: one by its client id, all within bounds, and as events of their stream."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import cast
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from chat.models import Message, MessageChange, Participant
from chat.queries.deletions import deleted_for
from chat.queries.membership import Place
from ggtalk.prepared import PreparedQuery

MessageRow = tuple[int, int, int, int, UUID, str, datetime, datetime | None, int | None, str | None]
"""A message in the order of `MESSAGE_COLUMNS`."""

MESSAGE_COLUMNS = (
    "id",
    "conversation_id",
    "seq",
    "sender_id",
    "client_id",
    "body",
    "sent_at",
    "edited_at",
    "changed_seq",
    "reactions",
)


def messages_sent_as(keys: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], MessageRow]:
    """What was stored under these (client id, sender): one query for a batch."""
    rows = _messages_with_client_ids({client_id for client_id, _ in keys})
    return {(row[4], row[3]): row for row in rows}


def ids_sent_as(client_ids: Collection[UUID]) -> dict[tuple[UUID, int], int]:
    """Ids of messages by (client id, sender)."""
    return {(client_id, sender): pk for client_id, sender, pk in _ids_with_client_ids(client_ids)}


_ids_with_client_ids: PreparedQuery[tuple[UUID, int, int]] = PreparedQuery(
    lambda client_ids: Message.objects.filter(client_id__in=client_ids).values_list("client_id", "sender_id", "id")
)
_messages_with_client_ids: PreparedQuery[MessageRow] = PreparedQuery(
    lambda client_ids: Message.objects.filter(client_id__in=client_ids).values_list(*MESSAGE_COLUMNS)
)


def seen_messages(wanted: Collection[tuple[Place, int]]) -> set[tuple[Place, int]]:
    """Those of ((conversation, user), message id) where the message is one of that conversation after the user joined.

    Two queries, however many.
    """
    places = {place for place, _ in wanted}
    joined = {
        (conversation, user): seq
        for conversation, user, seq in _joined({place[0] for place in places}, {place[1] for place in places})
    }
    said = {pk: (conversation, seq) for pk, conversation, seq in _numbers({pk for _, pk in wanted})}
    seen: set[tuple[Place, int]] = set()
    for place, pk in wanted:
        conversation, seq = said.get(pk, (None, 0))
        if conversation == place[0] and place in joined and seq > joined[place]:
            seen.add((place, pk))
    return seen


_joined: PreparedQuery[tuple[int, int, int]] = PreparedQuery(
    lambda conversations, users: Participant.objects.filter(conversation__in=conversations, user__in=users).values_list(
        "conversation_id", "user_id", "joined_seq"
    )
)
_numbers: PreparedQuery[tuple[int, int, int]] = PreparedQuery(
    lambda ids: Message.objects.filter(id__in=ids).values_list("id", "conversation_id", "seq")
)


def row_of(message: Message) -> MessageRow:
    """A message that is at hand, as a row."""
    row: MessageRow = tuple(getattr(message, column) for column in MESSAGE_COLUMNS)
    return row


def changes_between(conversation: int, after: int, until: int) -> Iterator[tuple[int, str, MessageRow]]:
    """The changes of messages with after < number <= until, in order: number, event, the message as it is now."""
    changes = MessageChange.objects.filter(conversation=conversation, seq__gt=after, seq__lte=until).order_by("seq")
    columns = [f"message__{column}" for column in MESSAGE_COLUMNS]
    for seq, kind, *row in changes.values_list("seq", "kind", *columns).iterator():
        yield seq, kind, cast(MessageRow, tuple(row))


def messages_between(conversation: int, after: int, until: int) -> Iterator[MessageRow]:
    """The messages with after < number <= until, in order."""
    rows = Message.objects.filter(conversation=conversation, seq__gt=after, seq__lte=until).order_by("seq")
    return rows.values_list(*MESSAGE_COLUMNS).iterator()


class Bounds(msgspec.Struct, frozen=True):
    """Where to look in a conversation: above < number <= until, but for what `reader` has deleted for themselves.

    left: the number at which the reader left, `None` while they take part.
    """

    conversation: int
    above: int
    until: int
    reader: int
    left: int | None = None

    def narrowed(self, *, above: int = 0, until: int | None = None) -> Bounds:
        """The part of it above one number and up to another."""
        highest = self.until if until is None else min(self.until, until)
        return Bounds(self.conversation, max(self.above, above), highest, self.reader, self.left)


def within(bounds: Bounds) -> QuerySet[Message]:
    """Everything within bounds."""
    said = Message.objects.filter(conversation=bounds.conversation, seq__gt=bounds.above, seq__lte=bounds.until)
    return said.exclude(deleted_for(bounds.reader))


def number_at(bounds: Bounds, moment: datetime) -> int | None:
    """The number of the first message within bounds that was sent at `moment` or later."""
    later = within(bounds).filter(sent_at__gte=moment)
    return later.order_by("sent_at", "seq").values_list("seq", flat=True).first()
