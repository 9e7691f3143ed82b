"""Recorded voices, made harmless: decoded wholly and encoded anew as Opus, so that only what can be heard remains.

The kind of container is told here and not guessed by the library, whose guesses include play lists of other addresses.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, pairwise
from typing import IO

import av
import msgspec
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from ggtalk.errors import Refused

MOST_SECONDS = 120
LATE_SECONDS = 5
"""A client's clock may stop a recording this much late."""
LEAST_MS = 300

PEAKS = 64
RATE = 48_000
LEAST_RATE = 7_000
OPUS_BITS = 32_000
OPUS = {"vbr": "constrained", "application": "voip"}
AAC_BITS = 48_000
LOUDEST = 32_767
MEASURED_EACH = 6
"""Of so many samples one is looked at: loudness needs no more."""

CODECS = ("opus", "libopus", "aac")
CONTAINERS = ((0, b"\x1aE\xdf\xa3", "matroska"), (0, b"OggS", "ogg"), (4, b"ftyp", "mov"))
"""Where which bytes stand in which container."""


class CleanVoice(msgspec.Struct, frozen=True):
    """What a voice that was made harmless is. peaks: 64 loudnesses from 0 to 100, evenly over its length."""

    media_type: str
    duration_ms: int
    peaks: bytes


def clean_voice(upload: IO[bytes], into: IO[bytes]) -> CleanVoice:
    """Writes an uploaded recording anew, as Opus in Ogg, one channel. Refusals: `not_a_voice`, `voice_too_long`."""
    measured = _Measure()
    try:
        with av.open(into, "w", format="ogg") as output:
            stream = output.add_stream("libopus", rate=RATE, layout="mono", bit_rate=OPUS_BITS, options=OPUS)
            for frame in _mono(upload, _container_of(upload)):
                measured.hear(frame)
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
    except (av.FFmpegError, ValueError, IndexError, OverflowError):
        raise not_a_voice() from None
    if measured.duration_ms < LEAST_MS:
        raise not_a_voice()
    return CleanVoice("audio/ogg", measured.duration_ms, measured.peaks())


def as_aac(source: IO[bytes], into: IO[bytes]) -> None:
    """A cleaned voice once more as AAC in MP4, for browsers that play no Opus in Ogg."""
    with av.open(into, "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=RATE, layout="mono", bit_rate=AAC_BITS)
        for frame in _mono(source, "ogg"):
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))


def not_a_voice() -> Refused:
    """Nothing of it can be heard."""
    return Refused("not_a_voice", "This is not a recording in WebM, Ogg or MP4, or it is damaged or empty.")


def _too_long() -> Refused:
    return Refused("voice_too_long", f"A voice message may last {MOST_SECONDS} seconds at most.")


def _container_of(upload: IO[bytes]) -> str:
    beginning = upload.read(12)
    upload.seek(0)
    for place, mark, container in CONTAINERS:
        if beginning[place : place + len(mark)] == mark:
            return container
    raise not_a_voice()


def _mono(source: IO[bytes], container: str) -> Iterator[AudioFrame]:
    """What is heard in the first sound of it, frame by frame, with times that have no gaps."""
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    samples = 0
    with av.open(source, "r", format=container, options={"codec_whitelist": ",".join(CODECS)}) as recording:
        if not recording.streams.audio or recording.streams.audio[0].codec_context.name not in CODECS:
            raise not_a_voice()
        for heard in chain(recording.decode(recording.streams.audio[0]), [None]):
            if heard is not None and heard.sample_rate < LEAST_RATE:
                raise not_a_voice()
            for frame in resampler.resample(heard):
                frame.pts, frame.time_base = samples, Fraction(1, RATE)
                samples += frame.samples
                if samples > (MOST_SECONDS + LATE_SECONDS) * RATE:
                    raise _too_long()
                yield frame


class _Measure:
    """How loud and how long what passes by is."""

    def __init__(self) -> None:
        self._samples = 0
        self._loudest: list[int] = []

    @property
    def duration_ms(self) -> int:
        return self._samples * 1000 // RATE

    def hear(self, frame: AudioFrame) -> None:
        heard = array("h", bytes(frame.planes[0])[: frame.samples * 2])[::MEASURED_EACH]
        self._samples += frame.samples
        self._loudest.append(min(max(max(heard), -min(heard)), LOUDEST) if heard else 0)

    def peaks(self) -> bytes:
        """The root of the loudness: a voice far from its microphone shows too."""
        count = len(self._loudest)
        edges = [n * count // PEAKS for n in range(PEAKS + 1)]
        parts = [self._loudest[start : max(end, start + 1)] for start, end in pairwise(edges)]
        return bytes(round(100 * (max(part, default=0) / LOUDEST) ** 0.5) for part in parts)
