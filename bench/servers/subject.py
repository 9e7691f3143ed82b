"""What all measured servers have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bench.population import Person, Population
from bench.processes import Service, python

UVICORN_OPTIONS = (
    *("--host", "127.0.0.1", "--loop", "uvloop", "--http", "httptools", "--ws", "websockets-sansio"),
    *("--ws-per-message-deflate", "false", "--ws-ping-interval", "12", "--ws-ping-timeout", "13"),
    *("--ws-max-size", "1048576", "--no-access-log", "--no-server-header", "--log-level", "warning"),
)
"""The same as `manage.py serve` gives to uvicorn."""


class Dialect(Protocol):
    """How to connect to a server and how to say something there."""

    greets: bool
    """Whether a connection is usable only after the server's first frame."""

    def path(self, person: Person, conversation: int) -> str:
        """Where `person` connects, to talk in `conversation`."""
        ...

    def headers(self, person: Person) -> dict[str, str]:
        """What `person` shows to sign in."""
        ...

    def message(self, number: int, conversation: int, text: str) -> bytes:
        """The frame that says `text`; `number` is unique on its connection."""
        ...


@dataclass(frozen=True)
class Address:
    """Where a server is, and how to talk to it."""

    port: int
    dialect: Dialect


@dataclass(frozen=True)
class Subject:
    """A running server with its people."""

    name: str
    service: Service
    dialect: Dialect
    population: Population

    @property
    def address(self) -> Address:
        return Address(self.service.port, self.dialect)


def uvicorn_command(application: str, port: int) -> list[str]:
    """Serves an ASGI application the way GGTalk is served."""
    return python("-m", "uvicorn", application, "--port", str(port), *UVICORN_OPTIONS)
