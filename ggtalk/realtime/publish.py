"""Saying what happened: numbered into a stream inside the action's transaction, delivered after its commit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial

import msgspec
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from ggtalk.prepared import PreparedQuery, PreparedUpdate
from ggtalk.realtime.events import Event, TransientEvent, frame
from ggtalk.realtime.hub import hub
from ggtalk.realtime.hub.delivery import Delivery
from ggtalk.realtime.models import StoredEvent, Stream

STREAMS_PER_STATEMENT = 400
"""SQL Server takes 2,100 parameters a statement; the lists of prepared statements are filled up to a power of two."""


def publish(event: Event, *, to: str, joins: Collection[int] = (), leaves: Collection[int] = ()) -> int:
    """Says `event` in the stream `to` and returns its number.

    Call it inside the action's transaction. Users in `joins` hear the stream from this event on; users in `leaves`
    hear neither this event nor any after it, however the deliveries are raced.
    """
    (seq,) = publish_each([(to, event)], joins=joins, leaves=leaves)
    return seq


def publish_each(
    events: Sequence[tuple[str, Event]], *, joins: Collection[int] = (), leaves: Collection[int] = ()
) -> list[int]:
    """Says several events, each in its stream, with one counter update; returns their numbers in the same order."""
    counts: dict[str, int] = {}
    for name, _ in events:
        counts[name] = counts.get(name, 0) + 1
    following = take_numbers(counts)
    now = timezone.now()
    rows: list[StoredEvent] = []
    deliveries: list[Delivery] = []
    for name, event in events:
        seq, following[name] = following[name], following[name] + 1
        payload = msgspec.json.encode(event).decode()
        rows.append(StoredEvent(stream_id=name, seq=seq, type=event.type, payload=payload, created_at=now))
        deliveries.append(Delivery(name, seq, frame(name, seq, event.type, payload), list(joins), list(leaves)))
    StoredEvent.objects.bulk_create(rows)
    deliver_on_commit(deliveries)
    return [row.seq for row in rows]


def announce(event: TransientEvent, *, to: Iterable[str]) -> None:
    """Says a transient event in each stream, to those who listen when the transaction (if any) has committed."""
    payload = msgspec.json.encode(event)
    deliver_on_commit([Delivery(name, None, frame(name, None, event.type, payload)) for name in to])


def transient(event: TransientEvent, to: str, *, joins: Collection[int] = ()) -> Delivery:
    """The delivery of a transient event in one stream, for whoever hands it to a hub by themselves."""
    return Delivery(to, None, frame(to, None, event.type, msgspec.json.encode(event)), list(joins))


def open_stream(name: str) -> None:
    """Makes a stream together with what it belongs to, so that first events which race don't race for the row too.

    InnoDB would answer some of them with a deadlock.
    """
    Stream.objects.create(name=name)


def let_hear(stream: str, users: Collection[int]) -> None:
    """Lets users hear a stream that was just opened, once the transaction has committed, before anything is said."""
    deliver_on_commit([Delivery(stream, 0, b"", joins=list(users))])


def lock_streams(names: Collection[str]) -> dict[str, int]:
    """Locks those streams that exist until the transaction ends, and returns their heads; takes no numbers.

    What is read after it was not changed by anybody who speaks in these streams, and won't be before the commit: this
    is how somebody who is removed says nothing more.
    """
    heads: dict[str, int] = {}
    for part in _parts(names):
        heads.update(_locked_heads(part))
    return heads


def coming_number(name: str) -> int:
    """The number that what is said next in a stream gets, which the caller does before the transaction ends."""
    return lock_streams([name])[name] + 1


def take_numbers(counts: Mapping[str, int], *, locked: Mapping[str, int] | None = None) -> dict[str, int]:
    """Takes `counts[name]` numbers of each stream and returns the first of each; makes streams on first use.

    Must run inside a transaction: the rows stay locked until it ends, so that commit order is number order and a
    rollback leaves no hole. Streams are locked in the order of their names. `locked`: what `lock_streams` answered in
    this transaction; these are not asked again.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("take_numbers must run inside the action's transaction")
    heads = dict(lock_streams(counts) if locked is None else locked)
    if missing := [name for name in sorted(counts) if name not in heads]:
        _make_or_leave(missing)
        heads.update(lock_streams(missing))
    for names in _parts(counts):
        _advance({name: counts[name] for name in names})
    return {name: heads[name] + 1 for name in counts}


def _parts(names: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(names)
    for start in range(0, len(ordered), STREAMS_PER_STATEMENT):
        yield ordered[start : start + STREAMS_PER_STATEMENT]


def _advance(counts: Mapping[str, int]) -> None:
    """Moves the heads on: one statement for all streams that take the same step."""
    alike: dict[int, list[str]] = {}
    for name, step in counts.items():
        alike.setdefault(step, []).append(name)
    for step, names in alike.items():
        _advance_alike(names, {step})


_locked_heads: PreparedQuery[tuple[str, int]] = PreparedQuery(
    lambda names: Stream.objects.filter(name__in=names).order_by("name").select_for_update().values_list("name", "head")
)
_advance_alike = PreparedUpdate(
    lambda names, step: (Stream.objects.filter(name__in=names), {"head": F("head") + step[0]})
)


def _make_or_leave(names: Sequence[str]) -> None:
    """Makes streams that another process may be making at this moment.

    A failed INSERT would leave a shared lock behind in InnoDB, and two of those that go on to update are a deadlock; an
    INSERT that updates on conflict (the floor, to what it is) waits its turn instead.
    """
    streams = [Stream(name=name) for name in names]
    if connection.features.supports_update_conflicts:
        target = ["name"] if connection.features.supports_update_conflicts_with_target else None
        Stream.objects.bulk_create(streams, update_conflicts=True, update_fields=["floor"], unique_fields=target)
        return
    for stream in streams:
        with suppress(IntegrityError), transaction.atomic():
            stream.save(force_insert=True)


def deliver_on_commit(deliveries: Sequence[Delivery]) -> None:
    """Hands frames to the hub once what they tell of is committed; a rollback tells nobody."""
    transaction.on_commit(partial(hub.post, deliveries))
