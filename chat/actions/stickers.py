"""Everybody's own collection of stickers: pictures they have uploaded or were shown, in an order of their own."""

from __future__ import annotations

from django.db import transaction

from accounts.events import own_stream
from chat.actions.pictures import release_unshown
from chat.events import StickerAdded, StickerRemoved, StickersOrdered
from chat.models import OwnSticker
from chat.queries.pictures import burns
from chat.queries.stickers import collection_of
from files.actions import keep_files, share_files
from files.models import Content, File
from files.permissions import can_see
from files.queries import file_with_content
from files.serializers import FileData, file_data
from ggtalk.errors import Refused, not_found
from ggtalk.realtime.publish import lock_streams, publish

MOST_STICKERS = 200
MOST_BYTES = 5 * 1024 * 1024
MOST_SIDE_PIXELS = 4096


def add_sticker(user: int, file: int) -> FileData:
    """Puts a picture before the user's other stickers: an upload of theirs, or a copy of what they were shown.

    The same picture again changes nothing. Refuses with `not_found` what the user does not see, `not_a_picture`,
    `sticker_too_large`, `too_many_stickers`.
    """
    with transaction.atomic():
        lock_streams([own_stream(user)])
        seen = file_with_content(file)
        if seen is None or not can_see(seen, user) or (seen.owner_id != user and burns(file)):
            raise not_found()
        _check_fitting(seen.content)
        collected = collection_of(user)
        for sticker in collected:
            if sticker.file.content_id == seen.content_id:
                return file_data(sticker.file)
        if len(collected) >= MOST_STICKERS:
            raise Refused("too_many_stickers", f"You can collect {MOST_STICKERS} stickers at most.", status=409)
        first = min((sticker.position for sticker in collected), default=0)
        own = _own(user, seen)
        OwnSticker.objects.create(user_id=user, file_id=own.id, position=first - 1)
        keep_files([own.id])
        publish(StickerAdded(sticker=own), to=own_stream(user))
        return own


def move_sticker(user: int, file: int, position: int) -> None:
    """Moves a sticker to a place among the user's others, counted from 0. Refuses with `not_found`."""
    with transaction.atomic():
        lock_streams([own_stream(user)])
        before = collection_of(user)
        moved = _among(before, file)
        after = [sticker for sticker in before if sticker is not moved]
        after.insert(position, moved)
        if after == before:
            return
        for place, sticker in enumerate(after):
            sticker.position = place
        OwnSticker.objects.bulk_update(after, ["position"], batch_size=MOST_STICKERS)
        publish(StickersOrdered(stickers=[sticker.file_id for sticker in after]), to=own_stream(user))


def remove_sticker(user: int, file: int) -> None:
    """Takes a sticker out of the user's collection; messages go on showing it. Refuses with `not_found`."""
    with transaction.atomic():
        lock_streams([own_stream(user)])
        _among(collection_of(user), file).delete()
        release_unshown({file})
        publish(StickerRemoved(sticker=file), to=own_stream(user))


def forget_stickers(user: int) -> None:
    """Throws the whole collection away; inside the caller's transaction. Nobody is told: the account is deleted."""
    collected = OwnSticker.objects.filter(user=user)
    files = set(collected.values_list("file_id", flat=True))
    collected.delete()
    release_unshown(files)


def _check_fitting(content: Content) -> None:
    if not content.width:
        raise Refused("not_a_picture", "Only a picture can be a sticker.")
    if content.size_bytes > MOST_BYTES or max(content.width, content.height) > MOST_SIDE_PIXELS:
        mebibytes, side = MOST_BYTES // 1024 // 1024, MOST_SIDE_PIXELS
        told = f"A sticker may have {mebibytes} MiB at most, and {side} pixels on a side."
        raise Refused("sticker_too_large", told, status=413)


def _own(user: int, seen: File) -> FileData:
    """The user's own file of this picture."""
    if seen.owner_id == user:
        return file_data(seen)
    (shared,) = share_files(user, [seen.pk]).values()
    if not isinstance(shared, FileData):
        raise not_found()
    return shared


def _among(collected: list[OwnSticker], file: int) -> OwnSticker:
    for sticker in collected:
        if sticker.file_id == file:
            return sticker
    raise not_found()
