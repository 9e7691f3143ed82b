"""When a digest is due: nothing but times and the zones that this machine knows."""

from __future__ import annotations

import functools
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

Frequency = Literal["never", "hourly", "daily"]


@functools.cache
def known_zones() -> set[str]:
    """The names of all time zones there are on this machine."""
    return available_timezones()


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name; UTC where another machine knew it and this one does not."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


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
