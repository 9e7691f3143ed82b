"""What is pinned in a conversation."""

from __future__ import annotations

from django.db.models import Q

from chat.models import PinnedMessage
from chat.queries.messages import Bounds, within


def pins_in(conversation: int) -> list[PinnedMessage]:
    """All of it, the latest pinned first."""
    standing = PinnedMessage.objects.filter(message__conversation=conversation, unpinned_seq__isnull=True)
    return list(standing.order_by("-pinned_at", "-id"))


def pins_within(bounds: Bounds) -> list[PinnedMessage]:
    """What the reader of these bounds sees of it; who has left what stood there then."""
    standing = Q(unpinned_seq__isnull=True)
    if bounds.left is not None:
        standing = Q(standing | Q(unpinned_seq__gt=bounds.left), pinned_seq__lte=bounds.left)
    seen = within(bounds).filter(pins__isnull=False).values("id")
    return list(PinnedMessage.objects.filter(standing, message__in=seen).order_by("-pinned_at", "-id"))
