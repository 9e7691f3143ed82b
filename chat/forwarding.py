"""What is told of a message somewhere else: its words and what it shows, and nothing of where it stood."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from chat.bodies import ALONE_FIELDS, previewed_in
from chat.inline import without_objects
from chat.serializers import ForwardedContentData, ForwardedData, ForwardedItem, ForwardedLine, InlineData
from files.serializers import FileData, VoiceData
from ggtalk.errors import Refused

CARRIED_FIELDS = ("text", "style", "images", "inline", "voice", "sticker", "preview", "forwarded")
"""What goes along; answers and mentions mean nothing elsewhere."""
MOST_LINES = 4
LINE_CHARACTERS = 60
MOST_CONTENT_BYTES = 1024 * 1024
MOST_LEVELS = 4
"""Cards in cards."""

Json = dict[str, Any]
Files = Mapping[int, FileData | VoiceData]


def carried(body: str) -> Json | None:
    """What goes along of a stored body; `None` where it is nothing that somebody has said: a notice, a shake."""
    fields: Json = msgspec.json.decode(body)
    kept = {field: fields[field] for field in CARRIED_FIELDS if field in fields}
    return kept if "text" in kept or "forwarded" in kept else None


def items_in(content: str) -> list[ForwardedItem]:
    """What a stored card holds."""
    return msgspec.json.decode(content, type=ForwardedContentData).messages


def content_of(items: Sequence[ForwardedItem]) -> str:
    """The JSON of a card's content; refuses what is too much for one."""
    levels = _levels(items)
    encoded = msgspec.json.encode(ForwardedContentData(messages=list(items)))
    if len(encoded) > MOST_CONTENT_BYTES or levels > MOST_LEVELS:
        raise Refused("too_much", "This is too much for one card: forward fewer messages, or one by one.", status=409)
    return encoded.decode()


def pictures_of(items: Sequence[ForwardedItem]) -> list[int]:
    """Ids of all pictures and voices in a card, those of cards in it too."""
    found: list[int] = []
    for item in items:
        found += [image.id for image in item.body.images or []]
        found += [upload.id for upload in map(_upload_in, item.body.inline or []) if upload]
        found += [item.body.voice.id] if item.body.voice else []
        found += [item.body.sticker.id] if isinstance(item.body.sticker, FileData) else []
        found += [item.body.preview.image.id] if item.body.preview and item.body.preview.image else []
        found += pictures_of(item.messages or [])
    return found


def with_pictures(body: Json, files: Files) -> Json:
    """The body, showing other files in the place of its own."""
    shown = {field: files[body[field]["id"]] for field in ALONE_FIELDS if isinstance(body.get(field), dict)}
    changed: Json = dict(body) | msgspec.to_builtins(shown)
    if "images" in body:
        images = [files[image["id"]] for image in body["images"] if image["id"] in files]
        changed["images"] = msgspec.to_builtins(images)
    if "inline" in body:
        objects = msgspec.convert(body["inline"], list[InlineData])
        changed["inline"] = msgspec.to_builtins([_object_with(one, files) for one in objects])
    for image in previewed_in(body):
        changed["preview"] = body["preview"] | {"image": msgspec.to_builtins(files[image["id"]])}
    return changed


def _upload_in(one: InlineData) -> FileData | None:
    upload = one.image or one.sticker
    return upload if isinstance(upload, FileData) else None


def _object_with(one: InlineData, files: Files) -> InlineData:
    """An object of a line, showing another file in the place of its own."""
    upload = _upload_in(one)
    if upload is None:
        return one
    change: Callable[..., InlineData] = msgspec.structs.replace
    return change(one, **{"image" if one.image else "sticker": files[upload.id]})


def items_with_pictures(items: Sequence[ForwardedItem], files: Files) -> list[ForwardedItem]:
    """The same for a card."""
    change: Callable[..., Any] = msgspec.structs.replace
    changed: list[ForwardedItem] = []
    for item in items:
        body = item.body
        if body.images:
            body = change(body, images=[files[image.id] for image in body.images if image.id in files])
        if body.inline:
            body = change(body, inline=[_object_with(one, files) for one in body.inline])
        if body.voice:
            body = change(body, voice=files[body.voice.id])
        if isinstance(body.sticker, FileData):
            body = change(body, sticker=files[body.sticker.id])
        if body.preview and body.preview.image:
            body = change(body, preview=change(body.preview, image=files[body.preview.image.id]))
        inner = items_with_pictures(item.messages, files) if item.messages else item.messages
        changed.append(change(item, body=body, messages=inner))
    return changed


def card_of(items: Sequence[ForwardedItem], kind: str, title: str, names: Sequence[str]) -> Json:
    """The body of a card: what it is, and how it begins."""
    data = ForwardedData(
        kind="group" if kind == "group" else "direct",
        title=title,
        names=list(names),
        count=len(items),
        lines=[_line(item) for item in items[:MOST_LINES]],
    )
    return {"forwarded": msgspec.to_builtins(data)}


def _line(item: ForwardedItem) -> ForwardedLine:
    body = item.body
    text = " ".join(without_objects(body.text or "").split())[:LINE_CHARACTERS]
    if body.forwarded:
        return ForwardedLine(name=item.name, kind="card", text="")
    if body.sticker:
        return ForwardedLine(name=item.name, kind="sticker", text=body.sticker if isinstance(body.sticker, str) else "")
    if body.voice:
        return ForwardedLine(name=item.name, kind="voice", text="")
    if body.images or any(one.image for one in body.inline or []):
        return ForwardedLine(name=item.name, kind="picture", text=text)
    return ForwardedLine(name=item.name, kind="text" if text or not body.inline else "sticker", text=text)


def _levels(items: Sequence[ForwardedItem]) -> int:
    return 1 + max((_levels(item.messages) for item in items if item.messages), default=0)
