"""The writer: what waits at the same moment is committed together; an idle server adds no delay."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import logging
import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Any

from ggtalk.realtime.databases import run_closing

logger = logging.getLogger(__name__)

MOST_PER_BATCH = 256
GATHER_SECONDS = 0.001
"""After a batch of several: its answers bring the next calls within this time, and they cost least in one batch."""

Answered = Callable[[Any], None]
Batch = list[tuple[Any, Answered]]


class Writer:
    """Collects calls of `run`; one database thread commits them, in the order they came.

    `run(calls)` answers each call of the list, in order.

    The thread reads a bare queue: an executor's futures cost a lone message a twentieth of its way through the server.
    """

    def __init__(
        self, name: str, run: Callable[[list[Any]], Sequence[Any]], most_per_batch: int = MOST_PER_BATCH
    ) -> None:
        self._name = name
        self._most_per_batch = most_per_batch
        self._run_batch = run
        self._waiting: Batch = []
        self._busy_for: asyncio.AbstractEventLoop | None = None
        self._batches: SimpleQueue[tuple[asyncio.AbstractEventLoop, Batch] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write_all, name=f"writer {name}", daemon=True)
        self._thread.start()
        atexit.register(self._finish)

    def add(self, call: Any, answered: Answered) -> None:
        """Queues a call; `answered` gets its answer, or the exception of a malfunction."""
        self._waiting.append((call, answered))
        loop = asyncio.get_running_loop()
        if self._busy_for is not loop:
            self._begin(loop)

    @property
    def is_busy(self) -> bool:
        """Whether calls are being committed, or more are gathered."""
        return self._busy_for is not None

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        self._busy_for = loop if self._waiting else None
        if self._waiting:
            batch = self._waiting[: self._most_per_batch]
            del self._waiting[: self._most_per_batch]
            self._batches.put((loop, batch))

    def _write_all(self) -> None:
        while (queued := self._batches.get()) is not None:
            self._write(*queued)

    def _finish(self) -> None:
        """Before the process ends: what was begun is committed."""
        self._batches.put(None)
        self._thread.join()

    def _write(self, loop: asyncio.AbstractEventLoop, batch: Batch) -> None:
        """In the thread: commits a batch and hands the answers to the loop, if it still runs."""
        answers = self._run([call for call, _ in batch])
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(self._end, loop, batch, answers)

    def _end(self, loop: asyncio.AbstractEventLoop, batch: Batch, answers: list[Any]) -> None:
        for (_, answered), answer in zip(batch, answers, strict=True):
            self._tell(answered, answer)
        if len(batch) > 1:
            loop.call_later(GATHER_SECONDS, self._begin, loop)
        else:
            self._begin(loop)

    def _tell(self, answered: Answered, answer: Any) -> None:
        try:
            answered(answer)
        except Exception:
            logger.exception("an answer of %s could not be told; its neighbours are", self._name)

    def _run(self, calls: list[Any]) -> list[Any]:
        try:
            answers = list(run_closing(self._run_batch, calls))
            if len(answers) != len(calls):
                raise ValueError(f"{len(calls)} calls got {len(answers)} answers")
            return answers
        except Exception as error:  # noqa: BLE001 - it is the answer to this call
            if len(calls) == 1:
                return [error]
            logger.warning("a batch of %d %s failed, one by one now: %s", len(calls), self._name, error)
            return [self._run_alone(call) for call in calls]

    def _run_alone(self, call: Any) -> Any:
        try:
            (answer,) = run_closing(self._run_batch, [call])
        except Exception as error:  # noqa: BLE001 - it is the answer to this call
            return error
        return answer
