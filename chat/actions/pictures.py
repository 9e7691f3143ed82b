"""Uploads that messages hold: pictures, and voices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set

from chat.models import MessagePicture, OwnSticker
from files.actions import keep_files, release_files
from files.models import File
from files.queries import files_by_ids
from files.serializers import FileData, VoiceData, upload_data


def own_uploads(wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], FileData | VoiceData]:
    """Those of (user, file) where the file is the user's own upload; no query where nothing is wanted."""
    files = files_by_ids({file for _, file in wanted}) if wanted else {}
    return {
        (file.owner_id, file.pk): upload_data(file) for file in files.values() if (file.owner_id, file.pk) in wanted
    }


def hold_uploads(shown: Mapping[int, Sequence[int]]) -> None:
    """These messages (ids) show these files from now on; inside the caller's transaction."""
    rows = [MessagePicture(message_id=message, file_id=file) for message, files in shown.items() for file in set(files)]
    if rows:
        MessagePicture.objects.bulk_create(rows)
        keep_files({row.file_id for row in rows})


def drop_pictures(messages: Collection[int]) -> set[int]:
    """These messages show nothing any more: nobody sees it there, and what nothing else shows goes in a day.

    Returns which files that are.
    """
    rows = MessagePicture.objects.filter(message__in=messages)
    files = set(rows.values_list("file_id", flat=True))
    if not files:
        return set()
    rows.delete()
    return release_unshown(files)


def drop_picture(message: int, file: int) -> None:
    """The message shows this one no more."""
    MessagePicture.objects.filter(message=message, file=file).delete()
    release_unshown({file})


def release_unshown(files: Set[int]) -> set[int]:
    """What of these is in no message and in nobody's collection of stickers goes in a day; returns which those are."""
    list(File.objects.select_for_update().filter(pk__in=files).order_by("pk"))  # nobody begins to show them meanwhile
    held = (MessagePicture.objects.filter(file__in=files), OwnSticker.objects.filter(file__in=files))
    left = set(files) - {file for rows in held for file in rows.values_list("file_id", flat=True)}
    release_files(left)
    return left
