"""How far conversations are held and read: marks that only move forward."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from django.db import transaction
from django.db.models import BigIntegerField, Case, Value, When

from chat.actions.own_state import own_states_said
from chat.actions.readers import tell_authors
from chat.events import MessageDelivered, MessageRead
from chat.models import Participant, stream_of
from chat.permissions import not_a_member, talking_pairs
from chat.queries.choices import without_read_marks
from chat.queries.conversations import Participation, locked_participations
from chat.queries.membership import Place, invisible_among
from ggtalk.errors import Refused
from ggtalk.prepared import PreparedUpdate
from ggtalk.realtime.events import Event
from ggtalk.realtime.publish import publish_each


class Mark(msgspec.Struct, frozen=True):
    """A user's claim about a conversation: everything up to `seq`."""

    user: int
    conversation: int
    seq: int


def mark_delivered(marks: Sequence[Mark]) -> list[Refused | None]:
    """Clients hold direct conversations up to a number; the other side is told.

    Nothing is shown of somebody invisible, nor across a block. A number beyond the last message means that message.
    """
    with transaction.atomic():
        wanted = _highest(marks)
        rows = locked_participations(wanted.keys())
        seqs = {place: min(wanted[place], row.last_seq) for place, row in rows.items()}
        shown = _shown(row for place, row in rows.items() if seqs[place] > row.delivered_seq)
        _move_delivered([rows[place].id for place in shown], [seqs[place] for place in shown])
        publish_each(_told(MessageDelivered, shown, seqs))
    return _answers(marks, rows)


def mark_read(marks: Sequence[Mark]) -> list[Refused | None]:
    """Users have read conversations up to a number: their own clients are told, the other side of a direct one, and in
    a group those whose messages it were.

    Reading never goes back. A number beyond the last message means that message. Nothing is shown of somebody
    invisible, of somebody who sends no read marks, nor across a block.
    """
    with transaction.atomic():
        wanted = _highest(marks)
        rows = locked_participations(wanted.keys())
        seqs = {place: max(row.read_seq, min(wanted[place], row.last_seq)) for place, row in rows.items()}
        changed = {place: row for place, row in rows.items() if seqs[place] > row.read_seq or row.marked_unread}
        shown = _shown_read([row for place, row in rows.items() if seqs[place] > row.shown_read_seq])
        moved = [place for place in rows if place in changed or place in shown]
        _move_read(
            [rows[place].id for place in moved],
            [seqs[place] for place in moved],
            [seqs[place] if place in shown else rows[place].shown_read_seq for place in moved],
        )
        own = own_states_said([row.id for row in changed.values()])
        in_direct = [place for place in shown if rows[place].peer is not None]
        publish_each([*_told(MessageRead, in_direct, seqs), *own])
        tell_authors([(rows[place], seqs[place]) for place in shown if rows[place].peer is None])
    return _answers(marks, rows)


def _highest(marks: Iterable[Mark]) -> dict[Place, int]:
    highest: dict[Place, int] = {}
    for mark in marks:
        place = (mark.conversation, mark.user)
        highest[place] = max(mark.seq, highest.get(place, 0))
    return highest


def _shown(rows: Iterable[Participation]) -> set[Place]:
    """The places where the other side may see how far this user is."""
    pairs = {(row.user, row.peer): (row.conversation, row.user) for row in rows if row.peer is not None}
    if not pairs:
        return set()
    talking = talking_pairs(pairs)
    invisible = invisible_among({user for user, _ in talking})
    return {pairs[user, peer] for user, peer in talking if user not in invisible}


def _shown_read(rows: Collection[Participation]) -> set[Place]:
    """The places where others may see how far this user has read."""
    silent = without_read_marks({row.user for row in rows})
    telling = [row for row in rows if row.user not in silent]
    in_groups = [row for row in telling if row.peer is None]
    invisible = invisible_among({row.user for row in in_groups})
    return _shown(telling) | {(row.conversation, row.user) for row in in_groups if row.user not in invisible}


def _each(ids: Sequence[int], numbers: Sequence[int]) -> Case:
    """For each row its own number."""
    cases = (When(id=pk, then=Value(number)) for pk, number in zip(ids, numbers, strict=True))
    return Case(*cases, output_field=BigIntegerField())


_move_delivered = PreparedUpdate(
    lambda ids, seqs: (Participant.objects.filter(id__in=ids), {"delivered_seq": _each(ids, seqs)})
)
_move_read = PreparedUpdate(
    lambda ids, seqs, shown: (
        Participant.objects.filter(id__in=ids),
        {"read_seq": _each(ids, seqs), "shown_read_seq": _each(ids, shown), "marked_unread": False},
    )
)


def _told(
    kind: type[MessageDelivered] | type[MessageRead], places: Iterable[Place], seqs: Mapping[Place, int]
) -> list[tuple[str, Event]]:
    return [
        (stream_of(conversation), kind(conversation=conversation, user=user, seq=seqs[conversation, user]))
        for conversation, user in sorted(places)
    ]


def _answers(marks: Iterable[Mark], rows: Mapping[Place, Participation]) -> list[Refused | None]:
    return [None if (mark.conversation, mark.user) in rows else not_a_member() for mark in marks]
