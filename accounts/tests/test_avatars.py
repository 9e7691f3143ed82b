"""Alice uploads a picture of herself; somebody uploads something else."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from accounts.avatars import MOST_BYTES, SIDE_PIXELS, square_picture
from accounts.models import User
from accounts.testing import Answer, MakeApi
from accounts.tests.contacts import Screen
from ggtalk.errors import Refused

UPRIGHT_IS_TURNED_RIGHT = 6
"""EXIF orientation: the camera was held on its side."""


def picture(kind: str, size: tuple[int, int] = (600, 400), colour: str = "#c03030", **saved: Any) -> bytes:
    encoded = io.BytesIO()
    Image.new("RGB", size, colour).save(encoded, kind, **saved)
    return encoded.getvalue()


def opened(encoded: bytes) -> Image.Image:
    return Image.open(io.BytesIO(encoded))


@pytest.fixture
def screen(api: MakeApi, alice: User, bob: User) -> Screen:
    return Screen(api(alice))


def upload(screen: Screen, body: bytes, kind: str = "image/png") -> Answer:
    return screen.api.put("me/avatar/", body, kind)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_square_webp(api: MakeApi, screen: Screen, bob: User, kind: str) -> None:
    his = Screen(api(bob))
    answer = upload(screen, picture(kind), f"image/{kind.lower()}")
    assert answer.status == 200
    screen.assert_lawful("me.changed")
    his.assert_lawful("user.changed")
    path = answer.body["avatar"]
    assert path.startswith("/media/avatars/")
    stored = screen.api.client.get(path)
    assert stored.headers["Content-Type"] == "image/webp"
    square = opened(b"".join(stored.streaming_content))  # type: ignore[attr-defined]
    assert (square.format, square.size) == ("WEBP", (SIDE_PIXELS, SIDE_PIXELS))


def test_the_old_picture_is_thrown_away(screen: Screen, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = upload(screen, picture("PNG")).body["avatar"].removeprefix("/media/")
    with django_capture_on_commit_callbacks(execute=True):
        second = upload(screen, picture("PNG")).body["avatar"].removeprefix("/media/")
    assert first != second
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    with django_capture_on_commit_callbacks(execute=True):
        screen.api.patch("me/", avatar="")
    assert not default_storage.exists(second)


def test_it_is_turned_upright_and_keeps_no_metadata() -> None:
    photograph = Image.new("RGB", (400, 400), "white")
    photograph.paste("black", (0, 0, 400, 200))
    exif = Image.Exif()
    exif[0x0112] = UPRIGHT_IS_TURNED_RIGHT
    exif[0x010E] = "where I live"
    encoded = io.BytesIO()
    photograph.save(encoded, "JPEG", exif=exif)
    square = opened(square_picture(encoded.getvalue()))
    grey = square.convert("L").tobytes()
    left, right = grey[128 * SIDE_PIXELS + 16], grey[128 * SIDE_PIXELS + 240]
    assert right < 60 < 200 < left
    assert not square.getexif()
    assert b"where I live" in encoded.getvalue()
    assert b"where I live" not in square_picture(encoded.getvalue())


def test_transparency_is_kept() -> None:
    encoded = io.BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(encoded, "PNG")
    square = opened(square_picture(encoded.getvalue())).convert("RGBA")
    assert square.getchannel("A").getextrema() == (0, 0)


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 60,000 pixels wide and high."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def text_bomb() -> bytes:
    """A PNG whose compressed text unpacks to 100 MB."""
    png = picture("PNG", (4, 4))
    chunk = b"zTXtx\x00\x00" + zlib.compress(b"\x00" * 100_000_000, 9)
    bomb = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:33] + bomb + png[33:]


@pytest.mark.parametrize(
    "body",
    [
        lambda: b"",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        lambda: b"<!doctype html><script>alert(1)</script>",
        lambda: picture("GIF"),
        lambda: picture("BMP"),
        lambda: picture("TIFF"),
        lambda: picture("PNG")[:200],
        lambda: picture("JPEG")[:300],
        bomb,
        text_bomb,
        lambda: picture("PNG", (10_000, 5_000)),
    ],
)
def test_what_is_no_reasonable_picture_is_refused(screen: Screen, body: Callable[[], bytes]) -> None:
    answer = upload(screen, body())
    assert (answer.status, answer.body["code"], set(answer.body["fields"])) == (400, "invalid", {"avatar"})
    screen.assert_lawful()


def test_more_than_five_megabytes_are_not_read(screen: Screen) -> None:
    answer = upload(screen, b"\x89PNG" + b"0" * MOST_BYTES)
    assert (answer.status, answer.body["code"]) == (413, "too_large")
    with pytest.raises(Refused):
        square_picture(b"0" * (MOST_BYTES + 1))


def test_nobody_without_a_sign_in_uploads(api: MakeApi, db: None) -> None:
    assert api().put("me/avatar/", picture("PNG"), "image/png").status == 401
