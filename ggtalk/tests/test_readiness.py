"""`/ready/` tells how each part is; faults of real services are in e2e/test_readiness.py."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from redis import Redis

from ggtalk import readiness
from ggtalk.jobs.kinds import performers
from tooling.redis import RedisServer

pytestmark = pytest.mark.django_db(transaction=True)

READY = {"status": "ready", "database": "ok", "migrations": "ok", "redis": "none", "jobs": "ok"}


@pytest.fixture(autouse=True)
def _looked_at_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_are_migrated", False)
    monkeypatch.setattr(readiness, "FRESH_SECONDS", 0)


def test_all_is_well(client: Client) -> None:
    answer = client.get("/ready/")
    assert (answer.status_code, answer.json()) == (200, READY)


def test_a_job_that_nobody_does_is_told_and_keeps_nobody_away(client: Client) -> None:
    now, Job = timezone.now(), apps.get_model("jobs", "Job")  # noqa: N806 - a class
    late = Job.objects.create(kind=next(iter(performers)), payload="{}", due_at=now, created_at=now)
    assert client.get("/ready/").json() == READY
    Job.objects.filter(pk=late.pk).update(due_at=now - timedelta(minutes=6))
    answer = client.get("/ready/")
    assert (answer.status_code, answer.json()) == (200, {**READY, "status": "degraded", "jobs": "late"})


def test_a_migration_that_is_missing_is_a_reason_to_stay_away(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")
    try:
        answer = client.get("/ready/")
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('jobs', '0001_initial', %s)",
                [timezone.now().replace(tzinfo=None)],
            )
    assert (answer.status_code, answer.json()["status"], answer.json()["migrations"]) == (503, "not_ready", "missing")


def test_a_redis_that_is_away_is_told_and_keeps_nobody_away(
    client: Client, redis: RedisServer, settings: Settings
) -> None:
    settings.REDIS_URL = redis.url
    assert client.get("/ready/").json() == {**READY, "redis": "ok"}
    redis.kill()
    answer = client.get("/ready/")
    assert (answer.status_code, answer.json()) == (200, {**READY, "status": "degraded", "redis": "away"})


def test_whoever_asks_at_the_same_time_is_told_the_same_look(
    redis: RedisServer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh_seconds = 1.0
    monkeypatch.setattr(readiness, "FRESH_SECONDS", fresh_seconds)
    shared = readiness._Shared()
    monkeypatch.setattr(readiness, "_shared", shared)
    settings.REDIS_URL = redis.url
    began = time.monotonic()
    with ThreadPoolExecutor(10) as probes:
        found = list(probes.map(lambda _: readiness.readiness().redis, range(200)))
    looks = 1 + (time.monotonic() - began) // fresh_seconds
    for look in shared._looks:
        look._pool.submit(connections.close_all).result()
    assert set(found) == {"ok"}
    with Redis.from_url(redis.url) as asked:
        assert asked.info("commandstats")["cmdstat_ping"]["calls"] <= looks
