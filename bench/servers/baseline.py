"""The naive Channels server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

import msgspec

from bench.population import Person, Population, Wanted
from bench.processes import folder_of_its_own, free_port, python, run_to_end, serving
from bench.servers.subject import Subject, uvicorn_command


class BaselineDialect:
    """As bench/baseline/consumer.py describes it."""

    greets = False

    def path(self, person: Person, conversation: int) -> str:
        return f"/chat/?token={person.token}"

    def headers(self, person: Person) -> dict[str, str]:
        return {}

    def message(self, number: int, conversation: int, text: str) -> bytes:
        return b'{"id":%d,"conversation":%d,"text":"%b"}' % (number, conversation, text.encode())


def tuned_baseline(wanted: Wanted) -> AbstractContextManager[Subject]:
    """The baseline of somebody who has set `CONN_MAX_AGE`."""
    return _running("baseline, database kept open", wanted, {"BASELINE_KEEPS_CONNECTION": "yes"})


def baseline(wanted: Wanted) -> AbstractContextManager[Subject]:
    """The baseline with a new database, set up as Django does it."""
    return _running("baseline", wanted, {})


@contextmanager
def _running(name: str, wanted: Wanted, settings: Mapping[str, str]) -> Iterator[Subject]:
    port = free_port()
    with folder_of_its_own() as folder:
        environment = {"BASELINE_DATABASE": str(folder / "baseline.sqlite3"), **settings}
        seeded = run_to_end(python("-m", "bench.baseline.seed"), environment, msgspec.json.encode(wanted).decode())
        population = msgspec.json.decode(seeded, type=Population)
        command = [*uvicorn_command("bench.baseline.asgi:application", port), "--lifespan", "off"]
        with serving(command, port, environment, folder) as service:
            yield Subject(name, service, BaselineDialect(), population)
