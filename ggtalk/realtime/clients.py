"""Hooks an app sets on clients: how they sign in, and who is told that they come and go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ggtalk.realtime.commands import Client

if TYPE_CHECKING:
    from ggtalk.realtime.hub.delivery import Delivery

Scope = dict[str, Any]
Authenticate = Callable[[Scope], tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Movement:
    """A client has arrived (after its sign-in, before its `hello`) or departed."""

    client: Client
    arrived: bool


@dataclass
class ClientHooks:
    """authenticate(scope): (user, device), or `None` for somebody not signed in.

    moved(movements): called in a database thread with all movements of the moment, in their order.
    refreshed(users): what was said without a number is lost with the line between processes; for users who are here
    each answers what holds now, in a database thread.
    line_moved(away): the line to the other server processes is away or back, said in a database thread.
    are_leaving: this process ends, and its clients are about to come to another; nobody is told that they depart.
    """

    authenticate: Authenticate | None = None
    moved: list[Callable[[Sequence[Movement]], None]] = field(default_factory=list)
    refreshed: list[Callable[[Sequence[int]], list[Delivery]]] = field(default_factory=list)
    line_moved: list[Callable[[bool], None]] = field(default_factory=list)
    are_leaving: bool = False


hooks = ClientHooks()


def tell_moved(movements: list[Movement]) -> list[None]:
    """Tells every app that listens; shaped for the writer."""
    for hook in hooks.moved:
        hook(movements)
    return [None] * len(movements)
