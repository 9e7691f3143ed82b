"""A user's conversations, with what the list shows of them."""

from __future__ import annotations

from collections.abc import Collection, Set
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.queries import users_by_ids
from accounts.queries.batches import parts
from chat.models import Message, Participant, peer_in, stream_of
from chat.queries.deletions import deleted_for
from chat.queries.left import as_heard
from chat.queries.membership import Place
from chat.queries.mentions import unread_mentions
from chat.queries.messages import MESSAGE_COLUMNS, MessageRow
from ggtalk.prepared import PreparedQuery
from ggtalk.realtime.sync import heads_of

NEVER = 2**62
"""A number no stream reaches: who has not left hears up to here."""


class Participation(msgspec.Struct, frozen=True):
    """A user in a conversation, as the list shows it; in the order of `PARTICIPATION_COLUMNS`.

    last_seq is of the last message of the time the user took part, last_message (its id) of the last one they have not
    deleted.
    """

    id: int
    conversation: int
    user: int
    kind: str
    title_now: str
    avatar_now: str
    left_title: str
    pair: str | None
    recall_seq: int
    came_seq: int
    joined_seq: int
    left_seq: int | None
    read_seq: int
    shown_read_seq: int
    delivered_seq: int
    hidden_seq: int | None
    pinned_at: datetime | None
    notify: str
    marked_unread: bool
    draft: str
    draft_places: str
    last_seq: int
    last_message: int | None

    @property
    def title(self) -> str:
        """What a group is called, as far as the user heard of it."""
        return self.left_title or self.title_now

    @property
    def avatar(self) -> str:
        """A group's picture; who has left sees none."""
        return self.avatar_now if self.left_seq is None else ""

    @property
    def peer(self) -> int | None:
        """The other one of a direct conversation."""
        return peer_in(self.pair, self.user) if self.pair else None

    @property
    def is_hidden(self) -> bool:
        """Taken off the list, and nothing was said since."""
        return self.hidden_seq is not None and self.last_seq <= self.hidden_seq


PARTICIPATION_COLUMNS = (
    "id",
    "conversation_id",
    "user_id",
    "conversation__kind",
    "conversation__title",
    "conversation__avatar",
    "left_title",
    "conversation__pair",
    "conversation__recall_seq",
    "came_seq",
    "joined_seq",
    "left_seq",
    "read_seq",
    "shown_read_seq",
    "delivered_seq",
    "hidden_seq",
    "pinned_at",
    "notify",
    "marked_unread",
    "draft",
    "draft_places",
    "last_seq",
    "last_message",
)


def participations_of(user: int) -> list[Participation]:
    """The user in all their conversations, those they have left too."""
    return _rows(Participant.objects.filter(user=user))


def participation(conversation: int, user: int) -> Participation | None:
    """The user in one conversation, left or not."""
    rows = _rows(Participant.objects.filter(conversation=conversation, user=user))
    return rows[0] if rows else None


def participations_in(conversation: int, users: Collection[int]) -> list[Participation]:
    """Some users in one conversation."""
    inside = Participant.objects.filter(conversation=conversation)
    return [row for part in parts(users) for row in _rows(inside.filter(user__in=part))]


def participations_with_ids(ids: Collection[int]) -> list[Participation]:
    """Rows of `Participant` by id."""
    return [Participation(*row) for part in parts(ids) for row in _with_ids(part)]


def locked_participations(places: Set[Place]) -> dict[Place, Participation]:
    """Those places where the user is or was, locked until the transaction ends.

    Whoever changes participants takes this lock before any stream's.
    """
    locked: list[tuple[int, int, int]] = []
    users = {user for _, user in places}
    for conversations in parts({conversation for conversation, _ in places}):
        for part in parts(users):
            locked += _locked(conversations, part)
    ids = [pk for pk, conversation, user in locked if (conversation, user) in places]
    return {(row.conversation, row.user): row for row in participations_with_ids(ids)}


def _rows(participants: QuerySet[Participant]) -> list[Participation]:
    return [Participation(*row) for row in _columns_of(participants)]


def _columns_of(participants: QuerySet[Participant]) -> QuerySet[Participant, tuple[Any, ...]]:
    until = Coalesce(OuterRef("left_seq"), Value(NEVER, output_field=BigIntegerField()))
    visible = Message.objects.filter(conversation=OuterRef("conversation_id"), seq__lte=until)
    last = visible.filter(seq__gt=OuterRef("joined_seq")).order_by("-seq")
    kept = last.exclude(deleted_for(OuterRef(OuterRef("user_id"))))
    nothing = Value(0, output_field=BigIntegerField())
    annotated = participants.annotate(
        last_seq=Coalesce(Subquery(last.values("seq")[:1]), nothing),
        last_message=Subquery(kept.values("id")[:1]),
    )
    return annotated.order_by("conversation_id", "user_id").values_list(*PARTICIPATION_COLUMNS)


_with_ids: PreparedQuery[tuple[Any, ...]] = PreparedQuery(
    lambda ids: _columns_of(Participant.objects.filter(id__in=ids))
)
_locked: PreparedQuery[tuple[int, int, int]] = PreparedQuery(
    lambda conversations, users: (
        Participant.objects.filter(conversation__in=conversations, user__in=users)
        .order_by("id")
        .select_for_update()
        .values_list("id", "conversation_id", "user_id")
    )
)


class Marks(msgspec.Struct, frozen=True):
    """How far a user holds and (as far as shown) has read a direct conversation."""

    delivered_seq: int = 0
    read_seq: int = 0


class Surroundings(msgspec.Struct, frozen=True):
    """What stands around a list of participations, each read once for all of them.

    marks: by (conversation, user). last_messages, mentions: by id of `Participant`.
    """

    heads: dict[str, int]
    last_messages: dict[int, MessageRow]
    peers: dict[int, User]
    marks: dict[tuple[int, int], Marks]
    mentions: dict[int, list[int]]


def surroundings_of(participations: Collection[Participation]) -> Surroundings:
    """The heads, last messages, peers and mentions of a list of participations: five queries for up to 500 of them.

    One more where somebody has left and the last message has changed since.
    """
    return Surroundings(
        heads=heads_of({stream_of(row.conversation) for row in participations}),
        last_messages=last_messages_of(participations),
        peers=users_by_ids({row.peer for row in participations if row.peer is not None}),
        marks=_marks_in({row.conversation for row in participations if row.pair}),
        mentions=unread_mentions({row.id for row in participations if row.last_seq > row.read_seq}),
    )


def last_messages_of(participations: Collection[Participation]) -> dict[int, MessageRow]:
    """The last message of each that has one, by id of `Participant`, as its user may see it."""
    rows: dict[int, MessageRow] = {}
    for part in parts({one.last_message for one in participations if one.last_message}):
        rows |= {row[0]: row for row in Message.objects.filter(id__in=part).values_list(*MESSAGE_COLUMNS)}
    shown = [(one, rows[one.last_message]) for one in participations if one.last_message in rows]
    heard = as_heard([(row, one.left_seq) for one, row in shown])
    return {one.id: row for (one, _), row in zip(shown, heard, strict=True)}


def _marks_in(conversations: Collection[int]) -> dict[tuple[int, int], Marks]:
    marks: dict[tuple[int, int], Marks] = {}
    for part in parts(conversations):
        rows = Participant.objects.filter(conversation__in=part)
        for conversation, user, delivered_seq, read_seq in rows.values_list(
            "conversation_id", "user_id", "delivered_seq", "shown_read_seq"
        ):
            marks[conversation, user] = Marks(delivered_seq, read_seq)
    return marks
