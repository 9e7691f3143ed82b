"""What a client may say over the socket: each app registers typed commands with their schema and permission.

    @command("typing.start", permission=permissions.check_participant)
    def start_typing(client: Client, payload: TypingStartCommand) -> None: ...

The payload's and reply's types are read from the annotations. A `permission` takes the same two arguments and raises
`Refused`; `BY_ACTION` says that the action checks it under its own lock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from ggtalk.errors import Refused

Permission = Callable[["Client", Any], None]
Handler = TypeVar("Handler", bound=Callable[..., Any])
Reply = TypeVar("Reply")


@dataclass(frozen=True, slots=True)
class Client:
    """Who says it: ids of the user, of the device signed in with, and of this connection."""

    user: int
    device: int
    connection: str


def BY_ACTION(client: Client, payload: Any) -> None:  # noqa: N802 - reads as a constant where it is used
    """Permission marker: the action decides, in its transaction."""


@dataclass(frozen=True)
class Command:
    """A registered command. `batched` ones get all calls that wait at the same moment in one list.

    comes_in: every client calls it when it has connected.
    """

    name: str
    permission: Permission
    run: Callable[..., Any]
    payload: type[msgspec.Struct]
    reply: type[msgspec.Struct] | None
    batched: bool = False
    comes_in: bool = False
    decode: Callable[[Any], Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "decode", msgspec.json.Decoder(self.payload).decode)


@dataclass(frozen=True)
class AfterFrames(Generic[Reply]):
    """A reply that follows encoded frames for this client only."""

    frames: list[bytes]
    reply: Reply


registry: dict[str, Command] = {}


def command(name: str, *, permission: Permission, comes_in: bool = False) -> Callable[[Handler], Handler]:
    """Registers `handler(client, payload) -> reply | None`; it runs in a database thread."""

    def register(handler: Handler) -> Handler:
        hints = get_type_hints(handler)
        reply = hints["return"]
        if get_origin(reply) is AfterFrames:
            (reply,) = get_args(reply)
        answered = None if reply is type(None) else reply
        _add(Command(name, permission, handler, hints["payload"], answered, comes_in=comes_in))
        return handler

    return register


def batched_command(name: str, *, permission: Permission = BY_ACTION) -> Callable[[Handler], Handler]:
    """Registers `handler(calls: Sequence[tuple[Client, Payload]]) -> list[Reply | Refused]` for the writer.

    The answers stand in the order of the calls; one refused call never fails its neighbours. `permission` is the
    action's: a batch is checked with a constant number of queries.
    """

    def register(handler: Handler) -> Handler:
        hints = get_type_hints(handler)
        payload = get_args(get_args(hints["calls"])[0])[1]
        reply = next(kind for kind in get_args(get_args(hints["return"])[0]) if kind is not Refused)
        _add(Command(name, permission, handler, payload, reply, batched=True))
        return handler

    return register


def _add(added: Command) -> None:
    if added.name in registry:
        raise ValueError(f"two commands are called {added.name}")
    registry[added.name] = added


def run(called: Command, client: Client, payload: Any) -> Any:
    """Checks the permission and runs a command that is not batched."""
    called.permission(client, payload)
    return called.run(client, payload)
