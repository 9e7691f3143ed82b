"""A server is ended, started again or replaced while people talk: their programs come back and nothing is lost."""

from __future__ import annotations

import signal
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from e2e.cluster import running_cluster
from e2e.line import LineClosed
from e2e.program import Program, message
from e2e.server import Server
from e2e.site import Site
from e2e.waiting import eventually

RESTARTED = 1012


class Writer:
    """Writes one text after the other, over as many connections as it takes, until `stop`; each at least once."""

    def __init__(self, program: Program, conversation: int) -> None:
        self.program, self.conversation = program, conversation
        self.name = uuid.uuid4().hex
        self.codes: list[int] = []
        self.written: list[str] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def wait_for(self, more: int) -> None:
        """Until so many more are stored."""
        target = len(self.program.outbox.stored) + more
        eventually(lambda: len(self.program.outbox.stored) >= target, f"{more} more were stored", 60)

    def _run(self) -> None:
        while not self._ended.is_set():
            self.written.append(f"{self.name} {len(self.written)}")
            self.program.outbox.put(message(self.conversation, self.written[-1]))
            try:
                self.program.flush()
            except LineClosed as closed:
                self.codes.append(closed.code)
                self.program.reconnect()


def two_friends(site: Site) -> tuple[Program, Program, int]:
    """Alice and Bob, connected, and their conversation."""
    alice, bob = Program.sign_in(site, "10000"), Program.sign_in(site, "10001")
    conversation = alice.direct_with(bob)
    for person in (alice, bob):
        person.connect()
    return alice, bob, conversation


def check_nothing_is_lost(hearer: Program, writers: list[Writer]) -> None:
    """Everything that was written is there once, in the order it was written in, and was heard so."""
    conversation = writers[0].conversation
    stored = hearer.texts(conversation)
    head = hearer.conversation(conversation)["head"]
    stream = f"c{conversation}"
    eventually(lambda: hearer.cursors[stream] == head, "everything is heard")
    for texts in (stored, hearer.heard_texts(conversation)):
        for writer in writers:
            assert [text for text in texts if text.startswith(writer.name)] == writer.written


def test_a_server_that_ends_says_so_and_a_second_one_goes_on(own_server: Server) -> None:
    alice, bob, conversation = two_friends(Site("127.0.0.1", own_server.port))
    writers = [Writer(alice, conversation), Writer(bob, conversation)]
    writers[0].wait_for(10)
    assert own_server.process is not None
    own_server.process.send_signal(signal.SIGTERM)
    own_server.process.wait()
    own_server.start()
    for writer in writers:
        writer.wait_for(10)
        writer.stop()
        assert writer.codes == [RESTARTED]
    check_nothing_is_lost(bob, writers)
    assert [said for said in bob.unheard("presence.changed") if said["presence"] == "offline"] == []


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server of two processes."""
    with running_cluster(tmp_path_factory.mktemp("several")) as cluster:
        server = cluster.server(PROCESSES="2")
        server.start()
        yield server


def processes_of(server: Server) -> set[psutil.Process]:
    assert server.process is not None
    return set(psutil.Process(server.process.pid).children())


def runs(process: psutil.Process) -> bool:
    """Whether it has not ended, however long nobody asks for its exit status."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_processes_are_replaced_one_after_the_other_and_nobody_notices(several: Server) -> None:
    alice, bob, conversation = two_friends(Site("127.0.0.1", several.port))
    before = processes_of(several)
    writers = [Writer(alice, conversation), Writer(bob, conversation)]
    writers[0].wait_for(10)
    assert several.process is not None
    several.process.send_signal(signal.SIGHUP)
    eventually(lambda: len(processes_of(several) - before) == 2, "two new ones run", 60)
    eventually(lambda: not any(map(runs, before)), "the old ones have ended", 60)
    for writer in writers:
        writer.wait_for(10)
        writer.stop()
        assert set(writer.codes) == {RESTARTED}
    check_nothing_is_lost(bob, writers)
    for person in (alice, bob):
        assert [said for said in person.unheard("presence.changed") if said["presence"] == "offline"] == []
        person.disconnect()


def test_a_killed_process_is_missed_by_nobody_and_started_again(several: Server) -> None:
    alice, bob, conversation = two_friends(Site("127.0.0.1", several.port))
    writers = [Writer(alice, conversation), Writer(bob, conversation)]
    for process in processes_of(several):
        writers[0].wait_for(10)
        process.kill()
        eventually(lambda: len(processes_of(several)) == 2, "another one runs", 60)
        writers[1].wait_for(10)
    for writer in writers:
        writer.wait_for(1)
        writer.stop()
    check_nothing_is_lost(bob, writers)
    for person in (alice, bob):
        person.disconnect()


def test_processes_end_with_their_supervisor(several: Server) -> None:
    before = processes_of(several)
    several.kill()
    eventually(lambda: not any(map(runs, before)), "they have ended", 60)


def test_several_processes_on_sqlite_are_refused(tmp_path: Path) -> None:
    refused = Server(tmp_path, None, PROCESSES="2")
    assert refused.launch().wait() == 1
    said = refused.complained.read_text().splitlines()[-1]
    assert said.startswith("CommandError: PROCESSES=2 needs REDIS_URL")
