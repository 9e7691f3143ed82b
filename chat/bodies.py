"""What a message says on its way in: one shape for every way into a conversation, checked and made canonical here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from chat.inline import InlineObjects, checked_inline, inline_uploads, shown_inline, stored_uploads, without_objects
from chat.mentions import Mention, Mentions, checked_mentions
from chat.previews.links import first_link
from chat.stickers import known_stickers
from chat.text import clean_text, is_blank, reason_against
from files.serializers import FileData, VoiceData
from ggtalk.errors import Refused, invalid
from ggtalk.rest.structs import Payload

Id = Annotated[int, msgspec.Meta(ge=1, le=2**53)]

MOST_IMAGES = 9

ALONE_FIELDS = ("voice", "sticker")
"""An upload that nothing stands beside; a sticker may be a built-in one, which is none."""


class TextStyle(Payload, frozen=True, omit_defaults=True):
    """How a text is written; what is left out is the reader's own. `size` is in px where the reader's text has 14.

    `family` is a kind that each client maps to fonts of its system; `color` is adjusted to the ground it stands on.
    """

    family: Literal["serif", "kai", "fangsong", "mono", "hand"] | msgspec.UnsetType = msgspec.UNSET
    size: Annotated[int, msgspec.Meta(ge=10, le=24)] | msgspec.UnsetType = msgspec.UNSET
    bold: bool = False
    italic: bool = False
    underline: bool = False
    color: Annotated[str, msgspec.Meta(pattern="^#[0-9a-f]{6}$", max_length=7)] | msgspec.UnsetType = msgspec.UNSET


PLAIN = TextStyle()


class Wording(Payload, frozen=True, omit_defaults=True):
    """The words of a message, whom they mean and what stands between them: what an edit changes of it."""

    text: str
    style: TextStyle | msgspec.UnsetType = msgspec.UNSET
    mentions: Mentions | msgspec.UnsetType = msgspec.UNSET
    inline: InlineObjects | msgspec.UnsetType = msgspec.UNSET


class OutgoingBody(Payload, frozen=True, omit_defaults=True):
    """What is said: a text, pictures (ids of own uploads), or both; without pictures the text can't be blank.

    Or a `sticker`, beside an empty text: a built-in one by its name, a picture of one's own by the id of the upload.
    `voice`, the id of an own upload, stands alone: no text, no pictures.
    `inline`: what stands between the words, where the text has U+FFFC; a text without it has none.
    `reply_to` is the id of the message of the same conversation that this answers.
    `burn`: it is gone a little after it was read.
    """

    text: str
    images: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=MOST_IMAGES)] | msgspec.UnsetType = msgspec.UNSET
    voice: Id | msgspec.UnsetType = msgspec.UNSET
    style: TextStyle | msgspec.UnsetType = msgspec.UNSET
    mentions: Mentions | msgspec.UnsetType = msgspec.UNSET
    inline: InlineObjects | msgspec.UnsetType = msgspec.UNSET
    reply_to: Id | msgspec.UnsetType = msgspec.UNSET
    sticker: Annotated[str, msgspec.Meta(max_length=32)] | Id | msgspec.UnsetType = msgspec.UNSET
    burn: bool = False


Worded = TypeVar("Worded", OutgoingBody, Wording)


def plain_body(text: str) -> OutgoingBody:
    """A body that is nothing but text."""
    return OutgoingBody(text=text)


def checked_body(body: OutgoingBody) -> OutgoingBody:
    """The body as it will be stored; refuses with `invalid` what can be told from the body alone."""
    if body.sticker is not msgspec.UNSET:
        return _checked_sticker(body)
    if body.voice:
        return _checked_voice(body)
    return checked_words(body, may_be_blank=bool(body.images))


def checked_words(said: Worded, *, may_be_blank: bool) -> Worded:
    """The same with its words as they will be stored; they may be blank where something else can be seen."""
    text = clean_text(said.text)
    inline = checked_inline(said.inline, text) if said.inline else msgspec.UNSET
    text = text if inline else without_objects(text)
    if (reason := reason_against(text)) and not (may_be_blank and is_blank(text)):
        raise invalid(**{"body.text": reason})
    style = msgspec.UNSET if said.style == PLAIN else said.style
    words = "" if is_blank(text) else text
    mentions = checked_mentions(said.mentions, words) if said.mentions else msgspec.UNSET
    return msgspec.structs.replace(said, text=words, style=style, mentions=mentions, inline=inline)


def _checked_sticker(body: OutgoingBody) -> OutgoingBody:
    if isinstance(body.sticker, str) and body.sticker not in known_stickers():
        raise invalid(**{"body.sticker": "There is no such sticker."})
    if body.text or body.images or body.voice or body.style or body.mentions or body.inline:
        raise invalid(**{"body.sticker": "A sticker stands alone: it may answer a message and says nothing else."})
    return body


def mentions_of(body: OutgoingBody) -> list[Mention]:
    """Who is meant by name in it."""
    return body.mentions or []


def _checked_voice(body: OutgoingBody) -> OutgoingBody:
    if body.images or body.mentions or body.inline or not is_blank(without_objects(clean_text(body.text))):
        raise invalid(**{"body.voice": "A voice message holds nothing else."})
    return msgspec.structs.replace(body, text="", style=msgspec.UNSET)


def uploads_in(body: OutgoingBody) -> list[int]:
    """The uploads a body shows or lets be heard."""
    if isinstance(body.sticker, int):
        return [body.sticker]
    if body.voice:
        return [body.voice]
    return [*(body.images or []), *inline_uploads(body.inline or [])]


def canonical(body: OutgoingBody) -> str:
    """The JSON that is stored of a body without uploads; the same for equal bodies: repeats are recognised by it."""
    return msgspec.json.encode(body).decode()


def canonical_with(body: OutgoingBody, uploads: Sequence[FileData | VoiceData | None]) -> str:
    """The same with what the uploads of the body are, in its order; refuses what can't be sent like that."""
    if body.voice:
        if not all(isinstance(upload, VoiceData) for upload in uploads):
            raise Refused("no_such_voice", "The voice of this message is not there any more: record it again.")
        return msgspec.json.encode({**msgspec.to_builtins(body), "voice": uploads[0]}).decode()
    is_picture = all(isinstance(upload, FileData) for upload in uploads)
    if isinstance(body.sticker, int):
        if not is_picture:
            raise Refused("no_such_sticker", "This sticker is not there any more: choose another one.")
        return msgspec.json.encode({**msgspec.to_builtins(body), "sticker": uploads[0]}).decode()
    if not is_picture:
        raise no_such_picture()
    return msgspec.json.encode(_shown(body, uploads)).decode()


def no_such_picture() -> Refused:
    """What it shows is no upload of the sender's, or is gone."""
    return Refused("no_such_picture", "A picture of this message is not there any more: add it again.")


def _shown(body: OutgoingBody, uploads: Sequence[FileData | VoiceData | None]) -> dict[str, Any]:
    """The body with what its pictures are, those above the text first."""
    fields: dict[str, Any] = msgspec.to_builtins(body)
    above = len(fields.get("images", []))
    if above:
        fields["images"] = uploads[:above]
    if "inline" in fields:
        fields["inline"] = shown_inline(body.inline or [], uploads[above:])
    return fields


RECALLED_BODY = '{"recalled":true}'
"""What is left of a message that was taken back."""


def link_in(body: str) -> str | None:
    """The first link in what a stored body says."""
    return first_link(msgspec.json.decode(body).get("text", ""))


def without_preview(body: str) -> str:
    """A stored body as it was sent, without what was found behind its link."""
    if '"preview":' not in body:
        return body
    fields: dict[str, Any] = msgspec.json.decode(body)
    fields.pop("preview", None)
    return msgspec.json.encode(fields).decode()


def bad_reply() -> Refused:
    """What is answered is no message of this conversation, or one from before the sender joined."""
    return invalid(**{"body.reply_to": "There is no such message of this conversation that you can see."})


def pictures_in(body: dict[str, Any]) -> list[int]:
    """Ids of the pictures that a body shows, above its text and in it, of its voice, its sticker and its preview."""
    alone = [body[field] for field in ALONE_FIELDS if isinstance(body.get(field), dict)]
    in_line = stored_uploads(body.get("inline", []))
    return [upload["id"] for upload in [*body.get("images", []), *in_line, *alone, *previewed_in(body)]]


def previewed_in(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The picture of a link's preview."""
    return [body["preview"]["image"]] if "image" in body.get("preview", {}) else []
