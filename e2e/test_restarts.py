"""A server is ended, started again or replaced while people talk: their programs come back and nothing is lost."""

from __future__ import annotations

import signal
import threading
import uuid
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browser import Windows, windows_at
from e2e.cluster import Cluster, running_cluster
from e2e.line import LineClosed
from e2e.program import Program, message
from e2e.screens import composer, said, write
from e2e.server import Server, runs
from e2e.site import Site
from e2e.waiting import eventually

RESTARTED = 1012
NOTE_STATES = """
    window.states = []
    new MutationObserver((changes) => {
      for (const { target } of changes) window.states.push(target.dataset.connection)
    }).observe(document, { subtree: true, attributeFilter: ['data-connection'] })
"""


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


def test_what_no_other_can_take_over_goes_on_and_says_how_to_replace_it(own_server: Server) -> None:
    alice, bob, conversation = two_friends(Site("127.0.0.1", own_server.port))
    assert own_server.process is not None
    own_server.process.send_signal(signal.SIGHUP)
    eventually(lambda: "SIGHUP replaces nothing here" in own_server.complained.read_text(), "it is told")
    alice.say(conversation, "on the same line")
    bob.hear_text("on the same line")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running_cluster(tmp_path_factory.mktemp("several")) as running:
        yield running


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that keeps what is started from now on from coming to serve; it does not exist yet."""
    return tmp_path_factory.mktemp("broken") / "uvicorn.py"


@pytest.fixture(scope="module")
def several(cluster: Cluster, broken: Path) -> Server:
    """One server of two processes."""
    server = cluster.server(PROCESSES="2", PYTHONPATH=str(broken.parent))
    server.start()
    return server


def replace(server: Server, before: set[psutil.Process]) -> None:
    """Has all processes replaced, and waits until they are."""
    assert server.process is not None
    server.process.send_signal(signal.SIGHUP)
    eventually(lambda: len(server.processes() - before) == len(before), "new ones run", 60)
    eventually(lambda: not any(map(runs, before)), "the old ones have ended", 60)


def is_refused(server: Server, why: str) -> None:
    """Asks for new processes, which do not come to serve; the old ones stay."""
    before, told = server.processes(), len(server.complained.read_text())
    assert server.process is not None
    server.process.send_signal(signal.SIGHUP)

    def said() -> str:
        return server.complained.read_text()[told:]

    eventually(lambda: "what was to replace the old processes does not start: they stay" in said(), "it is told", 60)
    assert why in said()
    eventually(lambda: server.processes() == before, "only the old ones run")


def test_processes_are_replaced_one_after_the_other_and_nobody_notices(several: Server) -> None:
    alice, bob, conversation = two_friends(Site("127.0.0.1", several.port))
    before = several.processes()
    writers = [Writer(alice, conversation), Writer(bob, conversation)]
    writers[0].wait_for(10)
    replace(several, before)
    for writer in writers:
        writer.wait_for(10)
        writer.stop()
        assert set(writer.codes) == {RESTARTED}
    check_nothing_is_lost(bob, writers)
    for person in (alice, bob):
        assert [said for said in person.unheard("presence.changed") if said["presence"] == "offline"] == []
        person.disconnect()


@pytest.fixture
def windows(browser: Browser, several: Server) -> Iterator[Windows]:
    """Windows at the server of two processes."""
    with windows_at(browser, several.address) as opened:
        yield opened


def pauses_of(page: Page) -> int:
    """How often the window was in sync again after it had not been."""
    states: list[str] = page.evaluate("window.states")
    assert states[-1] == "live", "it is in sync again"
    return sum(before != "live" and after == "live" for before, after in pairwise(states))


def test_who_was_at_a_replaced_process_is_back_at_the_first_attempt(several: Server, windows: Windows) -> None:
    alice, bob, conversation = two_friends(Site("127.0.0.1", several.port))
    page = windows.open_as(alice.account, "1", f"/chats/{conversation}")
    expect(composer(page)).to_be_visible()
    expect(page.locator("[data-connection=live]")).to_be_attached()
    page.evaluate(NOTE_STATES)
    write(page, "before they go")
    carol = Program.sign_in(bob.site, "10002")
    before, writer = several.processes(), Writer(bob, bob.direct_with(carol))  # the window does not draw all that
    replace(several, before)
    writer.wait_for(10)
    writer.stop()
    write(page, "after they went")
    bob.say(conversation, "welcome back")
    for text in ("before they go", "after they went"):
        bob.hear_text(text)
        expect(said(page, text)).to_have_count(1)
    expect(said(page, "welcome back")).to_be_visible()
    for pauses in (len(writer.codes), pauses_of(page)):
        assert 1 <= pauses <= len(before), "once for each process they were at"
    for person in (alice, bob):
        person.disconnect()


def test_a_killed_process_is_missed_by_nobody_and_started_again(several: Server) -> None:
    alice, bob, conversation = two_friends(Site("127.0.0.1", several.port))
    writers = [Writer(alice, conversation), Writer(bob, conversation)]
    for process in several.processes():
        writers[0].wait_for(10)
        process.kill()
        eventually(lambda: len(several.processes()) == 2, "another one runs", 60)
        writers[1].wait_for(10)
    for writer in writers:
        writer.wait_for(1)
        writer.stop()
    check_nothing_is_lost(bob, writers)
    for person in (alice, bob):
        person.disconnect()


def test_code_that_does_not_start_replaces_nothing(several: Server, broken: Path) -> None:
    alice, bob, conversation = two_friends(Site("127.0.0.1", several.port))
    broken.write_text("raise ImportError('half an upgrade')")
    is_refused(several, "half an upgrade")
    broken.unlink()
    alice.say(conversation, "still here, on the same line")
    bob.hear_text("still here, on the same line")
    for person in (alice, bob):
        person.disconnect()
    replace(several, several.processes())


def test_code_whose_migrations_are_missing_replaces_nothing(several: Server, cluster: Cluster) -> None:
    cluster.run("manage.py", "migrate", "--fake", "jobs", "zero")
    is_refused(several, "The database lacks migrations of this code (jobs.0001_initial): run `manage.py migrate`")
    cluster.run("manage.py", "migrate", "--fake", "jobs")
    replace(several, several.processes())


def test_a_single_process_is_replaced_where_another_can_take_over(cluster: Cluster) -> None:
    single = cluster.server()
    single.start()
    alice, bob, conversation = two_friends(Site("127.0.0.1", single.port))
    replace(single, single.processes())
    for person in (alice, bob):
        person.reconnect()
    alice.say(conversation, "again")
    bob.hear_text("again")
    for person in (alice, bob):
        person.disconnect()
    single.kill()


def test_processes_end_with_their_supervisor(several: Server) -> None:
    before = several.processes()
    assert several.process is not None
    several.process.kill()
    several.process.wait()
    eventually(lambda: not any(map(runs, before)), "they have ended", 60)


def test_several_processes_on_sqlite_are_refused(tmp_path: Path) -> None:
    refused = Server(tmp_path, None, PROCESSES="2")
    assert refused.launch().wait() == 1
    said = refused.complained.read_text().splitlines()[-1]
    assert said.startswith("CommandError: PROCESSES=2 needs REDIS_URL")
