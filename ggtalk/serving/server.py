"""One server process: uvicorn with the settings that were measured (docs/decisions/0028)."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from ggtalk.realtime.clients import hooks

PING_SECONDS = 12
PING_ANSWER_SECONDS = 13
"""A client that has lost its network is noticed within 25 s."""
MOST_FRAME_BYTES = 1024 * 1024
"""uvicorn's own limit; the doorman closes politely with 4009 well below it."""
GRACE_SECONDS = 3


class Server(uvicorn.Server):
    """Says when it serves, and lets its clients go without telling their friends: they are about to come back."""

    def __init__(self, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                "ggtalk.asgi:application",
                loop="uvloop",
                http="httptools",
                ws="websockets-sansio",
                ws_per_message_deflate=False,
                ws_ping_interval=PING_SECONDS,
                ws_ping_timeout=PING_ANSWER_SECONDS,
                ws_max_size=MOST_FRAME_BYTES,
                lifespan="on",
                access_log=False,
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
                forwarded_allow_ips="",
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        hooks.are_leaving = True
        await super().shutdown(sockets)
