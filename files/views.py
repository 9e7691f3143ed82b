"""Files over REST."""

from __future__ import annotations

from typing import IO, Literal

from django.conf import settings
from django.http import FileResponse
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from accounts.throttle import Limit, take
from files.actions import AAC_TYPE, aac_of, upload_picture, upload_voice
from files.models import Content, File
from files.permissions import can_see
from files.queries import file_with_content
from files.serializers import FileData, VoiceData
from files.storage import CHUNK_BYTES, ENDINGS, opened, spool
from ggtalk.errors import Refused, not_found
from ggtalk.rest.endpoint import Endpoint, answers, takes
from ggtalk.rest.structs import Payload

UPLOADS = Limit("uploads", 1000, 60 * 60)


class FileQuery(Payload, frozen=True):
    """Which of a picture's sizes; a voice as it is stored or as AAC; `download`: to be saved, not shown."""

    size: Literal["original", "small", "large"] = "original"
    sound: Literal["original", "aac"] = "original"
    download: bool = False


class Files(Endpoint):
    """What I upload."""

    @answers(201)
    @takes("image/png", "image/jpeg", "image/webp", "image/gif")
    def post(self, request: Request) -> FileData:
        """Takes a picture as the whole body. It goes again within a day unless a message shows it."""
        me = signed_in_user(request).id
        take(UPLOADS, str(me))
        with spool() as upload:
            _read(request, upload)
            return upload_picture(me, upload)


class Voices(Endpoint):
    """Voices I upload."""

    @answers(201)
    @takes("audio/webm", "audio/ogg", "audio/mp4")
    def post(self, request: Request) -> VoiceData:
        """Takes a recording as the whole body. It goes again within a day unless a message holds it."""
        me = signed_in_user(request).id
        take(UPLOADS, str(me))
        with spool() as upload:
            _read(request, upload)
            return upload_voice(me, upload)


class OneFile(Endpoint):
    """A file I have uploaded, or was shown."""

    def get(self, request: Request, file: int, query: FileQuery) -> FileResponse:
        """Its content; a smaller one that is not made yet or not needed is answered with the original.

        A voice as AAC is made now where that was not done yet.
        """
        found = file_with_content(file)
        if found is None or not can_see(found, signed_in_user(request).id):
            raise not_found()
        return _response(found, query)


def _read(request: Request, upload: IO[bytes]) -> None:
    most_bytes = settings.MAX_UPLOAD_MIB * 1024 * 1024
    while chunk := request._request.read(CHUNK_BYTES):
        if upload.tell() + len(chunk) > most_bytes:
            raise Refused("too_large", f"A file may have {settings.MAX_UPLOAD_MIB} MiB at most.", status=413)
        upload.write(chunk)
    upload.seek(0)


def _response(file: File, query: FileQuery) -> FileResponse:
    content = file.content
    name, media_type = _wanted(content, query)
    response = FileResponse(
        opened(name),
        content_type=media_type,
        as_attachment=query.download,
        filename=f"{file.created_at:%Y%m%d-%H%M%S}-{file.pk}{ENDINGS[media_type]}",
    )
    is_final = name != content.name or query.size == "original"
    response.headers["Cache-Control"] = f"private, max-age={31536000 if is_final else 0}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Vary"] = "Cookie, Authorization"
    return response


def _wanted(content: Content, query: FileQuery) -> tuple[str, str]:
    """Where what is asked for is stored, and its type; the content itself where there is nothing else."""
    if query.size != "original" and (preview := content.previews.filter(size=query.size).first()):
        return preview.name, "image/webp"
    if query.sound == "aac" and (aac := aac_of(content.pk)):
        return aac, AAC_TYPE
    return content.name, content.media_type
