"""What stands between the words of a text: places in it, and what can be told of them from the text alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec

from chat.stickers import known_stickers
from ggtalk.errors import invalid
from ggtalk.rest.structs import Payload

OBJECT = "\ufffc"
"""OBJECT REPLACEMENT CHARACTER: stands in a text for each object of its line, and for nothing else."""

MOST_INLINE = 50

Id = Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class InlineObject(Payload, frozen=True, omit_defaults=True):
    """What stands at a place of a text, which has U+FFFC there: a `sticker`, or an `image`, the id of an own upload.

    `start`: counted in characters (code points). `sticker`: a built-in one's name, or the id of an own upload.
    """

    start: Annotated[int, msgspec.Meta(ge=0, le=2**31)]
    sticker: Annotated[str, msgspec.Meta(max_length=32)] | Id | msgspec.UnsetType = msgspec.UNSET
    image: Id | msgspec.UnsetType = msgspec.UNSET


InlineObjects = Annotated[list[InlineObject], msgspec.Meta(min_length=1, max_length=MOST_INLINE)]


def without_objects(text: str) -> str:
    """A text in which nothing stands but words: programs copy U+FFFC along with what they can't copy."""
    return text.replace(OBJECT, "")


def checked_inline(inline: Sequence[InlineObject], text: str) -> list[InlineObject]:
    """The objects in the order of the text; refuses unless each has a place in it, and each place one."""
    in_order = sorted(inline, key=lambda one: one.start)
    for one in in_order:
        if (one.sticker is msgspec.UNSET) == (one.image is msgspec.UNSET):
            raise invalid(**{"body.inline": "Each object of the line is either a sticker or an image."})
        if isinstance(one.sticker, str) and one.sticker not in known_stickers():
            raise invalid(**{"body.inline": "There is no such sticker."})
    if [one.start for one in in_order] != [place for place, char in enumerate(text) if char == OBJECT]:
        raise invalid(**{"body.inline": "Each object of the line has U+FFFC at its place in the text, and no other."})
    return in_order


def upload_of(one: InlineObject) -> int | None:
    """The upload that an object shows; `None` for a built-in sticker."""
    if isinstance(one.image, int):
        return one.image
    return one.sticker if isinstance(one.sticker, int) else None


def inline_uploads(inline: Sequence[InlineObject]) -> list[int]:
    """The uploads that objects of a line show, in its order."""
    return [upload for one in inline if (upload := upload_of(one)) is not None]


def shown_inline(inline: Sequence[InlineObject], uploads: Sequence[Any]) -> list[dict[str, Any]]:
    """Objects of a line as they are stored, with what their uploads are, in the same order."""
    following = iter(uploads)
    stored: list[dict[str, Any]] = []
    for one in inline:
        fields: dict[str, Any] = msgspec.to_builtins(one)
        if upload_of(one) is not None:
            fields["image" if one.image else "sticker"] = next(following)
        stored.append(fields)
    return stored


def stored_uploads(inline: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same of a stored body: what the files are."""
    shown = [one.get("image", one.get("sticker")) for one in inline]
    return [upload for upload in shown if isinstance(upload, dict)]
