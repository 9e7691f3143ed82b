"""What everybody sees of a message that burns after reading: a cover while it is there, then that it has burnt.

What was said stands apart (`BurningContent`) and is handed out by `message.open` only: no list, search, quote, event or
copy ever holds it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

BURN_SECONDS = 10
"""After it was opened; a voice has its own length on top."""

BURNT_BODY = '{"burnt":true}'
"""What is left."""

_COVERED = ('{"burn":', '{"burnt":')


def cover_of(content: str) -> str:
    """The body that everybody sees of what burns: what it is, and what it answers."""
    said: dict[str, Any] = msgspec.json.decode(content)
    answers = {"reply_to": said["reply_to"]} if "reply_to" in said else {}
    return msgspec.json.encode({"burn": {"kind": _kind_of(said)}, **answers}).decode()


def opened_cover(cover: str, burns_at: datetime) -> str:
    """The same once it was opened."""
    fields: dict[str, Any] = msgspec.json.decode(cover)
    return msgspec.json.encode({**fields, "burn": {**fields["burn"], "burns_at": burns_at}}).decode()


def is_covered(body: str) -> bool:
    """Whether a stored body is that of a message that burns or has burnt."""
    return body.startswith(_COVERED)


def seconds_to_read(content: str) -> float:
    """How long it is there once it was opened."""
    said: dict[str, Any] = msgspec.json.decode(content)
    return BURN_SECONDS + (said["voice"]["duration_ms"] / 1000 if "voice" in said else 0)


def _kind_of(said: dict[str, Any]) -> str:
    if "voice" in said:
        return "voice"
    if "sticker" in said:
        return "sticker"
    return "picture" if "images" in said or any("image" in one for one in said.get("inline", [])) else "text"
