"""What a server process does by itself every minute."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from ggtalk.realtime.databases import in_database
from ggtalk.realtime.pruning import prune_events

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 60

chores: list[Callable[[], object]] = [prune_events]
"""Each is called in a database thread; an app appends its own in `AppConfig.ready`. They must be safe to run in several
processes at once."""


async def keep_house() -> None:
    """Runs every chore, then again each minute, until it is cancelled; a chore that fails is tried again."""
    while True:
        for chore in chores:
            try:
                await in_database(chore)
            except Exception:
                logger.exception("the chore %s failed; it is tried again in a minute", chore.__qualname__)
        await asyncio.sleep(INTERVAL_SECONDS)
