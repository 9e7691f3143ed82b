"""What a person wrote and the server has not yet said to have stored."""

from __future__ import annotations

import threading
from typing import Any

from e2e.line import Line
from e2e.waiting import PATIENCE_SECONDS


class Outbox:
    """Messages by `client_id`, in the order in which they were written."""

    def __init__(self) -> None:
        self.stored: dict[str, dict[str, Any]] = {}
        """`{"id", "seq"}` of what was acknowledged, by `client_id`."""
        self._waiting: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, payload: dict[str, Any]) -> None:
        with self._lock:
            self._waiting[payload["client_id"]] = payload

    def send(self, line: Line) -> None:
        """Sends all that waits and takes note of each reply. Raises LineClosed; what was not answered stays."""
        with self._lock:
            waiting = list(self._waiting.items())
        begun = [(client_id, line.begin("message.send", payload)) for client_id, payload in waiting]
        for client_id, reply in begun:
            self.stored[client_id] = reply.result(PATIENCE_SECONDS)
            with self._lock:
                del self._waiting[client_id]
