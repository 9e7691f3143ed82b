"""When Python looks for garbage: seldom, and hardly ever in the middle of a batch.

Almost everything here is freed at once, by counting references. What is left are cycles, such as those of a connection
that has ended. Python would look for them after every few hundred new objects, which a batch of messages makes, and now
and then through all there is: that stopped a server with 200 clients for 35 ms and more on a busy machine.
"""

from __future__ import annotations

import gc
import time

NEW_OBJECTS = 50_000
"""More than the largest batch makes."""
YOUNG_ROUNDS = 20
NEVER = 1_000_000_000
ALL_EVERY_SECONDS = 300

_last_look = time.monotonic()


def look_seldom() -> None:
    """Spares the collector all that is loaded at the start, and sets how often it looks at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG_ROUNDS, NEVER)


def look_through_all(now: float | None = None) -> bool:
    """Collects what is old and in cycles, every five minutes; tells whether it did. A chore of every server process."""
    global _last_look
    now = time.monotonic() if now is None else now
    if now - _last_look < ALL_EVERY_SECONDS:
        return False
    _last_look = now
    gc.collect()
    return True
