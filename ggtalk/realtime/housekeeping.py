"""What a server process does by itself every few seconds and every minute."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from ggtalk.realtime.databases import in_database
from ggtalk.realtime.pruning import prune_events

logger = logging.getLogger(__name__)

PULSE_SECONDS = 5
INTERVAL_SECONDS = 60

Chore = Callable[[], object]

pulses: list[Chore] = []
"""Like `chores`, but every few seconds: what others wait for."""
chores: list[Chore] = [prune_events]
"""Each is called in a database thread; an app appends its own in `AppConfig.ready`. They must be safe to run in several
processes at once."""


async def keep_house() -> None:
    """Runs every pulse and every chore, now and then again and again, until it is cancelled."""
    await asyncio.gather(_repeat(pulses, PULSE_SECONDS), _repeat(chores, INTERVAL_SECONDS))


async def _repeat(tasks: Sequence[Chore], seconds: float) -> None:
    while True:
        for task in tasks:
            try:
                await in_database(task)
            except Exception:
                logger.exception("the chore %s failed; it is tried again in %d s", task.__qualname__, seconds)
        await asyncio.sleep(seconds)
