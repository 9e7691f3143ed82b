"""The server is killed in the middle of twelve writers, again and again: nothing is lost, nothing is there twice."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from e2e.line import LineClosed
from e2e.program import Program, message
from e2e.server import Server
from e2e.site import Site
from e2e.waiting import eventually

ACCOUNTS = ("10000", "10001", "10002", "10003", "10004")
WRITERS = 12
MESSAGES_EACH = 60
AT_ONCE = 4
KILLS_AFTER = (60, 200, 340, 480)
"""Numbers of acknowledged messages at which the server is killed."""


@dataclass
class Tally:
    """How many messages have been acknowledged to anybody."""

    count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, more: int) -> None:
        with self.lock:
            self.count += more


def write(program: Program, name: str, conversations: list[int], tally: Tally) -> None:
    """Writes everything, a few at a time, over as many connections as it takes."""
    texts = [f"{name} {number}" for number in range(MESSAGES_EACH)]
    places = itertools.cycle(conversations)
    program.connect()
    for first in range(0, MESSAGES_EACH, AT_ONCE):
        for text in texts[first : first + AT_ONCE]:
            program.outbox.put(message(next(places), text))
        before = len(program.outbox.stored)
        try:
            program.flush()
        except (LineClosed, TimeoutError):
            program.reconnect()
        tally.add(len(program.outbox.stored) - before)


def conversations_of(site: Site) -> tuple[list[Program], dict[str, list[int]]]:
    """The five try-out people, and for each of them a group of all and a direct conversation."""
    people = [Program.sign_in(site, account) for account in ACCOUNTS]
    members = [person.id for person in people[1:]]
    group = people[0].ask("POST", "/api/groups/", {"name": "Everybody", "members": members})["conversation"]["id"]
    direct = people[0].direct_with(people[1])
    places = {account: [group] for account in ACCOUNTS}
    places["10000"] = places["10001"] = [group, direct]
    return people, places


def test_killed_in_the_middle_of_twelve_writers(own_server: Server) -> None:
    site = Site("127.0.0.1", own_server.port)
    people, places = conversations_of(site)
    observer = Program.sign_in(site, "10001", device="observer")
    observer.connect()
    before = dict(observer.cursors)
    names = [(ACCOUNTS[number % len(ACCOUNTS)], f"writer {number}") for number in range(WRITERS)]
    writers = [Program.sign_in(site, account, device=name) for account, name in names]
    tally = Tally()
    with ThreadPoolExecutor(WRITERS) as pool:
        running = [
            pool.submit(write, writer, name, places[account], tally)
            for writer, (account, name) in zip(writers, names, strict=True)
        ]
        for limit in KILLS_AFTER:
            eventually(lambda limit=limit: tally.count >= limit, f"{limit} messages were stored", 60)  # type: ignore[misc]
            own_server.kill()
            own_server.start()
            observer.reconnect()
        for writing in running:
            writing.result()

    assert all(len(writer.outbox) == 0 for writer in writers)
    stored = check_one_order(people, places)
    check_acknowledged(writers, names, stored)
    check_live(observer, people[1], places["10001"], before)
    for writer in (*writers, observer):
        writer.disconnect()


def check_one_order(people: list[Program], places: dict[str, list[int]]) -> dict[str, dict[str, Any]]:
    """Everybody sees the same messages under the same gapless numbers; returns them by text."""
    stored: dict[str, dict[str, Any]] = {}
    for conversation in places["10001"]:
        histories = [person.history(conversation) for person in people if conversation in places[person.account]]
        assert all(history == histories[0] for history in histories)
        numbers = [item["seq"] for item in histories[0]]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        written = [item for item in histories[0] if item["body"].get("text", "").startswith("writer")]
        assert len({item["body"]["text"] for item in written}) == len(written), "a message is there twice"
        stored.update({item["body"]["text"]: item for item in written})
    return stored


def check_acknowledged(writers: list[Program], names: list[tuple[str, str]], stored: dict[str, dict[str, Any]]) -> None:
    """Every message is there, just as it was acknowledged."""
    assert set(stored) == {f"{name} {number}" for _, name in names for number in range(MESSAGES_EACH)}
    acknowledged = {client_id: reply for writer in writers for client_id, reply in writer.outbox.stored.items()}
    assert {item["client_id"]: {"id": item["id"], "seq": item["seq"]} for item in stored.values()} == acknowledged


def check_live(observer: Program, owner: Program, conversations: list[int], before: dict[str, int]) -> None:
    """Who listened over all the crashes heard each stream whole."""
    for conversation in conversations:
        stream = f"c{conversation}"
        head = owner.conversation(conversation)["head"]
        eventually(lambda stream=stream, head=head: observer.cursors[stream] == head, f"{stream} is heard to {head}")  # type: ignore[misc]
        assert [event.seq for event in observer.log[stream]] == list(range(before[stream] + 1, head + 1))
        written = [item for item in owner.history(conversation) if item["seq"] > before[stream]]
        assert observer.heard_texts(conversation) == [item["body"]["text"] for item in written]
