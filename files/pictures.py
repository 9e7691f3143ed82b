"""Pictures of people's making, made harmless: read wholly and written anew, so that only what can be seen remains.

Nothing of the upload itself is kept: no place where it was taken, no other metadata, no second file behind the first.
What is turned by its metadata is turned for good. Moving pictures become WebP, which moves everywhere and is smaller.
"""

from __future__ import annotations

import io
import struct
import threading
import warnings
from typing import IO, Any

import msgspec
from PIL import Image, ImageOps, ImageSequence

from ggtalk.errors import Refused

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
MOST_SIDE_PIXELS = 16_000
MOST_FRAMES = 500
MOST_MOVING_PIXELS = 100_000_000
"""Of all frames of a moving picture together."""

BAD_FILE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    RuntimeError,
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow says of files that are not what they begin as."""

_turn = threading.Lock()
"""One picture at a time: a large one takes hundreds of MB while it is read."""


class CleanPicture(msgspec.Struct, frozen=True):
    """What a picture that was made harmless is. colour: the mean of all of it, on white."""

    media_type: str
    width: int
    height: int
    colour: str
    animated: bool


def clean(upload: IO[bytes], into: IO[bytes]) -> CleanPicture:
    """Writes an uploaded picture anew. Refusals: `not_a_picture`, `too_many_pixels`, `too_many_frames`."""
    with _turn:
        try:
            with warnings.catch_warnings(action="ignore"):
                return _cleaned(upload, into)
        except Image.DecompressionBombError:
            raise _too_many_pixels() from None
        except BAD_FILE:
            raise not_a_picture() from None


def _cleaned(upload: IO[bytes], into: IO[bytes]) -> CleanPicture:
    with Image.open(upload, formats=FORMATS) as picture:
        frames = int(getattr(picture, "n_frames", 1))  # counting them finds out how large the largest is
        pixels = picture.width * picture.height
        if pixels > MOST_PIXELS or max(picture.size) > MOST_SIDE_PIXELS:
            raise _too_many_pixels()
        if frames > MOST_FRAMES or (frames > 1 and frames * pixels > MOST_MOVING_PIXELS):
            raise _too_many_frames()
        return _moving(picture, into) if frames > 1 else _still(picture, into)


def not_a_picture() -> Refused:
    """Whatever it is called, it is none of the four."""
    return Refused("not_a_picture", "This is not a PNG, JPEG, WebP or GIF picture, or it is damaged.")


def _too_many_pixels() -> Refused:
    most, side = MOST_PIXELS // 1_000_000, MOST_SIDE_PIXELS
    return Refused("too_many_pixels", f"A picture may have {most} million pixels at most, and {side} on a side.")


def _too_many_frames() -> Refused:
    most, pixels = MOST_FRAMES, MOST_MOVING_PIXELS // 1_000_000
    told = f"A moving picture may have {most} frames at most, and {pixels} million pixels in all of them."
    return Refused("too_many_frames", told)


def _still(picture: Image.Image, into: IO[bytes]) -> CleanPicture:
    kind = {"JPEG": "JPEG", "WEBP": "WEBP"}.get(picture.format or "", "PNG")
    upright = ImageOps.exif_transpose(picture)
    upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    upright.info.clear()
    options: dict[str, Any] = {
        "JPEG": {"quality": 90, "progressive": True},
        "WEBP": {"quality": 90, "method": 4},
        "PNG": {"compress_level": 6},
    }[kind]
    upright.save(into, kind, **options)
    return CleanPicture(f"image/{kind.lower()}", *upright.size, _colour(upright), animated=False)


def _moving(picture: Image.Image, into: IO[bytes]) -> CleanPicture:
    size, colour = picture.size, _colour(picture.convert("RGBA"))
    durations = [_milliseconds(frame) for frame in ImageSequence.Iterator(picture)]
    picture.seek(0)
    loop = int(picture.info.get("loop", 0))
    picture.save(
        into,
        "WEBP",
        save_all=True,
        duration=durations,
        loop=loop,
        quality=80,
        method=0,
        exif=b"",
        icc_profile=b"",
        xmp=b"",
        background=(0, 0, 0, 0),
    )
    return CleanPicture("image/webp", *size, colour, animated=True)


def _milliseconds(frame: Image.Image) -> int:
    frame.load()  # only then a WebP knows
    return int(frame.info.get("duration") or 100)


def smaller(source: IO[bytes], side_pixels: int) -> bytes | None:
    """A cleaned picture as WebP of at most `side_pixels` each way; `None` where it is no larger than that already."""
    with _turn, Image.open(source, formats=FORMATS) as picture:
        if max(picture.size) <= side_pixels and not getattr(picture, "is_animated", False):
            return None
        picture.draft("RGB", (side_pixels, side_pixels))
        still = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    still.thumbnail((side_pixels, side_pixels), Image.Resampling.LANCZOS)
    encoded = io.BytesIO()
    still.save(encoded, "WEBP", quality=82, method=4)
    return encoded.getvalue()


def _colour(picture: Image.Image) -> str:
    mean = picture.resize((1, 1), Image.Resampling.BOX).convert("RGBA")
    on_white = Image.alpha_composite(Image.new("RGBA", (1, 1), "white"), mean)
    return "#" + on_white.convert("RGB").tobytes().hex()
