"""The bare forwarding server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bench.population import Group, Pair, Person, Population, Wanted
from bench.processes import folder_of_its_own, free_port, serving
from bench.servers.subject import Subject, uvicorn_command


class LimitDialect:
    """A room per conversation, a frame is only its text."""

    greets = False

    def path(self, person: Person, conversation: int) -> str:
        return f"/?room={conversation}"

    def headers(self, person: Person) -> dict[str, str]:
        return {}

    def message(self, number: int, conversation: int, text: str) -> bytes:
        return b'{"id":%d,"conversation":%d,"text":"%b"}' % (number, conversation, text.encode())


@contextmanager
def limit(wanted: Wanted) -> Iterator[Subject]:
    """Runs the limit; its people need no accounts."""
    people = iter([Person(number, "") for number in range(wanted.pairs * 2 + wanted.group_members + wanted.strangers)])
    pairs = [Pair(number, next(people), next(people)) for number in range(wanted.pairs)]
    members = [next(people) for _ in range(wanted.group_members)]
    population = Population(pairs, Group(wanted.pairs, members) if members else None, list(people))
    port = free_port()
    with (
        folder_of_its_own() as folder,
        serving(uvicorn_command("bench.limit.app:application", port), port, {}, folder) as service,
    ):
        yield Subject("limit", service, LimitDialect(), population)
