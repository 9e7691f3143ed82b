"""A Redis that was killed fails no request that counts or remembers something."""

from __future__ import annotations

import pytest

from accounts.throttle import Limit, take
from ggtalk import cache as caches
from ggtalk.cache import SurvivingCache
from ggtalk.errors import Refused
from tooling.redis import RedisServer


@pytest.fixture
def cache(redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> SurvivingCache:
    monkeypatch.setattr(caches, "TRIED_AGAIN_SECONDS", 0)
    return SurvivingCache(redis.url, {})


def test_it_is_shared_while_redis_is_there(cache: SurvivingCache, redis: RedisServer) -> None:
    other = SurvivingCache(redis.url, {})
    assert cache.add("tries", 0, 60)
    assert not other.add("tries", 5, 60)
    assert [cache.incr("tries"), other.incr("tries"), cache.decr("tries")] == [1, 2, 1]
    assert other.get("tries") == 1
    assert other.delete("tries")
    assert "tries" not in cache


def test_each_process_goes_on_by_itself_while_redis_is_away(cache: SurvivingCache, redis: RedisServer) -> None:
    cache.set("word", "shared", 60)
    redis.kill()
    assert cache.get("word") is None
    assert cache.add("tries", 0, 60)
    assert [cache.incr("tries"), cache.incr("tries")] == [1, 2]
    with pytest.raises(ValueError, match="word"):
        cache.incr("word")
    redis.start()
    cache.set("word", "shared again", 60)
    assert SurvivingCache(redis.url, {}).get("word") == "shared again"


def test_throttles_stay_closed_while_redis_is_away(
    cache: SurvivingCache, redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.throttle.cache", cache)
    redis.kill()
    limit = Limit("tests", 3, 10**6)
    for _ in range(3):
        take(limit, "somebody")
    with pytest.raises(Refused, match="Too many"):
        take(limit, "somebody")
