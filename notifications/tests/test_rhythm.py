"""When a digest is due."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from notifications.rhythm import next_due, zone_of

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_hourly_is_an_hour_later_and_never_is_never() -> None:
    assert next_due("hourly", 8, SHANGHAI, at("2026-03-01 10:20")) == at("2026-03-01 11:20")
    assert next_due("never", 8, SHANGHAI, at("2026-03-01 10:20")) is None


@pytest.mark.parametrize(
    ("zone", "now", "due"),
    [
        (SHANGHAI, "2026-03-01 10:20", "2026-03-02 00:00"),
        (SHANGHAI, "2026-03-01 23:59", "2026-03-02 00:00"),
        (SHANGHAI, "2026-03-02 00:00", "2026-03-03 00:00"),
        (BERLIN, "2026-03-28 08:00", "2026-03-29 06:00"),  # the clocks go forward in between
        (BERLIN, "2026-10-24 08:00", "2026-10-25 07:00"),  # and back
    ],
)
def test_daily_is_the_next_time_that_clocks_there_show_the_hour(zone: ZoneInfo, now: str, due: str) -> None:
    assert next_due("daily", 8, zone, at(now)) == at(due)


def test_an_hour_that_is_left_out_or_comes_twice_is_due_once() -> None:
    assert next_due("daily", 2, BERLIN, at("2026-03-29 00:00")) == at("2026-03-29 01:00")
    first = next_due("daily", 2, BERLIN, at("2026-10-24 23:00"))
    assert first == at("2026-10-25 00:00")
    assert next_due("daily", 2, BERLIN, first) == at("2026-10-26 01:00")


@pytest.mark.parametrize("name", ["Mars/Olympus", "../etc/passwd", "Europe", ""])
def test_a_zone_that_only_another_machine_knew_is_utc(name: str) -> None:
    assert zone_of(name).key == "UTC"
    assert zone_of("Asia/Shanghai") == SHANGHAI
