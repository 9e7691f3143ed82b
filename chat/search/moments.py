"""From a moment to the messages around it: ids grow with time."""

from __future__ import annotations

from datetime import datetime

from chat.models import Message


def id_at(moment: datetime) -> int:
    """The least id such that everything from it on was sent at `moment` or later; about 20 small queries."""
    low, high = 0, (Message.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1
    while low < high:
        middle = (low + high) // 2
        pk, sent_at = Message.objects.filter(id__gte=middle).order_by("id").values_list("id", "sent_at")[0]
        if sent_at >= moment:
            high = middle
        else:
            low = pk + 1
    return low
