"""On which days something was said in a conversation."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from chat.models import Conversation, Message
from chat.queries.deletions import deleted_for
from chat.queries.messages import Bounds, within


def days_with_messages(bounds: Bounds, month: datetime) -> list[int]:
    """Days of the month that begins at `month`, in its time zone, on which there are messages: one query."""
    days = range(1, monthrange(month.year, month.month)[1] + 1)
    said = Message.objects.filter(conversation=OuterRef("pk"), seq__gt=bounds.above, seq__lte=bounds.until)
    said = said.exclude(deleted_for(bounds.reader))
    starts = [month.replace(day=day) for day in days]
    ends = [*starts[1:], (starts[-1] + timedelta(days=1)).replace(hour=0)]
    found = [Exists(said.filter(sent_at__gte=start, sent_at__lt=end)) for start, end in zip(starts, ends, strict=True)]
    (row,) = Conversation.objects.filter(id=bounds.conversation).values_list(*found)
    return [day for day, is_there in zip(days, row, strict=True) if is_there]


def first_and_last(bounds: Bounds) -> tuple[datetime | None, datetime | None]:
    """When the first and the last message were sent."""
    times = within(bounds).values_list("sent_at", flat=True)
    return times.order_by("seq").first(), times.order_by("-seq").first()


def month_named(name: str, zone: str) -> datetime:
    """The beginning of the month `2026-11` in a time zone; ValueError where either is none."""
    return datetime.strptime(name, "%Y-%m").replace(tzinfo=ZoneInfo(zone))
