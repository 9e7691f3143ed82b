"""The cache in Redis, and in this process while Redis is away.

Nothing in the cache is worth a request that fails: counters of throttles go on in each process by itself, which lets
somebody try a few times more and keeps nobody out (docs/decisions/0030).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

MOST_ENTRIES = 100_000
TRIED_AGAIN_SECONDS = 2.0
"""After a failure Redis is left alone for so long, so that not every request waits for it."""
ANSWER_SECONDS = 1.0


class _Shared:
    """One Redis for all of this process; `away_until`: a moment of the monotonic clock."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        limits = {"socket_timeout": ANSWER_SECONDS, "socket_connect_timeout": ANSWER_SECONDS}
        self.cache = RedisCache(location, {**params, "OPTIONS": {**params.get("OPTIONS", {}), **limits}})
        self.away_until = 0.0


_shared: dict[str, _Shared] = {}
"""By address. Django makes a cache anew for each request; what is known of Redis must outlive that."""


class SurvivingCache(BaseCache):
    """Django's Redis cache in front, its in-process one behind. LOCATION: Redis' address."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._shared = _shared.setdefault(location, _Shared(location, params))
        self._own = LocMemCache(location, {**params, "OPTIONS": {"MAX_ENTRIES": MOST_ENTRIES}})

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda cache: cache.add(*args, **kwargs))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda cache: cache.get(*args, **kwargs))

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda cache: cache.set(*args, **kwargs))

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda cache: cache.touch(*args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda cache: cache.delete(*args, **kwargs))

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._asked(lambda cache: cache.incr(*args, **kwargs))

    def clear(self) -> None:
        self._asked(lambda cache: cache.clear())

    def _asked(self, ask: Callable[[BaseCache], Any]) -> Any:
        """What Redis answers, or else what this process knows."""
        if time.monotonic() >= self._shared.away_until:
            try:
                return ask(self._shared.cache)
            except (RedisError, OSError) as error:
                logger.warning("the cache in Redis can't be used, going on without: %s", error)
                self._shared.away_until = time.monotonic() + TRIED_AGAIN_SECONDS
        return ask(self._own)
