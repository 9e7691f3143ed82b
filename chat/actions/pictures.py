"""Uploads that messages and drafts hold: pictures, and voices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set

import msgspec

from chat.bodies import pictures_in
from chat.models import DraftUpload, Message, MessagePicture, MessageVersion, OwnSticker
from chat.queries.conversations import Participation
from files.actions import keep_files, lock_files, release_files
from files.queries import files_by_ids
from files.serializers import FileData, VoiceData, upload_data
from ggtalk.errors import Refused


def own_uploads(wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], FileData | VoiceData]:
    """Those of (user, file) where the file is the user's own upload; no query where nothing is wanted."""
    files = files_by_ids({file for _, file in wanted}) if wanted else {}
    return {
        (file.owner_id, file.pk): upload_data(file) for file in files.values() if (file.owner_id, file.pk) in wanted
    }


def hold_uploads(shown: Mapping[int, Collection[int]]) -> None:
    """These messages (ids) show these files from now on; inside the caller's transaction."""
    rows = [MessagePicture(message_id=message, file_id=file) for message, files in shown.items() for file in set(files)]
    if rows:
        keep_files({row.file_id for row in rows})  # locks them, which the rows' foreign keys would do by halves
        MessagePicture.objects.bulk_create(rows)


def locked_pictures(sender: int, files: Collection[int]) -> dict[int, FileData]:
    """Those of these files that are pictures the sender has uploaded; none of them goes before the transaction ends."""
    there = {(sender, file) for file in lock_files(files)} if files else set()
    return {file: data for (_, file), data in own_uploads(there).items() if isinstance(data, FileData)}


def hold_what_was_said(said: Message) -> None:
    """A message that was written in words holds what it and its earlier versions show, and nothing else.

    Inside the caller's transaction, after all of that is stored.
    """
    versions = MessageVersion.objects.filter(message=said).values_list("body", flat=True)
    shown = {file for body in (said.body, *versions) for file in pictures_in(msgspec.json.decode(body))}
    rows = MessagePicture.objects.filter(message=said)
    held = set(rows.values_list("file_id", flat=True))
    if shown != held:
        lock_files(shown ^ held)
        hold_uploads({said.id: shown - held})
        rows.filter(file__in=held - shown).delete()
        release_unshown(held - shown)


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


def hold_draft_uploads(row: Participation, files: Sequence[int]) -> None:
    """Somebody's draft shows these from now on, and none of those it showed before.

    Inside the caller's transaction. Refuses with `no_such_picture` what is not theirs, or not there any more.
    """
    before = set(DraftUpload.objects.filter(participant=row.id).values_list("file_id", flat=True))
    now = set(files)
    if before == now:
        return
    if not now - before <= locked_pictures(row.user, before ^ now).keys():
        raise Refused("no_such_picture", "A picture of this draft is not there any more: add it again.")
    keep_files(now - before)
    DraftUpload.objects.bulk_create([DraftUpload(participant_id=row.id, file_id=file) for file in now - before])
    if before - now:
        DraftUpload.objects.filter(participant=row.id, file__in=before - now).delete()
        release_unshown(before - now)


def drop_draft_uploads(user: int) -> None:
    """No draft of this user shows anything any more; inside the caller's transaction."""
    rows = DraftUpload.objects.filter(participant__user=user)
    files = set(rows.values_list("file_id", flat=True))
    rows.delete()
    release_unshown(files)


def release_unshown(files: Set[int]) -> set[int]:
    """What of these is in no message, no draft and no collection of stickers goes in a day; returns which those are."""
    lock_files(files)  # nobody begins to show them meanwhile
    held = [kind.objects.filter(file__in=files) for kind in (MessagePicture, OwnSticker, DraftUpload)]
    left = set(files) - {file for rows in held for file in rows.values_list("file_id", flat=True)}
    release_files(left)
    return left
