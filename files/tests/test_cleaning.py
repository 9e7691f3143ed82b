"""Whatever is uploaded: what is stored is a plain picture, or nothing."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from files.pictures import MOST_FRAMES, MOST_SIDE_PIXELS, CleanPicture, smaller
from files.pictures import clean as clean_into
from files.testing import moving, picture
from ggtalk.errors import Refused

WHERE = b"51.5074 N 0.1278 W"
UPRIGHT_IS_TURNED_RIGHT = 6
"""EXIF orientation: the camera was held on its side."""


def clean(upload: bytes) -> tuple[CleanPicture, bytes]:
    """What it is, and its bytes as they are stored."""
    into = io.BytesIO()
    return clean_into(io.BytesIO(upload), into), into.getvalue()


def opened(encoded: bytes) -> Image.Image:
    return Image.open(io.BytesIO(encoded))


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/png")],
)
def test_a_still_picture_stays_what_it_is(kind: str, media_type: str) -> None:
    found, stored = clean(picture(kind, (60, 40), "#c03030"))
    assert (found.media_type, found.width, found.height, found.animated) == (media_type, 60, 40, False)
    assert opened(stored).size == (60, 40)
    mean = bytes.fromhex(found.colour[1:])
    assert all(abs(one - other) <= 4 for one, other in zip(mean, b"\xc0\x30\x30", strict=True))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_goes_on_moving_at_its_pace(kind: str) -> None:
    found, stored = clean(moving(5, kind=kind))
    again = opened(stored)
    assert (found.media_type, found.animated, getattr(again, "n_frames", 1)) == ("image/webp", True, 5)
    again.seek(1)
    again.load()
    assert again.info["duration"] == 50


def test_where_it_was_taken_is_gone_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = UPRIGHT_IS_TURNED_RIGHT, WHERE.decode()
    upload = picture("JPEG", (60, 40), exif=exif, comment=WHERE, icc_profile=WHERE)
    assert upload.count(WHERE) == 3
    found, stored = clean(upload)
    assert (found.width, found.height) == (40, 60)
    assert WHERE not in stored
    assert not opened(stored).info.keys() & {"exif", "icc_profile", "comment", "xmp"}


def test_metadata_of_the_other_kinds_is_gone_too() -> None:
    exif = Image.Exif()
    exif[0x010E] = WHERE.decode()
    for kind in ("PNG", "WEBP"):
        upload = picture(kind, exif=exif, icc_profile=WHERE)
        assert WHERE in upload
        assert WHERE not in clean(upload)[1]
    commented = moving()[:-1] + b"!\xfe" + bytes([len(WHERE)]) + WHERE + b"\0;"
    assert WHERE not in clean(commented)[1]


def test_a_second_file_behind_the_first_is_gone() -> None:
    page = b"<html><script>alert(1)</script></html>"
    for kind in ("PNG", "JPEG", "WEBP", "GIF"):
        assert page not in clean(picture(kind) + page)[1]


def test_transparency_is_kept() -> None:
    encoded = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(encoded, "PNG")
    found, stored = clean(encoded.getvalue())
    assert opened(stored).convert("RGBA").getchannel("A").getextrema() == (0, 0)
    assert found.colour == "#ffffff"


def declared(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says how large it is."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + b"\0\0\0\x10IDAT"
    )


def text_bomb() -> bytes:
    """A PNG whose compressed text unpacks to 100 MB."""
    png = picture("PNG", (4, 4))
    chunk = b"zTXtx\x00\x00" + zlib.compress(b"\x00" * 100_000_000, 9)
    return png[:33] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[33:]


def large_frame() -> bytes:
    """A GIF of 4 × 4 whose second frame claims 60,000 × 60,000."""
    gif = bytearray(moving(2, (4, 4)))
    second = gif.rindex(b"\x2c\0\0\0\0\x04\0\x04\0")
    gif[second + 5 : second + 9] = struct.pack("<HH", 60_000, 60_000)
    return bytes(gif)


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (lambda: b"", "not_a_picture"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_a_picture"),
        (lambda: b"<!doctype html><script>alert(1)</script>", "not_a_picture"),
        (lambda: b"GIF89a/*" + b"alert(1)" * 20, "not_a_picture"),
        (lambda: picture("BMP"), "not_a_picture"),
        (lambda: picture("TIFF"), "not_a_picture"),
        (lambda: picture("ICO"), "not_a_picture"),
        (lambda: picture("PDF"), "not_a_picture"),
        (lambda: picture("PNG", (600, 400))[:200], "not_a_picture"),
        (lambda: picture("JPEG", (600, 400))[:300], "not_a_picture"),
        (text_bomb, "not_a_picture"),
        (lambda: declared(10_000, 10_000), "too_many_pixels"),
        (lambda: declared(60_000, 60_000), "too_many_pixels"),
        (lambda: declared(MOST_SIDE_PIXELS + 1, 1), "too_many_pixels"),
        (large_frame, "too_many_pixels"),
        (lambda: moving(MOST_FRAMES + 1), "too_many_frames"),
        (lambda: moving(5_000, (4, 4)), "too_many_frames"),
    ],
)
def test_what_is_no_reasonable_picture_is_refused(upload: Callable[[], bytes], code: str) -> None:
    with pytest.raises(Refused) as refused:
        clean(upload())
    assert refused.value.code == code


def test_all_frames_together_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("files.pictures.MOST_MOVING_PIXELS", 3 * 20 * 10)
    clean(moving(3, (20, 10)))
    with pytest.raises(Refused) as refused:
        clean(moving(4, (20, 10)))
    assert refused.value.code == "too_many_frames"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "moving"])
def test_a_damaged_picture_is_refused_or_read_but_never_a_malfunction(kind: str) -> None:
    chance = random.Random(kind)
    exif = Image.Exif()
    exif[0x0112] = UPRIGHT_IS_TURNED_RIGHT
    whole = moving() if kind == "moving" else picture(kind, exif=b"" if kind == "GIF" else exif)
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(Refused):
            clean(bytes(damaged))


def test_a_smaller_one_is_made_only_of_a_larger_one() -> None:
    made = smaller(io.BytesIO(picture(size=(800, 400))), 320)
    assert made is not None
    assert Image.open(io.BytesIO(made)).size == (320, 160)
    assert smaller(io.BytesIO(picture(size=(320, 160))), 320) is None
    still = smaller(io.BytesIO(moving(kind="WEBP")), 320)
    assert still is not None
    assert not getattr(Image.open(io.BytesIO(still)), "is_animated", False)
