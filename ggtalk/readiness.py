"""Whether this process can serve, as `/ready/` tells it: the database, its migrations, Redis, and the jobs.

Without the database nobody can be served. Without Redis everybody can, a second later (docs/decisions/0029), so that a
load balancer which asks here must not take every process out when Redis is away: it is told, and is no reason.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Literal

import msgspec
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from redis import Redis

from ggtalk.jobs.queue import next_due_at
from ggtalk.realtime.databases import run_closing
from ggtalk.realtime.hub import hub

ANSWER_SECONDS = 3.0
"""A part that has not answered by then is away."""
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


_pool = ThreadPoolExecutor(4, thread_name_prefix="ready")
_are_migrated = False


def readiness() -> Readiness:
    """Looks at each part, all at the same time."""
    looks = [_begin(_database), _begin(_migrations), _begin(_redis), _begin(_jobs)]
    database, migrations, redis, jobs = [_answer(look) for look in looks]
    if (database, migrations) != ("ok", "ok"):
        return Readiness("not_ready", database, migrations, redis, jobs)
    degraded = redis == "away" or jobs != "ok"
    return Readiness("degraded" if degraded else "ready", database, migrations, redis, jobs)


def _begin(look: Callable[[], Part]) -> Future[Part]:
    return _pool.submit(run_closing, look)


def _answer(look: Future[Part]) -> Part:
    try:
        return look.result(ANSWER_SECONDS)
    except Exception:  # noqa: BLE001 - whatever it is, this part can't be used
        return "away"


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> Part:
    global _are_migrated
    if not _are_migrated:  # what was migrated stays so as long as this code runs
        executor = MigrationExecutor(connection)
        _are_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if _are_migrated else "missing"


def _redis() -> Part:
    if not settings.REDIS_URL:
        return "none"
    with Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as redis:
        redis.ping()
    return "away" if hub.is_line_away else "ok"


def _jobs() -> Part:
    due = next_due_at()
    return "late" if due is not None and due < timezone.now() - LATE else "ok"
