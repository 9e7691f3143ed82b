"""Real services are killed: `/health/` and `/ready/` answer truly, and people can talk again when they are back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from e2e.cluster import Cluster, running_cluster
from e2e.program import Program
from e2e.site import Refused
from e2e.waiting import eventually

SECONDS = 60
TOGETHER_SECONDS = 5
"""Three for all parts; the two that hang would take six one after the other."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running_cluster(tmp_path_factory.mktemp("cluster")) as running:
        running.server().start()
        yield running


def ready(cluster: Cluster) -> tuple[int, dict[str, Any]]:
    answer = cluster.site(0).request("GET", "/ready/")
    return answer.status, answer.body


def becomes(cluster: Cluster, answer: int, **parts: str) -> None:
    """`/ready/` comes to say so, while `/health/` says all the time that the process lives."""

    def says_so() -> bool:
        assert cluster.site(0).request("GET", "/health/").status == 200
        found, body = ready(cluster)
        return found == answer and parts.items() <= body.items()

    eventually(says_so, f"it is {answer} with {parts}", SECONDS)


def test_a_killed_redis_and_back(cluster: Cluster) -> None:
    becomes(cluster, 200, status="ready", redis="ok")
    cluster.redis.kill()
    becomes(cluster, 200, status="degraded", redis="away", database="ok")
    cluster.redis.start()
    becomes(cluster, 200, status="ready", redis="ok")


def test_a_database_that_was_stopped_and_started(cluster: Cluster) -> None:
    alice = Program.sign_in(cluster.site(0), "10000")
    bob = Program.sign_in(cluster.site(0), "10001")
    conversation = alice.direct_with(bob)
    for person in (alice, bob):
        person.connect()
    cluster.database.stop()
    becomes(cluster, 503, status="not_ready", database="away", redis="ok")
    with pytest.raises(Refused, match="server_error"):
        alice.say(conversation, "to nobody")
    cluster.database.start()
    becomes(cluster, 200, status="ready", database="ok")
    alice.say(conversation, "to Bob, on the same line")
    bob.hear_text("to Bob, on the same line")
    for person in (alice, bob):
        person.disconnect()


def test_a_database_that_hangs_is_told_in_time_and_hides_nothing_else(cluster: Cluster) -> None:
    becomes(cluster, 200, status="ready")
    cluster.database.hang()
    try:
        becomes(cluster, 503, status="not_ready", database="away", redis="ok")
        asked = [seconds_of_an_answer(cluster) for _ in range(6)]  # every other one is told what was just found
        becomes(cluster, 503, status="not_ready", database="away", redis="ok")
    finally:
        cluster.database.go_on()
    assert sorted(asked)[3] < TOGETHER_SECONDS
    becomes(cluster, 200, status="ready", database="ok")


def seconds_of_an_answer(cluster: Cluster) -> float:
    began = time.monotonic()
    ready(cluster)
    return time.monotonic() - began
