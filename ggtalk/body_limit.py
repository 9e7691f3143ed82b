"""A limit for what a request may carry, kept before Django reads: it would spool any body to the disk, whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from ggtalk.errors import Refused

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class _TooLarge(Exception):
    """More has come than may."""


class BodyLimit:
    """An HTTP application in front of another: answers 413 to bodies of more than `most_bytes`.

    larger: the most bytes for single paths.
    """

    def __init__(
        self,
        application: Callable[[Scope, Receive, Send], Awaitable[None]],
        most_bytes: int,
        larger: Mapping[str, int] | None = None,
    ) -> None:
        self._application = application
        self._most_bytes = most_bytes
        self._larger = larger or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken, most_bytes = 0, self._larger.get(scope["path"], self._most_bytes)

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most_bytes:
                raise _TooLarge
            return message

        try:
            if _declared_bytes(scope) > most_bytes:
                raise _TooLarge
            await self._application(scope, counted, send)
        except _TooLarge:
            await self._refuse(send, most_bytes)

    async def _refuse(self, send: Send, most_bytes: int) -> None:
        refused = Refused("too_large", f"A request may carry {most_bytes // 1024 // 1024} MiB at most.")
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": msgspec.json.encode(refused.as_payload())})


def _declared_bytes(scope: Scope) -> int:
    declared = dict(scope["headers"]).get(b"content-length", b"")
    return int(declared) if declared.isdigit() else 0
