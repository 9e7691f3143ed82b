"""What a client has missed: the events of its streams after its cursors."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ggtalk.realtime.events import frame
from ggtalk.realtime.models import StoredEvent, Stream
from ggtalk.realtime.streams import Numbered, heard_since, names_heard_by, parse_name

MOST_EVENTS_PER_STREAM = 1000
MOST_EVENTS_PER_SYNC = 5000
MOST_BYTES_PER_SYNC = 8 * 1024 * 1024
"""A client further behind than this loads the lists afresh: cheaper for both sides."""


class Missed(msgspec.Struct, frozen=True):
    """frames: encoded, in order within each stream. streams: the heads they lead to.
    reset: too old or too far behind. gone: not heard by this user (or not existing: the same)."""

    frames: list[bytes]
    streams: dict[str, int]
    reset: list[str]
    gone: list[str]


def heads_of(names: Iterable[str]) -> dict[str, int]:
    """The last number of each stream; 0 for one in which nothing was said yet."""
    wanted = list(names)
    heads = dict.fromkeys(wanted, 0)
    for start in range(0, len(wanted), 1000):
        part = wanted[start : start + 1000]
        heads.update(Stream.objects.filter(name__in=part).values_list("name", "head"))
    return heads


def missed_by(user: int, cursors: Mapping[str, int]) -> Missed:
    """Everything said after `cursors` in the streams this user hears now."""
    heard = set(names_heard_by(user))
    missed = Missed(frames=[], streams={}, reset=[], gone=[name for name in cursors if name not in heard])
    bytes_left = MOST_BYTES_PER_SYNC
    since = heard_since(user)
    streams = Stream.objects.in_bulk([name for name in cursors if name in heard])
    for name, cursor in cursors.items():
        if name not in heard:
            continue
        stream = streams.get(name)
        head, floor = (stream.head, stream.floor) if stream else (0, 0)
        floor = max(floor, since.get(name, 0))
        missed.streams[name] = head
        room = min(MOST_EVENTS_PER_STREAM, MOST_EVENTS_PER_SYNC - len(missed.frames))
        if cursor < floor or cursor > head or head - cursor > room:
            missed.reset.append(name)
        elif cursor < head:
            frames, size = _frames_within(bytes_left, frames_between(name, cursor, head))
            if size > bytes_left:
                missed.reset.append(name)
            else:
                missed.frames.extend(frames)
                bytes_left -= size
    return missed


def _frames_within(most_bytes: int, frames: Iterable[tuple[int, bytes]]) -> tuple[list[bytes], int]:
    """Frames and their size together; reading ends with the one that is too much."""
    taken: list[bytes] = []
    size = 0
    for _, encoded in frames:
        taken.append(encoded)
        size += len(encoded)
        if size > most_bytes:
            break
    return taken, size


def frames_after(name: str, after: int) -> list[tuple[int, bytes]]:
    """All frames of a stream with numbers above `after`, as (number, frame)."""
    head = heads_of([name])[name]
    return list(frames_between(name, after, head))


def frames_between(name: str, after: int, until: int) -> Iterator[tuple[int, bytes]]:
    """The frames with after < number <= until: the kernel's own events and those an app keeps, merged by number."""
    parsed = parse_name(name)
    if parsed is None:
        return
    kind, owner = parsed
    own = StoredEvent.objects.filter(stream_id=name, seq__gt=after, seq__lte=until).order_by("seq")
    stored: Iterator[Numbered] = (
        (seq, event_type, payload.encode())
        for seq, event_type, payload in own.values_list("seq", "type", "payload").iterator()
    )
    for seq, event_type, payload in heapq.merge(stored, kind.further_events(owner, after, until)):
        yield seq, frame(name, seq, event_type, payload)
