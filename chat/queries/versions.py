"""What a message has said, for those who see it."""

from __future__ import annotations

from datetime import datetime

from chat.models import MessageVersion
from chat.queries.seen import message_seen_by


def versions_seen_by(user: int, message: int) -> list[tuple[str, datetime]] | None:
    """(body, from when on) of a message, oldest first; `None` where the user sees no such message."""
    said = message_seen_by(user, message)
    if said is None:
        return None
    earlier = MessageVersion.objects.filter(message=message, replaced_seq__lte=said.changed_seq or 0).order_by("id")
    return [*earlier.values_list("body", "said_at"), (said.body, said.edited_at or said.sent_at)]
