"""Uploads that messages and drafts hold: pictures, and voices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set

from chat.bodies import OutgoingBody, canonical, canonical_with, uploads_in
from chat.models import DraftUpload, MessagePicture, OwnSticker
from chat.queries.conversations import Participation
from files.actions import keep_files, release_files
from files.models import File
from files.queries import files_by_ids
from files.serializers import FileData, VoiceData, upload_data
from ggtalk.errors import Refused


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


def hold_more_uploads(message: int, files: Sequence[int]) -> None:
    """The message shows these too; what it showed before it goes on holding, for its earlier versions."""
    held = set(MessagePicture.objects.filter(message=message, file__in=files).values_list("file_id", flat=True))
    hold_uploads({message: [file for file in files if file not in held]})


def body_with_uploads(sender: int, body: OutgoingBody) -> str:
    """A checked body as canonical JSON, with what its uploads are; refuses what the sender has not uploaded."""
    files = uploads_in(body)
    if not files:
        return canonical(body)
    known = own_uploads({(sender, file) for file in files})
    return canonical_with(body, [known.get((sender, file)) for file in files])


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

    Inside the caller's transaction. Refuses with `no_such_picture` what is not theirs.
    """
    before = set(DraftUpload.objects.filter(participant=row.id).values_list("file_id", flat=True))
    now = set(files)
    known = own_uploads({(row.user, file) for file in now - before})
    if not all(isinstance(known.get((row.user, file)), FileData) for file in now - before):
        raise Refused("no_such_picture", "A picture of this draft is not there any more: add it again.")
    DraftUpload.objects.bulk_create([DraftUpload(participant_id=row.id, file_id=file) for file in now - before])
    keep_files(now - before)
    if before - now:
        DraftUpload.objects.filter(participant=row.id, file__in=before - now).delete()
        release_unshown(before - now)


def drop_draft_uploads(user: int) -> None:
    """No draft of this user shows anything any more; inside the caller's transaction."""
    rows = DraftUpload.objects.filter(participant__user=user)
    files = set(rows.values_list("file_id", flat=True))
    rows.delete()
    release_unshown(files)


def drop_picture(message: int, file: int) -> None:
    """The message shows this one no more."""
    MessagePicture.objects.filter(message=message, file=file).delete()
    release_unshown({file})


def release_unshown(files: Set[int]) -> set[int]:
    """What of these is in no message, no draft and no collection of stickers goes in a day; returns which those are."""
    list(File.objects.select_for_update().filter(pk__in=files).order_by("pk"))  # nobody begins to show them meanwhile
    held = [kind.objects.filter(file__in=files) for kind in (MessagePicture, OwnSticker, DraftUpload)]
    left = set(files) - {file for rows in held for file in rows.values_list("file_id", flat=True)}
    release_files(left)
    return left
