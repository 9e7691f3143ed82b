"""Long conversations, made the way people make them: by sending."""

from __future__ import annotations

from collections.abc import Sequence

from e2e.program import Program, message
from e2e.waiting import PATIENCE_SECONDS

AT_ONCE = 250


def say_all(devices: Sequence[Program], conversation: int, texts: Sequence[str]) -> None:
    """Says all of this in this order, in turn from these devices: each may say only so much in a second."""
    batches = [texts[first : first + AT_ONCE] for first in range(0, len(texts), AT_ONCE)]
    for number, batch in enumerate(batches):
        line = devices[number % len(devices)].line
        assert line is not None
        replies = [line.begin("message.send", message(conversation, text)) for text in batch]
        for reply in replies:
            reply.result(PATIENCE_SECONDS)
