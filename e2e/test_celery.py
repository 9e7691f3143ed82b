"""Celery's real workers and beat do the jobs of the job table, and end each of them whatever is killed meanwhile."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from e2e.cluster import Cluster, running_cluster
from e2e.pictures import picture
from e2e.program import Program
from e2e.waiting import eventually
from e2e.workers import HANGS_EACH, MARKING, SECONDS, Celery, Clocks

JOBS = 100


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with running_cluster(tmp_path) as running:
        yield running


@contextmanager
def running_celery(cluster: Cluster) -> Iterator[Celery]:
    """Workers and beat on an empty table."""
    celery = Celery(cluster)
    celery.run("manage.py", "migrate", "--verbosity=0")
    try:
        celery.start()
        yield celery
    finally:
        celery.kill()


@pytest.fixture
def idle(cluster: Cluster) -> Iterator[Celery]:
    """Started; there is nothing to do."""
    with running_celery(cluster) as running:
        yield running


@pytest.fixture
def celery(idle: Celery) -> Celery:
    """Started, with `JOBS` jobs to be done."""
    idle.run("-m", MARKING, "enqueue", str(JOBS))
    return idle


def some_are_done(celery: Celery, count: int) -> Callable[[], bool]:
    return lambda: len(celery.marks()) >= count


def test_workers_are_killed_in_the_middle_and_every_job_is_done(celery: Celery) -> None:
    for number, done in enumerate((10, 30, 50, 70)):
        eventually(some_are_done(celery, done), f"{done} are done", SECONDS)
        celery.kill_worker(number % 2)
    celery.ends_all(JOBS)


def test_what_is_cut_off_after_its_effect_is_done_again_and_has_it_once(cluster: Cluster, idle: Celery) -> None:
    cluster.server(JOBS="celery", DATA_DIR=idle.data_dir).start()
    alice, bob = (Program.sign_in(cluster.site(0), account) for account in ("10000", "10001"))
    conversation = alice.direct_with(bob)
    bob.connect()
    idle.run("-m", MARKING, "enqueue", str(JOBS), str(alice.id), str(conversation))
    for _ in range(JOBS // HANGS_EACH):
        idle.kill_one_that_hangs()
    idle.ends_all(JOBS)
    assert len(idle.begun()) >= JOBS + JOBS // HANGS_EACH
    told = {f"job {job}" for job in idle.begun()}
    eventually(lambda: set(bob.heard_texts(conversation)) == told, "Bob hears of every job")
    for texts in (bob.heard_texts(conversation), bob.texts(conversation)):
        assert sorted(text for text in texts if text.startswith("job ")) == sorted(told), "each once"


def test_workers_with_wrong_clocks_do_what_they_are_handed_at_once(cluster: Cluster) -> None:
    celery = Celery(cluster, Clocks(workers=(-90, 90)))
    celery.run("manage.py", "migrate", "--verbosity=0")
    try:
        celery.start_workers()  # and no beat, which would find what was dropped
        celery.run("-m", MARKING, "enqueue", "20")
        celery.ends_all(20)
    finally:
        celery.kill()


def test_beat_with_a_wrong_clock_finds_what_nobody_was_told_of(cluster: Cluster) -> None:
    celery = Celery(cluster, Clocks(workers=(90, 90), beat=-90))
    celery.run("manage.py", "migrate", "--verbosity=0")
    try:
        celery.run("-m", MARKING, "enqueue", "20", JOBS="thread")
        celery.start()
        celery.ends_all(20)
    finally:
        celery.kill()


def test_redis_is_killed_in_the_middle_and_every_job_is_done(celery: Celery, cluster: Cluster) -> None:
    eventually(some_are_done(celery, 10), "some are done", SECONDS)
    cluster.redis.kill()
    celery.run("-m", MARKING, "enqueue", "5")
    cluster.redis.start()
    celery.ends_all(JOBS + 5)


def test_beside_a_worker_no_database_is_moved(celery: Celery, cluster: Cluster) -> None:
    target = cluster.folder / "there.sqlite3"

    def move() -> str:
        """What it says, or why it refuses."""
        try:
            return celery.run("manage.py", "move_database", "--to", f"sqlite:///{target}")
        except subprocess.CalledProcessError as refused:
            return str(refused.stderr)

    celery.ends_all(JOBS)
    refused = move()
    assert re.search(r"Others work with this database \(.*worker[01]@.*\): stop all servers and workers first", refused)
    assert not target.exists()
    celery.kill()
    eventually(lambda: "Both hold the same" in move(), "nobody works with the database any more", SECONDS)


def test_what_a_server_process_leaves_behind_is_done_by_a_worker(idle: Celery, cluster: Cluster) -> None:
    cluster.server(JOBS="celery", DATA_DIR=idle.data_dir).start()
    alice = Program.sign_in(cluster.site(0), "10000")
    alice.upload(picture("#a03050"))
    idle.is_done("files.make_previews", 1)
