"""Whether this process can serve, as `/ready/` tells it: the database, its migrations, Redis, and the jobs.

Without the database nobody can be served. Without Redis everybody can, a second later (docs/decisions/0029), so that a
load balancer which asks here must not take every process out when Redis is away: it is told, and is no reason.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Literal

import msgspec
from django.conf import settings
from django.db import connection
from redis import Redis

from ggtalk.jobs.queue import next_due_in
from ggtalk.migrated import missing_migrations
from ggtalk.realtime.databases import run_closing
from ggtalk.realtime.hub import hub

ANSWER_SECONDS = 3.0
"""A part that has not answered by then is away."""
FRESH_SECONDS = 1.0
"""Whoever asks within this time is told what was found for somebody else."""
LATE = timedelta(minutes=5)
"""A job that is due for so long is done by nobody."""

Part = Literal["ok", "away", "missing", "late", "none"]


class Readiness(msgspec.Struct, frozen=True):
    """status: whether to send people here; `degraded`: yes, and somebody should look."""

    status: Literal["ready", "degraded", "not_ready"]
    database: Part
    migrations: Part
    redis: Part
    jobs: Part


class _Look:
    """Looks at one part, in a thread of its own: a part that hangs keeps no other from being looked at."""

    def __init__(self, look: Callable[[], Part]) -> None:
        self._look = look
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ready")
        self._last: Future[Part] | None = None

    def begin(self) -> Future[Part]:
        """A new look, or the last one while that has not ended."""
        if self._last is None or self._last.done():
            self._last = self._pool.submit(run_closing, self._look)
        return self._last


class _Shared:
    """What was found last. One at a time looks; who comes meanwhile waits for what it finds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looks = [_Look(look) for look in (_database, _migrations, _redis, _jobs)]
        self._found: Readiness | None = None
        self._found_at = 0.0

    def readiness(self) -> Readiness:
        with self._lock:
            if self._found is None or time.monotonic() >= self._found_at + FRESH_SECONDS:
                self._found = self._look()
                self._found_at = time.monotonic()
            return self._found

    def _look(self) -> Readiness:
        looks = [look.begin() for look in self._looks]
        answered, _ = wait(looks, ANSWER_SECONDS)
        database, migrations, redis, jobs = (_answer(look) if look in answered else "away" for look in looks)
        if (database, migrations) != ("ok", "ok"):
            return Readiness("not_ready", database, migrations, redis, jobs)
        degraded = redis == "away" or jobs != "ok"
        return Readiness("degraded" if degraded else "ready", database, migrations, redis, jobs)


def _answer(look: Future[Part]) -> Part:
    return "away" if look.exception() else look.result()  # whatever it is, this part can't be used


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> Part:
    global _are_migrated
    if not _are_migrated:  # what was migrated stays so as long as this code runs
        _are_migrated = not missing_migrations()
    return "ok" if _are_migrated else "missing"


def _redis() -> Part:
    if not settings.REDIS_URL:
        return "none"
    with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as redis:
        redis.ping()
    return "away" if hub.is_line_away else "ok"


def _jobs() -> Part:
    due_in = next_due_in()
    return "late" if due_in is not None and due_in < -LATE else "ok"


_shared = _Shared()
_are_migrated = False


def readiness() -> Readiness:
    """Looks at each part, all at the same time; takes `ANSWER_SECONDS` at most, and nothing within `FRESH_SECONDS`."""
    return _shared.readiness()
