"""Taking out of stored events what must not stay; who has heard them has heard them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from ggtalk.realtime.events import Event
from ggtalk.realtime.models import StoredEvent


def rewrite_events(
    stream: str | None,
    kind: type[Event],
    between: tuple[datetime, datetime],
    change: Callable[[Mapping[str, Any]], Mapping[str, Any] | None],
) -> int:
    """Gives events of a kind and of a time (both ends included) the payload that `change` makes of theirs.

    `None` leaves one as it is; without a `stream`, those of all streams are meant. The caller sees to it that the lists
    still follow from the events. Returns how many were changed.
    """
    told = StoredEvent.objects.filter(type=kind.type, created_at__range=between)
    if stream is not None:
        told = told.filter(stream=stream)
    changed = 0
    for event in told.iterator():
        payload = change(msgspec.json.decode(event.payload))
        if payload is not None:
            event.payload = msgspec.json.encode(payload).decode()
            event.save(update_fields=["payload"])
            changed += 1
    return changed
