"""The cast and its tools, for the tests of every app.

Alice and Bob are friends, Charlie is a stranger. `api(user)` is a program of theirs, `browser()` a browser nobody has
signed in with, `connect(user)` a socket; `heard(user)` lists what their own stream has said.
"""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest
from channels.testing import WebsocketCommunicator
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from pytest_django import Settings

from accounts import throttle
from accounts.actions import NewDevice, add_device, make_friends
from accounts.events import own_stream
from accounts.models import Device, User
from ggtalk.realtime.consumer import socket_application
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.models import StoredEvent

PASSWORD = "correct horse"  # noqa: S105 - of people who don't exist
ADDRESS = "192.0.2.7"


@dataclass
class Answer:
    """A REST answer."""

    status: int
    body: Any
    headers: dict[str, str]


@dataclass
class Api:
    """A program that is signed in as `user`, or nobody's without one."""

    user: User | None
    device: Device | None = None
    token: str = ""
    client: Client = field(default_factory=Client)

    @property
    def device_id(self) -> int:
        assert self.device is not None
        return self.device.id

    def get(self, path: str, **query: Any) -> Answer:
        return self._asked("get", path, query)

    def post(self, path: str, **body: Any) -> Answer:
        return self._asked("post", path, msgspec.json.encode(body), content_type="application/json")

    def patch(self, path: str, **body: Any) -> Answer:
        return self._asked("patch", path, msgspec.json.encode(body), content_type="application/json")

    def delete(self, path: str) -> Answer:
        return self._asked("delete", path)

    def put(self, path: str, body: bytes, content_type: str) -> Answer:
        return self.raw("put", path, body, content_type)

    def raw(self, method: str, path: str, body: bytes, content_type: str) -> Answer:
        """Sends a file as the whole body."""
        return self._asked(method, path, body, content_type=content_type)

    def _asked(self, method: str, path: str, *args: Any, **kwargs: Any) -> Answer:
        if self.token:
            kwargs["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        return answer_of(getattr(self.client, method)(f"/api/{path}", *args, REMOTE_ADDR=ADDRESS, **kwargs))


def answer_of(response: Any) -> Answer:
    """A response with its JSON read."""
    body = response.getvalue() if response.streaming else response.content
    is_json = body and response.headers.get("Content-Type", "").startswith("application/json")
    return Answer(response.status_code, msgspec.json.decode(body) if is_json else body, dict(response.headers))


class Socket:
    """A client's end of a socket; frames come in their order."""

    def __init__(self, headers: list[tuple[bytes, bytes]]) -> None:
        self._line = WebsocketCommunicator(socket_application, "/ws/", headers)
        self._asked = 0
        self.hello: dict[str, Any] = {}

    async def open(self) -> dict[str, Any]:
        """Connects and returns `hello`, or `{"close": code}`."""
        await self._line.connect()
        self.hello = await self.next()
        return self.hello

    async def next(self, timeout_seconds: float = 5) -> dict[str, Any]:
        """The next frame, or `{"close": code}`."""
        message = await self._line.receive_output(timeout_seconds)
        if message["type"] == "websocket.close":
            return {"close": message["code"]}
        frame: dict[str, Any] = msgspec.json.decode(message["text"])
        return frame

    async def next_of(self, event: str) -> dict[str, Any]:
        """The next event of this type; what comes before it is passed over."""
        while True:
            frame = await self.next()
            if frame.get("type") == event or "close" in frame:
                return frame

    async def ask(self, command: str, **payload: Any) -> dict[str, Any]:
        """Gives a command and returns the reply to it; events that come before it are passed over."""
        return (await self.exchange(command, **payload))[1]

    async def said_until_reply(self) -> list[dict[str, Any]]:
        """All events that have come by the time a `ping` is answered."""
        return (await self.exchange("ping"))[0]

    async def exchange(self, command: str, **payload: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """Gives a command and returns the events that come before its reply, and the reply."""
        self._asked += 1
        await self._line.send_to(
            text_data=msgspec.json.encode({"id": self._asked, "type": command, "payload": payload}).decode()
        )
        frames: list[dict[str, Any]] = []
        while True:
            frame = await self.next()
            if frame.get("reply_to", ...) == self._asked:
                return frames, frame
            frames.append(frame)

    async def close(self) -> None:
        """Hangs up."""
        await self._line.disconnect()


@pytest.fixture(autouse=True)
def _quick_and_clean(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords are hashed quickly, files stay in memory, nobody is throttled by an earlier test or lucky to meet
    the end of a window.

    The web client need not be built: its files are not looked for.
    """
    now = time.time()
    monkeypatch.setattr(throttle, "clock", lambda: now)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    settings.STATIC_ROOT, settings.WHITENOISE_USE_FINDERS = None, False
    cache.clear()
    yield
    cache.clear()


def make_user(name: str, **fields: Any) -> User:
    """A user called `name`; their account is the name in small letters."""
    return User.objects.create_user(name.lower(), PASSWORD, name=name, **fields)


@pytest.fixture
def alice(db: None) -> User:
    return make_user("Alice")


@pytest.fixture
def bob(alice: User) -> User:
    """Alice's friend."""
    user = make_user("Bob")
    make_friends([(alice.id, user.id)])
    return user


@pytest.fixture
def charlie(db: None) -> User:
    """A stranger, who must never learn anything."""
    return make_user("Charlie")


MakeApi = Callable[..., Api]


def signed_in(user: User) -> Api:
    """A program that has signed in as `user`."""
    device, token = add_device(user.id, NewDevice("program", "test", ADDRESS))
    return Api(user, device, token)


@pytest.fixture
def api() -> MakeApi:
    """`api(user)`: a program signed in as that user; `api()`: one that is not signed in."""
    return lambda user=None: signed_in(user) if user else Api(None)


@pytest.fixture
def browser() -> Callable[[], Client]:
    """Browsers, which Django asks for the CSRF token."""
    return lambda: Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS)


@pytest.fixture
def operator() -> Client:
    """A browser signed in to the admin."""
    client = Client()
    user = User.objects.create_user("operator", "x", name="Operator", is_staff=True, is_superuser=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(operator: Client, address: str) -> str:
    """The text of a page of the admin."""
    response = operator.get(address)
    assert response.status_code == 200
    return response.content.decode()


def database_bytes() -> bytes:
    """All that stands in the database's files; of a server, in its tables.

    Another process reads the files: one that closes a file loses all its locks there, those of SQLite, too, and the
    next process to leave the database takes the log of writes away (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return subprocess.check_output(["cat", *map(str, path.parent.glob(f"{path.name}*"))])  # noqa: S603, S607
    rows: list[Any] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own names
            rows += cursor.fetchall()
    return str(rows).encode()


def heard(user: User, *, after: int = 0) -> list[tuple[str, Any]]:
    """(type, payload) of the events in a user's own stream."""
    events = StoredEvent.objects.filter(stream=own_stream(user.id), seq__gt=after).order_by("seq")
    return [(event.type, msgspec.json.decode(event.payload)) for event in events]


@pytest.fixture
async def connect(transactional_db: None) -> AsyncIterator[Callable[..., Any]]:
    """`await connect(user)`: an open socket of a new program of theirs, `hello` read already."""
    sockets: list[Socket] = []

    async def connect(user: User, token: str | None = None) -> Socket:
        if token is None:
            _, token = await in_database(add_device, user.id, NewDevice("program", "test", ADDRESS))
        socket = Socket([(b"authorization", f"Bearer {token}".encode())])
        sockets.append(socket)
        await socket.open()
        return socket

    yield connect
    await asyncio.gather(*(socket.close() for socket in sockets), return_exceptions=True)


def migrate(to: list[tuple[str, str]]) -> Any:
    """Brings the tables there; the models as they are then."""
    MigrationExecutor(connection).migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def latest() -> Iterator[list[tuple[str, str]]]:
    """The last migrations of all apps, to which the tables are brought at the end."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield leaves
    migrate(leaves)
