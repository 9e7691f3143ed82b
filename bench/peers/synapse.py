"""Matrix Synapse, one process on SQLite, and the load client of its client-server interface."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import aiohttp

from bench.load.speaker import Hear, Speaker
from bench.peers.programs import synapse_python
from bench.processes import Service, folder_of_its_own, free_port, run_to_end, serving

PASSWORD = "p"
NO_LIMIT = {"per_second": 100_000, "burst_count": 100_000}
LIMITED = ("message", "registration", "joins_per_room", "admin_redaction", "presence")
FILTER = json.dumps({"presence": {"types": []}, "room": {"ephemeral": {"types": []}}})
CONNECTIONS_EACH = 4
AT_ONCE = 10
MARK = "~"


class MatrixDialect:
    """The text of a message; the speaker knows the room."""

    def message(self, number: int, conversation: int, text: str) -> bytes:
        return text.encode()


class MatrixSpeaker:
    """One client: it sends one message after the other and waits for what is new, as Matrix's clients do."""

    def __init__(self, port: int, name: str) -> None:
        self.conversation = 0
        self.hear: Hear = lambda speaker, number: None
        self.user = ""
        self.room = ""
        self._address = f"http://127.0.0.1:{port}/_matrix/client/v3"
        self._name = name
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    def send(self, frame: bytes) -> None:
        """Says one text."""
        self._waiting.put_nowait(frame.decode())

    async def enter(self) -> None:
        """Makes the account, or signs in where there is one."""
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS_EACH))
        account = {"username": self._name, "password": PASSWORD, "auth": {"type": "m.login.dummy"}}
        async with self._http.post(f"{self._address}/register", json=account) as response:
            answer = await response.json()
        if "access_token" not in answer:
            whose = {"type": "m.id.user", "user": self._name}
            answer = await self.call(
                "POST", "/login", json={"type": "m.login.password", "identifier": whose, "password": PASSWORD}
            )
        self.user = answer["user_id"]
        self._http.headers["Authorization"] = f"Bearer {answer['access_token']}"

    async def start(self, tasks: asyncio.TaskGroup) -> None:
        """Begins to listen and to speak."""
        answer = await self.call("GET", "/sync", params={"timeout": "0", "filter": FILTER})
        self._tasks = [tasks.create_task(self._listen(answer["next_batch"])), tasks.create_task(self._speak())]

    async def call(self, method: str, path: str, **options: Any) -> Any:
        """The answer of one request; raises with what the server says of an error."""
        async with self._http.request(method, self._address + path, **options) as response:
            answer = await response.json()
            if response.status >= 300:
                raise RuntimeError(f"{path}: {answer}")
            return answer

    def stop(self) -> None:
        """Neither listens nor speaks any more."""
        for task in self._tasks:
            task.cancel()

    async def leave(self) -> None:
        """Hangs up."""
        await self._http.close()

    async def _listen(self, since: str) -> None:
        while True:
            answer = await self.call("GET", "/sync", params={"timeout": "30000", "since": since, "filter": FILTER})
            since = answer["next_batch"]
            for room in answer.get("rooms", {}).get("join", {}).values():
                for event in room["timeline"]["events"]:
                    if event["type"] == "m.room.message":
                        _, number, _ = event["content"]["body"].split(MARK, 2)
                        self.hear(self, int(number))

    async def _speak(self) -> None:
        while True:
            said = {"msgtype": "m.text", "body": await self._waiting.get()}
            await self.call("PUT", f"/rooms/{self.room}/send/m.room.message/{uuid.uuid4().hex}", json=said)


class Synapse:
    """The running server."""

    name = "Synapse"
    dialect = MatrixDialect()

    def __init__(self, service: Service) -> None:
        self.service = service

    @asynccontextmanager
    async def pairs(self, count: int) -> AsyncIterator[list[Speaker]]:
        """Pairs, each in a new room of two."""
        async with self._inside(2 * count) as speakers, asyncio.TaskGroup() as tasks:
            for one, other in zip(speakers[::2], speakers[1::2], strict=True):
                await self._meet([one, other])
            await self._start(speakers, tasks)
            yield list(speakers)
            self._stop(speakers)

    @asynccontextmanager
    async def group(self, count: int) -> AsyncIterator[list[Speaker]]:
        """People in a new room."""
        async with self._inside(count) as speakers, asyncio.TaskGroup() as tasks:
            await self._meet(speakers)
            await self._start(speakers, tasks)
            yield list(speakers)
            self._stop(speakers)

    async def _meet(self, speakers: list[MatrixSpeaker]) -> None:
        first, *others = speakers
        first.room = (await first.call("POST", "/createRoom", json={"preset": "public_chat"}))["room_id"]
        for other in others:
            other.room = first.room
            await other.call("POST", f"/rooms/{first.room}/join", json={})

    async def _start(self, speakers: list[MatrixSpeaker], tasks: asyncio.TaskGroup) -> None:
        for start in range(0, len(speakers), AT_ONCE):
            await asyncio.gather(*(speaker.start(tasks) for speaker in speakers[start : start + AT_ONCE]))

    def _stop(self, speakers: list[MatrixSpeaker]) -> None:
        for speaker in speakers:
            speaker.stop()

    @asynccontextmanager
    async def _inside(self, count: int) -> AsyncIterator[list[MatrixSpeaker]]:
        speakers = [MatrixSpeaker(self.service.port, f"person{number}") for number in range(count)]
        try:
            for start in range(0, count, AT_ONCE):
                await asyncio.gather(*(speaker.enter() for speaker in speakers[start : start + AT_ONCE]))
            yield speakers
        finally:
            for speaker in speakers:
                await speaker.leave()


@contextmanager
def synapse() -> Iterator[Synapse]:
    """Runs it with a new database, without a limit of rates and without federation."""
    python = synapse_python()
    port = free_port()
    with folder_of_its_own() as folder:
        listener = {"port": port, "bind_addresses": ["127.0.0.1"], "type": "http", "resources": [{"names": ["client"]}]}
        configuration: dict[str, Any] = {
            "server_name": "localhost",
            "listeners": [listener],
            "database": {"name": "sqlite3", "args": {"database": str(folder / "synapse.sqlite3")}},
            "media_store_path": str(folder / "media"),
            "signing_key_path": str(folder / "signing.key"),
            "trusted_key_servers": [],
            "enable_registration": True,
            "enable_registration_without_verification": True,
            "macaroon_secret_key": "bench",
            "form_secret": "bench",
            "bcrypt_rounds": 4,
            "report_stats": False,
            "presence": {"enabled": False},
            "rc_login": dict.fromkeys(("address", "account", "failed_attempts"), NO_LIMIT),
            "rc_joins": {"local": NO_LIMIT, "remote": NO_LIMIT},
            "rc_invites": dict.fromkeys(("per_room", "per_user", "per_issuer"), NO_LIMIT),
            **{f"rc_{name}": NO_LIMIT for name in LIMITED},
        }
        (folder / "homeserver.yaml").write_text(json.dumps(configuration))  # which is YAML too
        command = [str(python), "-m", "synapse.app.homeserver", "-c", str(folder / "homeserver.yaml")]
        run_to_end([*command, "--generate-keys"], {})
        with serving(command, port, {}, folder) as service:
            yield Synapse(service)
