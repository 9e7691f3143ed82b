"""How a stored file looks outside."""

from __future__ import annotations

from files.models import File
from ggtalk.rest.structs import Data


class FileData(Data, frozen=True):
    """A stored picture; `/api/files/<id>/` is it. colour: `#rrggbb`, to be shown while it is on its way."""

    id: int
    media_type: str
    size_bytes: int
    width: int
    height: int
    colour: str
    animated: bool


class VoiceData(Data, frozen=True):
    """A stored voice; `/api/files/<id>/` is it. peaks: 64 loudnesses from 0 to 100, evenly over its length."""

    id: int
    media_type: str
    size_bytes: int
    duration_ms: int
    peaks: list[int]


def upload_data(file: File) -> FileData | VoiceData:
    """A file whose content is loaded, as what it is."""
    return voice_data(file) if file.content.media_type.startswith("audio/") else file_data(file)


def voice_data(file: File) -> VoiceData:
    """A voice whose content is loaded."""
    content = file.content
    return VoiceData(
        id=file.pk,
        media_type=content.media_type,
        size_bytes=content.size_bytes,
        duration_ms=content.voice.duration_ms,
        peaks=list(bytes.fromhex(content.voice.peaks)),
    )


def file_data(file: File) -> FileData:
    """A picture whose content is loaded."""
    content = file.content
    return FileData(
        id=file.pk,
        media_type=content.media_type,
        size_bytes=content.size_bytes,
        width=content.width,
        height=content.height,
        colour=content.colour,
        animated=content.animated,
    )
