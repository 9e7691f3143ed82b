"""A client that knows only docs/protocol.md: follows its streams and keeps what it wrote until it is stored."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from e2e.line import Event, Line, LineClosed
from e2e.outbox import Outbox
from e2e.site import Site
from e2e.waiting import PATIENCE_SECONDS, eventually

NOTHING: dict[str, Any] = {}


def anything(_payload: dict[str, Any]) -> bool:
    return True


class Program:
    """One device of one user. It applies each stream's numbers in order, each once, over any number of connections."""

    def __init__(self, site: Site, token: str, user: dict[str, Any]) -> None:
        self.site, self.token, self.user = site, token, user
        self.id: int = user["id"]
        self.account: str = user["account"]
        self.cursors: dict[str, int] = {}
        self.log: dict[str, list[Event]] = {}
        """Every durable event applied, by stream."""
        self.outbox = Outbox()
        self.line: Line | None = None
        self._early: dict[str, dict[int, Event]] = {}
        self._asked: set[str] = set()
        self._unheard: list[Event] = []
        self._changed = threading.Condition()

    @classmethod
    def register(cls, site: Site, name: str, password: str = "a long enough password", **more: Any) -> Program:
        answer = site.ask("POST", "/api/auth/register/", {"name": name, "password": password, **more})
        return cls(site, answer["token"], answer["user"])

    @classmethod
    def sign_in(cls, site: Site, account: str, password: str = "1", device: str = "a program") -> Program:
        body = {"account": account, "password": password, "device": device}
        answer = site.ask("POST", "/api/auth/token/", body)
        return cls(site, answer["token"], answer["user"])

    # REST

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The decoded answer; raises Refused."""
        return self.site.ask(method, path, body, self.token)

    def conversation(self, conversation: int) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("GET", f"/api/conversations/{conversation}/")
        return found

    def direct_with(self, other: Program) -> int:
        """The id of the conversation with that person."""
        conversation: int = self.ask("POST", "/api/conversations/direct/", {"user": other.id})["id"]
        return conversation

    def history(self, conversation: int) -> list[dict[str, Any]]:
        """Every message of the conversation, oldest first, page by page."""
        found: list[dict[str, Any]] = []
        before, more = "", True
        while more:
            page = self.ask("GET", f"/api/conversations/{conversation}/messages/?limit=200{before}")
            found, more = page["messages"] + found, page["more"]
            before = f"&before={found[0]['seq']}" if found else ""
        return found

    def texts(self, conversation: int) -> list[str]:
        """What people wrote there, oldest first."""
        return [message["body"]["text"] for message in self.history(conversation) if "text" in message["body"]]

    def upload(self, picture: bytes) -> dict[str, Any]:
        """Uploads a picture and returns what is told of it."""
        uploaded: dict[str, Any] = self.ask("POST", "/api/files/", picture)
        return uploaded

    # The line

    def connect(self) -> Line:
        """A new connection, brought up to date with what was missed since the last one.

        Streams that appeared meanwhile are followed when their `conversation.joined` is heard.
        """
        known = dict(self.cursors)
        line = self.line = Line(self.site, self.token, self._take)
        heads: dict[str, int] = line.hello["streams"]
        with self._changed:
            self._asked.clear()
            self._early.clear()
            if not known:
                self.cursors.update(heads)
        line.listen()
        if known:
            self.catch_up(known)
        return line

    def reconnect(self, seconds: float = 60.0) -> None:
        """Connects as soon as the server can be reached again, and sends what is not known to be stored."""
        deadline = time.monotonic() + seconds
        while True:
            eventually(self._is_reachable, "the server can be reached", deadline - time.monotonic())
            try:
                self.connect()
                self.flush()
                return
            except (LineClosed, OSError, TimeoutError):
                assert time.monotonic() < deadline, "no connection came to last"

    def disconnect(self) -> None:
        assert self.line is not None
        self.line.close()
        self.line = None

    def command(self, command: str, payload: Any = NOTHING) -> Any:
        assert self.line is not None
        return self.line.command(command, payload)

    def catch_up(self, cursors: dict[str, int]) -> dict[str, Any]:
        """Asks for everything after `cursors`; streams that are not ours any more are dropped."""
        reply: dict[str, Any] = self.command("sync", {"cursors": cursors})
        assert reply["reset"] == [], reply
        with self._changed:
            for stream in reply["gone"]:
                self.cursors.pop(stream, None)
        return reply

    # Talking

    def say(self, conversation: int, text: str) -> dict[str, Any]:
        """Writes a message and waits until it is stored; `{"id", "seq"}`."""
        stored: dict[str, Any] = self.command("message.send", message(conversation, text))
        return stored

    def flush(self) -> None:
        """Sends everything in the outbox again, under its first `client_id`s, and waits until it is stored."""
        assert self.line is not None
        self.outbox.send(self.line)

    # Hearing

    def hear(
        self, kind: str, which: Callable[[dict[str, Any]], bool] = anything, seconds: float = PATIENCE_SECONDS
    ) -> dict[str, Any]:
        """The payload of the first such event not heard before, waiting for it if need be."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                for event in self._unheard:
                    if event.type == kind and which(event.payload):
                        self._unheard.remove(event)
                        return event.payload
                assert self._changed.wait(deadline - time.monotonic()), (
                    f"{self.account} heard no {kind} within {seconds:g} s, but: {self._unheard}; "
                    f"the line is {'open' if self.line and self.line.is_open else 'closed'}"
                )

    def hear_text(self, text: str) -> dict[str, Any]:
        """The message with this text, when it is heard."""
        payload = self.hear("message.sent", lambda payload: payload["message"]["body"].get("text") == text)
        heard: dict[str, Any] = payload["message"]
        return heard

    def heard_texts(self, conversation: int) -> list[str]:
        """Texts of that conversation's messages in the order in which they were applied."""
        with self._changed:
            events = list(self.log.get(f"c{conversation}", []))
        messages = [event.payload["message"] for event in events if event.type == "message.sent"]
        return [message["body"]["text"] for message in messages if "text" in message["body"]]

    def unheard(self, kind: str) -> list[dict[str, Any]]:
        """Payloads of the events of this kind that nobody has asked for yet."""
        with self._changed:
            return [event.payload for event in self._unheard if event.type == kind]

    def _take(self, event: Event) -> None:
        with self._changed:
            if event.seq is None:
                self._unheard.append(event)
            elif event.stream in self.cursors:
                self._early.setdefault(event.stream, {})[event.seq] = event
                self._apply(event.stream)
                if self._early[event.stream]:
                    self._ask_for_missing(event.stream)
            self._changed.notify_all()

    def _apply(self, stream: str) -> None:
        early = self._early[stream]
        while event := early.pop(self.cursors[stream] + 1, None):
            self.cursors[stream] += 1
            self.log.setdefault(stream, []).append(event)
            self._unheard.append(event)
            if event.type == "conversation.joined":
                conversation = event.payload["conversation"]
                if conversation["stream"] not in self.cursors:
                    self.cursors[conversation["stream"]] = conversation["head"]
                    self._ask_for_missing(conversation["stream"])
            elif event.type == "conversation.left":
                self.cursors.pop(f"c{event.payload['conversation']}", None)
        for seq in [seq for seq in early if seq <= self.cursors[stream]]:
            del early[seq]

    def _ask_for_missing(self, stream: str) -> None:
        """Asks, without waiting, for what lies behind a hole or after the head of a stream that appeared."""
        if stream in self._asked or self.line is None:
            return
        try:
            asked = self.line.begin("sync", {"cursors": {stream: self.cursors[stream]}})
        except LineClosed:  # whoever connects again asks for everything
            return
        self._asked.add(stream)
        asked.add_done_callback(lambda _reply: self._asked.discard(stream))

    def _is_reachable(self) -> bool:
        try:
            return self.site.request("GET", "/health/").status == 200
        except OSError:
            return False


def message(conversation: int, text: str, client_id: str = "") -> dict[str, Any]:
    """The payload of `message.send`."""
    return {"conversation": conversation, "client_id": client_id or str(uuid.uuid4()), "body": {"text": text}}
