"""My own stickers over REST."""

from __future__ import annotations

from typing import Annotated

import msgspec
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from accounts.throttle import Limit, take
from chat.actions import add_sticker, move_sticker, remove_sticker
from chat.queries.stickers import collection_of
from files.serializers import FileData, file_data
from ggtalk.rest.endpoint import Endpoint, answers
from ggtalk.rest.structs import Data, Payload

STICKERS = Limit("changes of stickers", 1200, 60 * 60)


class StickersData(Data, frozen=True):
    """All stickers of a collection, in their order."""

    stickers: list[FileData]


class NewSticker(Payload, frozen=True):
    """A picture to make a sticker of: an upload of mine, or one that a message shows me."""

    file: Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class StickerPatch(Payload, frozen=True):
    """Its place among the others, counted from 0."""

    position: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class Stickers(Endpoint):
    """My collection."""

    def get(self, request: Request) -> StickersData:
        """All of it."""
        return StickersData(stickers=[file_data(one.file) for one in collection_of(signed_in_user(request).id)])

    @answers(201)
    def post(self, request: Request, body: NewSticker) -> FileData:
        """Puts a picture before the others."""
        take(STICKERS, str(signed_in_user(request).id))
        return add_sticker(signed_in_user(request).id, body.file)


class OneSticker(Endpoint):
    """One of my collection, by its file."""

    def patch(self, request: Request, file: int, body: StickerPatch) -> None:
        """Moves it."""
        take(STICKERS, str(signed_in_user(request).id))
        move_sticker(signed_in_user(request).id, file, body.position)

    def delete(self, request: Request, file: int) -> None:
        """Takes it out."""
        take(STICKERS, str(signed_in_user(request).id))
        remove_sticker(signed_in_user(request).id, file)
