"""Celery's real workers tell browsers, and whatever is killed in the middle, a burst is one notification."""

from __future__ import annotations

from pathlib import Path

from e2e.cluster import running_cluster
from e2e.program import Program
from e2e.push_service import running_push_service
from e2e.waiting import eventually
from e2e.workers import SECONDS, Celery


def test_workers_are_killed_while_the_service_has_taken_it_and_not_said_so(tmp_path: Path) -> None:
    with running_cluster(tmp_path) as cluster, running_push_service() as service:
        celery = Celery(cluster, PUSH_SERVICES_INSIDE=service.origin)
        celery.run("manage.py", "migrate", "--verbosity=0")
        cluster.server(JOBS="celery", DATA_DIR=celery.data_dir, PUSH_SERVICES_INSIDE=service.origin).start()
        alice, bob = (Program.sign_in(cluster.site(0), account) for account in ("10000", "10001"))
        browser = service.subscribed()
        bob.ask("PUT", "/api/notifications/push/", browser.subscription())
        conversation = alice.direct_with(bob)
        service.may_answer.clear()
        try:
            celery.start()
            alice.connect()
            for text in ("one", "two", "three"):
                alice.say(conversation, text)
            eventually(lambda: service.taken, "the service has taken it", SECONDS)
            celery.kill_worker(0)
            celery.kill_worker(1)
            service.may_answer.set()
            eventually(lambda: len(service.taken) == 2, "it is handed over again", SECONDS)
            celery.is_done("notifications.push_room", 1)
        finally:
            celery.kill()
            alice.disconnect()
        first, second = service.taken
        assert second.topic == first.topic, "while the browser is away the later one is all it gets"
        assert second.shown == first.shown
        assert second.shown["tag"] == f"c{conversation}", "and one of them stands there"
        assert second.shown["title"].endswith("(3)")
