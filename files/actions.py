"""Uploads come, are held by what shows them, and go when nothing does."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from threading import Lock
from typing import IO

from django.db import IntegrityError, transaction
from django.db.models import Exists
from django.utils import timezone

from accounts.queries.batches import parts
from files import storage
from files.models import Content, File, Preview, Voice
from files.pictures import CleanPicture, clean
from files.queries import files_by_ids
from files.serializers import FileData, VoiceData, file_data, upload_data, voice_data
from files.voices import CleanVoice, as_aac, clean_voice
from files.work import Discard, MakeAac, MakePreviews
from ggtalk.jobs.queue import enqueue

UNKEPT_FOR = timedelta(days=1)
PRUNED_AT_ONCE = 200
AAC_TYPE = "audio/mp4"
PREVIEW_TYPE = "image/webp"


def upload_picture(owner: int, upload: IO[bytes]) -> FileData:
    """Takes a picture; what can't be shown is refused here and now, and only what was made harmless is stored.

    Nothing holds it yet: it is kept for a day, and longer once something does (`keep_files`).
    """
    with storage.spool() as encoded:
        picture = clean(upload, encoded)
        return file_data(_uploaded(owner, encoded, picture))


def upload_voice(owner: int, upload: IO[bytes]) -> VoiceData:
    """The same for a recorded voice."""
    with storage.spool() as encoded:
        voice = clean_voice(upload, encoded)
        return voice_data(_uploaded(owner, encoded, voice))


def _uploaded(owner: int, encoded: IO[bytes], what: CleanPicture | CleanVoice) -> File:
    digest = storage.sha256_of(encoded)
    while True:
        content = Content.objects.filter(sha256=digest).first() or _stored(encoded, digest, what)
        try:
            with transaction.atomic():
                now = timezone.now()
                return File.objects.create(owner_id=owner, content=content, created_at=now, unkept_since=now)
        except IntegrityError:  # the content was pruned at this moment
            continue


def _stored(encoded: IO[bytes], digest: str, what: CleanPicture | CleanVoice) -> Content:
    size_bytes = encoded.seek(0, 2)
    encoded.seek(0)
    name = storage.put(encoded, what.media_type)
    unseen = Content(sha256=digest, name=name, size_bytes=size_bytes, media_type=what.media_type, width=0, height=0)
    try:
        with transaction.atomic():
            return _stored_voice(unseen, what) if isinstance(what, CleanVoice) else _stored_picture(unseen, what)
    except IntegrityError:  # somebody has stored the same at this moment
        storage.discard(name)
        return Content.objects.get(sha256=digest)
    except BaseException:
        storage.discard(name)
        raise


def _stored_picture(content: Content, picture: CleanPicture) -> Content:
    content.width, content.height = picture.width, picture.height
    content.colour, content.animated = picture.colour, picture.animated
    content.save(force_insert=True)
    enqueue(MakePreviews(content=content.pk))
    return content


def _stored_voice(content: Content, voice: CleanVoice) -> Content:
    content.save(force_insert=True)
    Voice.objects.create(content=content, duration_ms=voice.duration_ms, peaks=voice.peaks.hex())
    enqueue(MakeAac(content=content.pk))
    return content


_making_aac = Lock()
"""One at a time in each process: who waits finds it made."""


def aac_of(content: int) -> str | None:
    """Where a voice is stored as AAC, made now if nobody has made it yet; `None` for what is no voice (any more)."""
    voices = Voice.objects.filter(content=content).select_related("content")
    if (voice := voices.first()) is None:
        return None
    if voice.aac_name:
        return voice.aac_name
    with _making_aac:
        if (voice := voices.first()) is None:
            return None
        if voice.aac_name:
            return voice.aac_name
        with storage.opened(voice.content.name) as source, storage.spool() as encoded:
            as_aac(source, encoded)
            encoded.seek(0)
            add_aac(voice.pk, encoded)
    return voices.values_list("aac_name", flat=True).first()


def add_aac(voice: int, encoded: IO[bytes]) -> None:
    """Stores a voice as AAC; of two that are made at once one stays."""
    name = storage.put(encoded, AAC_TYPE)
    if not Voice.objects.filter(pk=voice, aac_name="").update(aac_name=name):
        storage.discard(name)


def add_preview(content: int, size: str, encoded: bytes) -> None:
    """Stores a smaller one; of two that are made at once one stays."""
    name = storage.put_bytes(encoded, PREVIEW_TYPE)
    try:
        with transaction.atomic():
            Preview.objects.create(content_id=content, size=size, name=name)
    except IntegrityError:
        storage.discard(name)


def share_files(owner: int, files: Collection[int]) -> dict[int, FileData | VoiceData]:
    """Gives `owner` a file of their own for each of these, on the same content; inside the caller's transaction.

    Whether they may see these files is the caller's business. Nothing holds the new ones yet. Those that do not exist
    are left out; by the id of the file that was shared.
    """
    now = timezone.now()
    known = files_by_ids(files)
    made = {pk: File(owner_id=owner, content=known[pk].content, created_at=now, unkept_since=now) for pk in known}
    for file in made.values():
        file.save(force_insert=True)
    return {pk: upload_data(file) for pk, file in made.items()}


def lock_files(files: Collection[int]) -> set[int]:
    """Holds these until the transaction ends, in the order of their ids, and returns those that exist.

    Whoever begins or ceases to show files asks for all of them at once, before changing anything of them.
    """
    rows = File.objects.select_for_update().order_by("pk")
    return {pk for part in parts(files) for pk in rows.filter(pk__in=part).values_list("pk", flat=True)}


def keep_files(files: Collection[int]) -> None:
    """Something shows these from now on; inside the caller's transaction."""
    for part in parts(files):
        File.objects.filter(pk__in=part).update(unkept_since=None)


def release_files(files: Collection[int]) -> None:
    """Nothing shows these any more: they go in a day."""
    for part in parts(files):
        File.objects.filter(pk__in=part).update(unkept_since=timezone.now())


def forget_files(files: Collection[int]) -> None:
    """These go now, and their contents unless another file has them; nothing may show them."""
    for part in parts(files):
        rows = File.objects.filter(pk__in=part)
        contents = set(rows.values_list("content_id", flat=True))
        rows.delete()
        for content in contents:
            _forget_unused(content)


def prune_files(now: datetime | None = None) -> int:
    """Forgets files that nothing has held for a day, and contents no file has any more; returns how many files went."""
    before = (now or timezone.now()) - UNKEPT_FOR
    pruned = 0
    while old := list(File.objects.filter(unkept_since__lt=before).values_list("pk", "content_id")[:PRUNED_AT_ONCE]):
        files = File.objects.filter(pk__in=[file for file, _ in old], unkept_since__lt=before)
        pruned += files.delete()[0]
        for content in {content for _, content in old}:
            _forget_unused(content)
    return pruned


def _forget_unused(pk: int) -> None:
    with transaction.atomic():
        content = Content.objects.select_for_update().filter(~Exists(File.objects.filter(content=pk)), pk=pk).first()
        if content is None:
            return
        spoken = Voice.objects.filter(content=content).exclude(aac_name="").values_list("aac_name", flat=True)
        names = [content.name, *content.previews.values_list("name", flat=True), *spoken]
        content.delete()
        enqueue(Discard(names=names))


def count_to_rewrite() -> int:
    """How many stored files are sealed otherwise than the first key says; looks into each of them."""
    names = (getattr(row, field) for row, field, _ in _stored_files())
    return sum(1 for name in names if storage.is_there(name) and not storage.is_as_it_should_be(name))


def rewrite_files() -> tuple[int, list[str]]:
    """Stores files anew that are sealed otherwise than the first key says: how many, and names the storage lacks.

    Each is done by itself: ended in whatever way, it goes on with the others the next time.
    """
    rewritten, lost = 0, []
    for row, field, media_type in _stored_files():
        name = getattr(row, field)
        if not storage.is_there(name):
            lost.append(name)
        elif not storage.is_as_it_should_be(name):
            rewritten += _rewrite(row, field, media_type)
    return rewritten, lost


def _stored_files() -> Iterator[tuple[Content | Preview | Voice, str, str]]:
    """Everything that is stored: its row, the field that names it, its media type."""
    for content in Content.objects.order_by("pk").iterator():
        yield content, "name", content.media_type
    for preview in Preview.objects.order_by("pk").iterator():
        yield preview, "name", PREVIEW_TYPE
    for voice in Voice.objects.exclude(aac_name="").order_by("pk").iterator():
        yield voice, "aac_name", AAC_TYPE


def _rewrite(row: Content | Preview | Voice, field: str, media_type: str) -> bool:
    name = getattr(row, field)
    with storage.opened(name) as source:
        anew = storage.put(source, media_type)
    is_still_so = type(row)._default_manager.filter(pk=row.pk, **{field: name}).update(**{field: anew})
    storage.discard(name if is_still_so else anew)
    return bool(is_still_so)
