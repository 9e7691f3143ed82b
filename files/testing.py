"""Pictures and voices for the tests of files and of the apps above it."""

from __future__ import annotations

import io
import math
from array import array
from fractions import Fraction
from typing import Any, cast

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from PIL import Image

from accounts.models import User
from files.actions import upload_picture, upload_voice

SAMPLES = 960


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), colour: str = "#c03030", **saved: Any) -> bytes:
    """A picture of one colour, encoded."""
    encoded = io.BytesIO()
    Image.new("RGB", size, colour).save(encoded, kind, **saved)
    return encoded.getvalue()


def moving(frames: int = 3, size: tuple[int, int] = (20, 10), kind: str = "GIF") -> bytes:
    """A moving picture, each frame of another colour."""
    encoded = io.BytesIO()
    first, *others = [Image.new("RGB", size, (n * 7 % 256, n // 256, 128)) for n in range(frames)]
    first.save(encoded, kind, save_all=True, append_images=others, duration=50, loop=0)
    return encoded.getvalue()


def uploaded(owner: User, colour: str = "#c03030", size: tuple[int, int] = (60, 40)) -> int:
    """The id of a new upload of a picture of this colour."""
    return upload_picture(owner.id, io.BytesIO(picture(colour=colour, size=size))).id


def recording(seconds: float = 1, container: str = "webm", codec: str = "libopus", rate: int = 48_000) -> bytes:
    """A tone that swells twice a second, recorded as browsers do."""
    encoded = io.BytesIO()
    with av.open(encoded, "w", format=container) as output:
        stream = cast(AudioStream, output.add_stream(codec, rate=rate, layout="mono"))
        for start in range(0, round(seconds * rate), SAMPLES):
            samples = min(SAMPLES, round(seconds * rate) - start)
            frame = AudioFrame(format="s16", layout="mono", samples=samples)
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            swell = start * 2 % rate / rate
            tone = array("h", [round(30_000 * swell * math.sin((start + n) / 20)) for n in range(samples)])
            frame.planes[0].update(tone.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return encoded.getvalue()


def recorded(owner: User, seconds: float = 1) -> int:
    """The id of a new upload of a voice."""
    return upload_voice(owner.id, io.BytesIO(recording(seconds))).id
