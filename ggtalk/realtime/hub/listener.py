"""One client as the hub knows it."""

from __future__ import annotations

from collections.abc import Callable

from ggtalk.realtime.hub.line import AsgiMessage, Line


class Listener:
    """A connected client: whose it is, which streams it hears, and its line out.

    Until `open` is called (after `hello`), what the hub says is kept, so that `hello` is the first frame.
    changes: how often the hub was told that its user came into or went out of a stream.
    """

    __slots__ = ("_early", "changes", "close", "device", "line", "streams", "user")

    def __init__(self, user: int, device: int, line: Line, close: Callable[[int], None]) -> None:
        self.user = user
        self.device = device
        self.line = line
        self.close = close
        self.streams: set[str] = set()
        self.changes = 0
        self._early: list[AsgiMessage] | None = []

    def say(self, message: AsgiMessage) -> None:
        """Sends one frame, or keeps it until the connection is open."""
        if self._early is None:
            self.line.send(message)
        else:
            self._early.append(message)

    def open(self, hello: AsgiMessage) -> None:
        """Sends `hello`, then whatever was said meanwhile."""
        early, self._early = self._early or [], None
        self.line.send(hello)
        for message in early:
            self.line.send(message)
