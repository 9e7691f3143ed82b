"""One server process that no other can take over from: on SQLite, or without a Redis that would join the two."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType

from ggtalk.serving.server import Server

logger = logging.getLogger(__name__)


def serve_alone(listening: socket.socket, ready: Callable[[], None]) -> None:
    """Until it is told to end. SIGHUP ends it when its terminal is closed, and else nothing but is logged."""
    server = Server(ready)
    has_terminal = sys.stdin is not None and sys.stdin.isatty()

    def hang_up(_number: int, _frame: FrameType | None) -> None:
        if has_terminal:
            server.should_exit = True
        else:
            logger.warning(
                "SIGHUP replaces nothing here: one process on SQLite or without REDIS_URL is ended and started again "
                "(systemctl restart) to run new code or settings"
            )

    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # nohup had it ignored
        signal.signal(signal.SIGHUP, hang_up)
    server.run(sockets=[listening])
