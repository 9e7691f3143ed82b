"""GGTalk itself, as docs/protocol.md describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import msgspec

from bench.population import Person, Population, Wanted
from bench.processes import folder_of_its_own, free_port, python, run_to_end, serving
from bench.servers.subject import Subject


class ProductDialect:
    """The socket of docs/protocol.md, signed in with a program's token."""

    greets = True

    def path(self, person: Person, conversation: int) -> str:
        return "/ws/"

    def headers(self, person: Person) -> dict[str, str]:
        return {"Authorization": f"Bearer {person.token}"}

    def message(self, number: int, conversation: int, text: str) -> bytes:
        payload = {"conversation": conversation, "client_id": str(uuid4()), "body": {"text": text}}
        return msgspec.json.encode({"id": number, "type": "message.send", "payload": payload})


@contextmanager
def product(wanted: Wanted) -> Iterator[Subject]:
    """Runs GGTalk with a new data folder and the embedded server's defaults."""
    port = free_port()
    with folder_of_its_own() as folder:
        population = seeded(folder, wanted)
        command = python("manage.py", "serve", "--port", str(port))
        with serving(command, port, data_in(folder), folder) as service:
            yield Subject("GGTalk", service, ProductDialect(), population)


def seeded(folder: Path, wanted: Wanted, further: Mapping[str, str] | None = None) -> Population:
    """Fills a data folder (or the database that the `further` settings name) by GGTalk's own actions."""
    asked = msgspec.json.encode(wanted).decode()
    settings = {**data_in(folder), **(further or {})}
    return msgspec.json.decode(run_to_end(python("-m", "bench.seeding"), settings, asked), type=Population)


def data_in(folder: Path) -> Mapping[str, str]:
    """The settings of a GGTalk that keeps everything in `folder`."""
    return {"DATA_DIR": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "ggtalk.settings"}
