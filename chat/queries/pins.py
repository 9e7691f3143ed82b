"""What is pinned in a conversation."""

from __future__ import annotations

from chat.models import PinnedMessage
from chat.queries.messages import Bounds, within


def pins_in(conversation: int) -> list[PinnedMessage]:
    """All of it, the latest pinned first."""
    return list(PinnedMessage.objects.filter(message__conversation=conversation).order_by("-pinned_at", "-id"))


def pins_within(bounds: Bounds) -> list[PinnedMessage]:
    """What the reader of these bounds sees of it."""
    seen = within(bounds).filter(pin__isnull=False).values("id")
    return list(PinnedMessage.objects.filter(message__in=seen).order_by("-pinned_at", "-id"))
