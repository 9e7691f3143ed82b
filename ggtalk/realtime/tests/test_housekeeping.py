"""Chores are run again and again; one that fails keeps back no other."""

from __future__ import annotations

import asyncio
import threading

import pytest

from ggtalk.realtime import housekeeping
from ggtalk.realtime.housekeeping import keep_house

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_chore_that_fails_is_noted_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done = threading.Semaphore(0)

    def fail() -> None:
        raise ValueError("no broom")

    def work() -> None:
        done.release()

    monkeypatch.setattr(housekeeping, "chores", [fail, work])
    monkeypatch.setattr(housekeeping, "INTERVAL_SECONDS", 0)
    house = asyncio.get_running_loop().create_task(keep_house())
    for _ in range(2):
        assert await asyncio.to_thread(done.acquire, timeout=5)
    house.cancel()
    with pytest.raises(asyncio.CancelledError):
        await house
    assert caplog.text.count("no broom") >= 2
