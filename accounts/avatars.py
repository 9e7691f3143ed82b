"""Pictures of people: the built-in ones by name, uploads made square, small and harmless."""

from __future__ import annotations

import io
import re
import secrets
import threading

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest
from PIL import Image, ImageOps

from ggtalk.errors import Refused, invalid

BUILTIN_AVATARS = 12
MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE_PIXELS = 256
FORMATS = ("PNG", "JPEG", "WEBP")
FOLDER = "avatars/"

_turn = threading.Lock()
"""One picture at a time: a large one takes hundreds of MB while it is read."""

_BUILTIN = re.compile(r"builtin:([1-9][0-9]?)", re.ASCII)


def chosen_avatar(avatar: str) -> str:
    """ "" (generated) or a built-in one; refuses anything else."""
    found = _BUILTIN.fullmatch(avatar)
    if avatar and (found is None or int(found[1]) > BUILTIN_AVATARS):
        raise invalid(avatar=f'Empty, or "builtin:1" to "builtin:{BUILTIN_AVATARS}".')
    return avatar


def uploaded_picture(request: HttpRequest) -> bytes:
    """The picture that is the whole body of a request; refuses with `too_large` without reading on."""
    upload = request.read(MOST_BYTES + 1)
    if len(upload) > MOST_BYTES:
        raise too_large()
    return upload


def square_picture(upload: bytes) -> bytes:
    """An uploaded PNG, JPEG or WebP as a square WebP: turned upright, its middle kept, without metadata."""
    if len(upload) > MOST_BYTES:
        raise too_large()
    with _turn:
        return _squared(upload)


def _squared(upload: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(upload), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise invalid(avatar=f"At most {MOST_PIXELS // 1_000_000} million pixels.")
            picture.draft("RGB", (2 * SIDE_PIXELS, 2 * SIDE_PIXELS))
            upright = ImageOps.exif_transpose(picture).convert("RGBA" if picture.has_transparency_data else "RGB")
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):  # what Pillow says of bad files
        raise invalid(avatar="This is not a PNG, JPEG or WebP picture.") from None
    square = ImageOps.fit(upright, (SIDE_PIXELS, SIDE_PIXELS), Image.Resampling.LANCZOS)
    encoded = io.BytesIO()
    square.save(encoded, "WEBP", quality=88, method=4)
    return encoded.getvalue()


def too_large() -> Refused:
    """A picture of more bytes than are taken."""
    return Refused("too_large", f"A picture may have {MOST_BYTES // 1024 // 1024} MiB at most.", status=413)


def stored(picture: bytes) -> str:
    """Puts a picture into the storage under a random name and returns the name."""
    return default_storage.save(f"{FOLDER}{secrets.token_hex(16)}.webp", ContentFile(picture))


def discard(avatar: str) -> None:
    """Removes an uploaded picture; other avatars have nothing to remove."""
    if avatar.startswith(FOLDER):
        default_storage.delete(avatar)
