"""Pictures to send."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload


def picture(colour: str, size: tuple[int, int] = (600, 400), kind: str = "PNG") -> bytes:
    """A picture of one colour with a lighter disc in it."""
    encoded = io.BytesIO()
    drawn = Image.new("RGB", size, colour)
    side = min(size)
    ImageDraw.Draw(drawn).ellipse((side // 4, side // 4, side * 3 // 4, side * 3 // 4), fill="#ffffff")
    drawn.save(encoded, kind)
    return encoded.getvalue()


def moving_picture(size: tuple[int, int] = (200, 160)) -> bytes:
    """A GIF whose frames differ."""
    encoded = io.BytesIO()
    first, *others = [Image.new("RGB", size, colour) for colour in ("#c03030", "#30c030", "#3030c0")]
    first.save(encoded, "GIF", save_all=True, append_images=others, duration=200, loop=0)
    return encoded.getvalue()


def on_disk(name: str, content: bytes, kind: str = "image/png") -> FilePayload:
    """A file as a person chooses it."""
    return FilePayload(name=name, mimeType=kind, buffer=content)
