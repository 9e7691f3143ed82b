"""Work is noted with its cause, done once it is committed, and tried again when it goes wrong."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.utils import timezone

from ggtalk.jobs import kinds
from ggtalk.jobs.kinds import Performer, TryLater, Work, performs, work
from ggtalk.jobs.models import Job
from ggtalk.jobs.queue import (
    DONE_KEPT,
    FAILED_KEPT,
    again,
    enqueue,
    next_due_in,
    pause_seconds,
    perform_due,
    prune_jobs,
)
from ggtalk.jobs.worker import Worker

MOST_TRIES = 3


@work("tests.say")
class Say(Work, frozen=True):
    """Say a word."""

    word: str


class Listener:
    """Hears what jobs say; `trouble` is raised at each."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, str]] = []
        self.trouble: Exception | None = None
        self.said = threading.Semaphore(0)

    def __call__(self, job: int, wanted: Say) -> None:
        self.heard.append((job, wanted.word))
        self.said.release()
        if self.trouble:
            raise self.trouble

    @property
    def words(self) -> list[str]:
        return [word for _, word in self.heard]


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    monkeypatch.setattr(kinds, "performers", performers := dict[str, Any]())
    monkeypatch.setattr("ggtalk.jobs.queue.performers", performers)
    listener = Listener()
    performs(Say, most_tries=MOST_TRIES)(listener)
    return listener


def later(seconds: float) -> Any:
    return timezone.now() + timedelta(seconds=seconds)


@pytest.mark.django_db
def test_what_is_due_is_done_once_in_the_order_of_asking(listener: Listener) -> None:
    ids = [enqueue(Say(word=word)) for word in ("one", "two", "three")]
    assert perform_due() == 3
    assert listener.heard == list(zip(ids, ["one", "two", "three"], strict=True))
    assert perform_due() == 0
    assert set(Job.objects.values_list("state", "tries")) == {("done", 1)}


@pytest.mark.django_db
def test_what_is_for_later_waits(listener: Listener) -> None:
    enqueue(Say(word="later"), after_seconds=60)
    assert perform_due() == 0
    due_in = next_due_in()
    assert due_in is not None
    assert timedelta() < due_in <= timedelta(seconds=60)
    assert perform_due(later(61)) == 1


@pytest.mark.django_db(transaction=True)
def test_work_whose_cause_is_rolled_back_never_was(listener: Listener) -> None:
    def undone() -> None:
        with transaction.atomic():
            enqueue(Say(word="undone"))
            raise LookupError

    with pytest.raises(LookupError):
        undone()
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_what_goes_wrong_is_tried_again_later_and_fails_in_the_end(listener: Listener) -> None:
    listener.trouble = OSError("no disk")
    job = enqueue(Say(word="again"))
    now = timezone.now()
    for tries in range(1, MOST_TRIES):
        assert perform_due(now) == 1
        row = Job.objects.get(pk=job)
        assert (row.state, row.tries, row.error) == ("waiting", tries, "OSError: no disk")
        assert perform_due(now) == 0
        now += timedelta(seconds=pause_seconds(tries))
    assert perform_due(now) == 1
    assert Job.objects.get(pk=job).state == "failed"
    assert perform_due(later(10**6)) == 0
    listener.trouble = None
    assert again([job]) == 1
    assert perform_due() == 1
    assert Job.objects.get(pk=job).state == "done"


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "rests"), [(90, 90), (1, pause_seconds(1)), (10**9, 60 * 60)])
def test_who_asks_it_to_wait_is_left_alone_so_long(
    listener: Listener, asked: float, rests: float, caplog: pytest.LogCaptureFixture
) -> None:
    listener.trouble = TryLater("too many", asked)
    job = enqueue(Say(word="again"))
    now = timezone.now()
    perform_due(now)
    row = Job.objects.get(pk=job)
    assert (row.state, row.due_at, row.error) == (
        "waiting",
        now + timedelta(seconds=rests),
        "TryLater: too many",
    )
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]


@pytest.mark.django_db
def test_one_that_goes_wrong_keeps_back_no_other(listener: Listener) -> None:
    Job.objects.create(kind="tests.say", payload="{}", due_at=later(-1), created_at=later(-1))
    enqueue(Say(word="next"))
    assert perform_due() == 2
    assert listener.words == ["next"]


@pytest.mark.django_db
def test_whoever_never_comes_back_loses_the_job_and_in_the_end_it_fails(listener: Listener) -> None:
    job = enqueue(Say(word="killing"))
    Job.objects.filter(pk=job).update(tries=MOST_TRIES, due_at=later(-1))
    assert perform_due() == 0
    row = Job.objects.get(pk=job)
    assert row.state == "failed"
    assert "ended in the middle" in row.error


@pytest.mark.django_db
def test_work_nobody_here_can_do_waits(listener: Listener) -> None:
    Job.objects.create(kind="tests.of_a_newer_version", payload="{}", due_at=later(-1), created_at=later(-1))
    assert perform_due() == 0
    assert next_due_in() is None


@pytest.mark.django_db
def test_old_rows_go(listener: Listener) -> None:
    job = enqueue(Say(word="done"))
    perform_due()
    assert prune_jobs() == 0
    Job.objects.filter(pk=job).update(state="failed")
    assert prune_jobs(timezone.now() + DONE_KEPT + timedelta(minutes=1)) == 0
    assert prune_jobs(timezone.now() + FAILED_KEPT + timedelta(minutes=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_woken_by_the_commit(listener: Listener) -> None:
    worker = Worker()
    worker.start()
    try:
        for word in ("one", "two"):
            with transaction.atomic():
                enqueue(Say(word=word))
            assert listener.said.acquire(timeout=5)
    finally:
        worker.stop()
    assert listener.words == ["one", "two"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_the_same(listener: Listener) -> None:
    for number in range(40):
        enqueue(Say(word=str(number)))
    workers = [Worker(), Worker()]
    for worker in workers:
        worker.start()
    try:
        for _ in range(40):
            assert listener.said.acquire(timeout=20)
    finally:
        for worker in workers:
            worker.stop()
    assert sorted(listener.words, key=int) == [str(number) for number in range(40)]


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_other_machines_keeps_nothing_else_waiting(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = threading.Event()

    def wait_abroad(job: int, wanted: Say) -> None:
        answered.wait(10)
        listener(job, wanted)

    monkeypatch.setitem(kinds.performers, "tests.abroad", Performer(Say, wait_abroad, 60, 1, abroad=True))
    enqueue(Say(word="from abroad"))
    Job.objects.update(kind="tests.abroad")
    enqueue(Say(word="from here"))
    workers = [Worker(abroad=True), Worker(abroad=False)]
    for worker in workers:
        worker.start()
    try:
        assert listener.said.acquire(timeout=20)
        answered.set()
        assert listener.said.acquire(timeout=20)
    finally:
        answered.set()
        for worker in workers:
            worker.stop()
    assert listener.words == ["from here", "from abroad"]


@pytest.mark.django_db
def test_an_operator_sees_why_it_failed_and_has_it_tried_again(listener: Listener, client: Client) -> None:
    listener.trouble = OSError("no disk")
    job = enqueue(Say(word="again"))
    Job.objects.update(tries=MOST_TRIES - 1)
    perform_due()
    client.force_login(get_user_model()._default_manager.create_superuser("root", "correct horse"))
    assert b"no disk" in client.get("/admin/jobs/job/").content
    chosen = {"action": "try_again", "_selected_action": [job]}
    assert client.post("/admin/jobs/job/", chosen).status_code == 302
    assert Job.objects.get(pk=job).state == "waiting"
