"""What somebody has begun to write: a text, who is meant in it, and what stands between its words."""

from __future__ import annotations

import msgspec

from chat.inline import InlineObjects, checked_inline, inline_uploads, without_objects
from chat.mentions import Mentions, checked_mentions
from chat.text import MOST_CHARACTERS, clean_text
from ggtalk.errors import invalid
from ggtalk.rest.structs import Payload


class DraftPlaces(Payload, frozen=True, omit_defaults=True):
    """Who is meant in a draft, and what stands between its words, as in a message."""

    mentions: Mentions | msgspec.UnsetType = msgspec.UNSET
    inline: InlineObjects | msgspec.UnsetType = msgspec.UNSET


class Draft(msgspec.Struct, frozen=True):
    """A draft as it is stored; `places` is JSON, empty where nothing stands in it but words."""

    text: str
    places: str
    uploads: list[int]


def checked_draft(text: str, places: DraftPlaces | None) -> Draft:
    """The draft as it will be stored; refuses with `invalid`."""
    text = clean_text(text)
    if len(text) > MOST_CHARACTERS:
        raise invalid(draft=f"A draft holds at most {MOST_CHARACTERS} characters; this one has {len(text)}.")
    inline = checked_inline(places.inline, text) if places and places.inline else None
    text = text if inline else without_objects(text)
    mentions = checked_mentions(places.mentions, text) if places and places.mentions else None
    checked = DraftPlaces(mentions=mentions or msgspec.UNSET, inline=inline or msgspec.UNSET)
    stored = "" if checked == DraftPlaces() else msgspec.json.encode(checked).decode()
    return Draft(text, stored, inline_uploads(inline or []))
