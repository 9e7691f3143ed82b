"""When a digest is due: pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Frequency = Literal["never", "hourly", "daily"]


def next_due(frequency: str, hour: int, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The moment after `now` at which a digest is due again; `None` for never.

    hour: of the day in `zone`, for daily ones. An hour that a change of clocks leaves out is the one after it.
    """
    if frequency == "hourly":
        return now + timedelta(hours=1)
    if frequency != "daily":
        return None
    today = now.astimezone(zone).date()
    times = (datetime.combine(today + timedelta(days=days), time(hour), zone) for days in (0, 1, 2))
    return next(moment.astimezone(now.tzinfo) for moment in times if moment > now)
