"""Writers and readers for a site whose parts are killed around them: they come back, as any client must."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from e2e.line import Event, LineClosed
from e2e.program import Program, message
from e2e.site import Refused

BACK_SECONDS = 120.0
PAUSE_SECONDS = 0.2
LOST = (LineClosed, OSError, TimeoutError, AssertionError)
"""What a program sees when its line, or the server behind it, is gone: nothing it could not come back from."""


def text_of(writer: int, number: int) -> str:
    return f"{writer}:{number}"


class Talker:
    """A program that comes back whatever ends its line, until `end`."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.came_back = 0
        self.failure: BaseException | None = None
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)

    def start(self) -> None:
        self.come_back()
        self._thread.start()

    def end(self) -> None:
        """Returns when it has; raises what ended it before, if anything did."""
        self.ended.set()
        self._thread.join(BACK_SECONDS)
        with suppress(*LOST):
            self.program.disconnect()
        if self.failure is not None:
            raise self.failure

    def cut(self) -> None:
        """Tears its connection apart, as a network would."""
        if (line := self.program.line) is not None:
            with suppress(OSError):
                line.socket.socket.shutdown(socket.SHUT_RDWR)

    def come_back(self) -> None:
        deadline = time.monotonic() + BACK_SECONDS
        while True:
            try:
                self.program.connect()
            except (*LOST, Refused):
                if time.monotonic() > deadline:
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                self.came_back += 1
                return

    def _live(self) -> None:
        try:
            self.live()
        except BaseException as failure:  # noqa: BLE001 - told by `end`
            self.failure = failure

    def live(self) -> None:
        raise NotImplementedError


class ForgetfulProgram(Program):
    """Keeps nothing of what it hears, and begins anew where it has missed too much to be told."""

    def __init__(self, program: Program) -> None:
        super().__init__(program.site, program.token, program.user)

    def catch_up(self, cursors: dict[str, int]) -> dict[str, Any]:
        reply: dict[str, Any] = self.command("sync", {"cursors": cursors})
        with self._changed:
            for stream in reply["reset"]:
                self._begin_anew(stream, reply["streams"][stream])
        return reply

    def _apply(self, stream: str) -> None:
        super()._apply(stream)
        for event in self.log.pop(stream, ()):
            self._note(event)
        self._unheard.clear()

    def _note(self, event: Event) -> None:
        """Something was said."""

    def _begin_anew(self, stream: str, head: int) -> None:
        self.cursors[stream] = head


class Writer(Talker):
    """Writes one text after the other, each until it is stored; `written`: how many are."""

    def __init__(self, program: Program, number: int, conversation: int) -> None:
        super().__init__(ForgetfulProgram(program))
        self.number, self.conversation = number, conversation
        self.written = 0

    def live(self) -> None:
        while not self.ended.is_set():
            self.program.outbox.put(message(self.conversation, text_of(self.number, self.written)))
            while len(self.program.outbox):
                self._try_to_send()
            self.program.outbox.stored.clear()
            self.written += 1

    def _try_to_send(self) -> None:
        try:
            self.program.flush()
        except Refused as refused:
            if refused.code != "server_error":
                raise
            time.sleep(PAUSE_SECONDS)
        except LOST:
            self.come_back()


class Book:
    """What came in which order: each writer's texts are 0, 1, 2 …, and anything else is noted as wrong."""

    def __init__(self) -> None:
        self.next: dict[int, int] = {}
        self.wrong: list[str] = []

    def take_message(self, message: dict[str, Any]) -> None:
        if ":" in (text := message["body"].get("text", "")):
            self.take(text)

    def take(self, text: str) -> None:
        writer, number = map(int, text.split(":"))
        expected = self.next.get(writer, 0)
        if number != expected:
            self.wrong.append(f"writer {writer}: {number} came where {expected} belongs")
        self.next[writer] = number + 1


class ReadingProgram(ForgetfulProgram):
    """Enters what arrives in a book; what it can't be told any more it reads in the history, as any client would."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.book = Book()

    def _note(self, event: Event) -> None:
        if event.type == "message.sent":
            self.book.take_message(event.payload["message"])

    def _begin_anew(self, stream: str, head: int) -> None:
        if stream.startswith("c"):
            for item in messages_after(self, int(stream[1:]), self.cursors[stream]):
                if item["seq"] <= head:
                    self.book.take_message(item)
        super()._begin_anew(stream, head)


def messages_after(program: Program, conversation: int, after: int) -> Iterator[dict[str, Any]]:
    """The history from there on, page by page."""
    more = True
    while more:
        page = program.ask("GET", f"/api/conversations/{conversation}/messages/?limit=200&after={after}")
        yield from page["messages"]
        more = page["more"]
        after = page["messages"][-1]["seq"] if page["messages"] else after


class Reader(Talker):
    """Hears everything, over as many lines as it takes."""

    def __init__(self, program: Program) -> None:
        self.reading = ReadingProgram(program)
        super().__init__(self.reading)

    def has_heard(self, conversation: int, head: int) -> bool:
        return self.reading.cursors[f"c{conversation}"] >= head

    def live(self) -> None:
        while not self.ended.is_set():
            line = self.program.line
            with suppress(AssertionError):
                assert line is not None
                line.wait_closed(PAUSE_SECONDS)
                self.come_back()
