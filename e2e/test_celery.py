"""Celery's real workers and beat do the jobs of the job table, and end each of them whatever is killed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from e2e.cluster import Cluster, running_cluster
from e2e.pictures import picture
from e2e.program import Program
from e2e.waiting import eventually
from e2e.workers import MARKING, SECONDS, Celery

JOBS = 100


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with running_cluster(tmp_path) as running:
        yield running


@pytest.fixture
def celery(cluster: Cluster) -> Iterator[Celery]:
    """Started, on a table with `JOBS` jobs in it."""
    celery = Celery(cluster)
    celery.run("manage.py", "migrate", "--verbosity=0")
    try:
        celery.start()
        celery.run("-m", MARKING, "enqueue", str(JOBS))
        yield celery
    finally:
        celery.kill()


def some_are_done(celery: Celery, count: int) -> Callable[[], bool]:
    return lambda: len(celery.marks()) >= count


def test_workers_are_killed_in_the_middle_and_every_job_is_done(celery: Celery) -> None:
    for number, done in enumerate((10, 30, 50, 70)):
        eventually(some_are_done(celery, done), f"{done} are done", SECONDS)
        celery.kill_worker(number % 2)
    celery.ends_all(JOBS)


def test_redis_is_killed_in_the_middle_and_every_job_is_done(celery: Celery, cluster: Cluster) -> None:
    eventually(some_are_done(celery, 10), "some are done", SECONDS)
    cluster.redis.kill()
    celery.run("-m", MARKING, "enqueue", "5")
    cluster.redis.start()
    celery.ends_all(JOBS + 5)


def test_what_a_server_process_leaves_behind_is_done_by_a_worker(celery: Celery, cluster: Cluster) -> None:
    cluster.server(JOBS="celery", DATA_DIR=celery.data_dir).start()
    alice = Program.sign_in(cluster.site(0), "10000")
    alice.upload(picture("#a03050"))
    celery.is_done("files.make_previews", 1)
