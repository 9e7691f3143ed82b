"""Bytes in Django's storage, sealed where the operator has keys, under names that are never used again."""

from __future__ import annotations

import hashlib
import io
import secrets
import tempfile
from typing import IO, cast

from django.core.files.base import File
from django.core.files.storage import default_storage

from ggtalk.sealing.contents import open_content, seal_content, sealed_with
from ggtalk.sealing.keys import ring

FOLDER = "files/"
CHUNK_BYTES = 64 * 1024
IN_MEMORY_BYTES = 1024 * 1024
"""What is larger waits on the disk."""

ENDINGS = {"image/png": ".png", "image/jpeg": ".jpeg", "image/webp": ".webp", "audio/ogg": ".ogg", "audio/mp4": ".m4a"}


def spool() -> IO[bytes]:
    """A place for what is on its way: in memory while it is small, then on the disk; closing it removes it."""
    return tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)


def sha256_of(source: IO[bytes]) -> str:
    """The hash of all of it; leaves it at its beginning."""
    source.seek(0)
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK_BYTES):
        digest.update(chunk)
    source.seek(0)
    return digest.hexdigest()


def put(source: IO[bytes], media_type: str) -> str:
    """Stores it and returns its name."""
    name = _new_name(media_type)
    if ring().first is None:
        return default_storage.save(name, File(source))
    with spool() as sealed:
        seal_content(source, sealed)
        return default_storage.save(name, File(sealed))


def put_bytes(encoded: bytes, media_type: str) -> str:
    """The same for what is in memory."""
    return put(io.BytesIO(encoded), media_type)


def opened(name: str) -> IO[bytes]:
    """Reads what is stored; the caller closes it. Refuses with `sealed` what it has no key for."""
    return open_content(cast(IO[bytes], default_storage.open(name)))


def is_there(name: str) -> bool:
    """Whether the storage has it."""
    return default_storage.exists(name)


def is_as_it_should_be(name: str) -> bool:
    """Whether what is stored is sealed with the first key; where there is none, whether it is not sealed."""
    with default_storage.open(name) as stored:
        return sealed_with(cast(IO[bytes], stored)) == ring().first


def discard(*names: str) -> None:
    """Removes what nothing refers to any more."""
    for name in names:
        default_storage.delete(name)


def _new_name(media_type: str) -> str:
    random = secrets.token_hex(16)
    return f"{FOLDER}{random[:2]}/{random}{ENDINGS[media_type]}"
