"""Alice uploads a recording: only what can be heard is stored, and every browser can play it."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

import av
import pytest
from django.core.files.storage import default_storage
from django.db import connection

from accounts.models import User
from accounts.testing import Answer, Api, MakeApi
from files.actions import UNKEPT_FOR, aac_of, add_aac, prune_files
from files.models import Content, File, Voice
from files.testing import picture, recorded, recording, uploaded
from files.voices import PEAKS, as_aac
from ggtalk.jobs.queue import perform_due

pytestmark = pytest.mark.django_db


def upload(api: Api, body: bytes, kind: str = "audio/webm") -> Answer:
    return api.raw("post", "files/voices/", body, kind)


def played(api: Api, path: str) -> tuple[Any, str, float]:
    """The answer, and what its content is and how many seconds it lasts."""
    answer: Any = api.client.get(f"/api/{path}", HTTP_AUTHORIZATION=f"Bearer {api.token}")
    with av.open(io.BytesIO(b"".join(answer.streaming_content)), "r") as heard:
        (stream,) = heard.streams
        return answer, stream.codec_context.name, (heard.duration or 0) / 1_000_000


@pytest.mark.parametrize(("container", "codec"), [("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac")])
def test_what_browsers_record_becomes_opus_with_its_length_and_waveform(
    api: MakeApi, alice: User, container: str, codec: str
) -> None:
    answer = upload(api(alice), recording(2, container, codec), "audio/mp4")
    assert answer.status == 201
    assert answer.body["media_type"] == "audio/ogg"
    assert answer.body["duration_ms"] == pytest.approx(2000, abs=50)
    peaks = answer.body["peaks"]
    assert len(peaks) == PEAKS
    assert all(0 <= peak <= 100 for peak in peaks)
    assert max(peaks[:16]) > 2 * peaks[0]
    heard, kind, seconds = played(api(alice), f"files/{answer.body['id']}/")
    assert (heard.headers["Content-Type"], kind) == ("audio/ogg", "opus")
    assert seconds == pytest.approx(2, abs=0.1)
    assert heard.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert heard.headers["Cache-Control"] == "private, max-age=31536000"


@pytest.mark.parametrize("is_made", [True, False])
def test_who_asks_for_aac_gets_aac_whether_it_was_made_or_not(api: MakeApi, alice: User, is_made: bool) -> None:
    mine, file = api(alice), recorded(alice)
    if is_made:
        perform_due()
    answer, kind, seconds = played(mine, f"files/{file}/?sound=aac")
    assert (answer.headers["Content-Type"], kind) == ("audio/mp4", "aac")
    assert answer.headers["Cache-Control"] == "private, max-age=31536000"
    assert seconds == pytest.approx(1, abs=0.1)
    voice = Voice.objects.get()
    perform_due()
    add_aac(voice.pk, io.BytesIO(b"made a second time"))
    assert Voice.objects.get().aac_name == voice.aac_name


def test_a_picture_is_no_voice_however_it_is_asked_for(api: MakeApi, alice: User) -> None:
    answer: Any = api(alice).client.get(
        f"/api/files/{uploaded(alice)}/?sound=aac", HTTP_AUTHORIZATION=f"Bearer {api(alice).token}"
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")


@pytest.mark.django_db(transaction=True)
def test_it_is_made_once_however_many_ask_at_once(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    recorded(alice)
    made: list[int] = []
    content = Content.objects.get().pk

    def counted(source: IO[bytes], into: IO[bytes]) -> None:
        made.append(content)
        as_aac(source, into)

    monkeypatch.setattr("files.actions.as_aac", counted)

    def ask() -> str | None:
        try:
            return aac_of(content)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        names = {asked.result() for asked in [pool.submit(ask) for _ in range(4)]}
    assert (len(made), names) == (1, {Voice.objects.get().aac_name})


BAD = {
    "nothing": b"",
    "a picture": picture(),
    "a play list": b"#EXTM3U\nhttp://127.0.0.1/secret",
    "a list of files": b"ffconcat version 1.0\nfile /etc/passwd",
    "only a beginning": recording(1)[:60],
    "noise that begins well": b"OggS" + b"\x7f" * 4000,
    "another codec": recording(1, "ogg", "flac"),
    "a click": recording(0.1),
    "a rate nobody records with": recording(1, "mp4", "alac", 4000),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_what_is_no_voice_is_refused_and_leaves_nothing_behind(api: MakeApi, alice: User, body: bytes) -> None:
    answer = upload(api(alice), body)
    assert (answer.status, answer.body["code"]) == (400, "not_a_voice")
    assert not Content.objects.exists()


def test_it_lasts_two_minutes_at_most_and_a_late_clock_is_forgiven(api: MakeApi, alice: User) -> None:
    mine = api(alice)
    assert upload(mine, recording(121)).body["duration_ms"] == pytest.approx(121_000, abs=50)
    answer = upload(mine, recording(126))
    assert (answer.status, answer.body["code"]) == (400, "voice_too_long")


def test_more_than_the_limit_is_not_taken(api: MakeApi, alice: User, settings: Any) -> None:
    settings.MAX_UPLOAD_MIB = 1
    answer = upload(api(alice), b"OggS" + b"0" * 1024 * 1024)
    assert (answer.status, answer.body["code"]) == (413, "too_large")


def test_a_stranger_learns_nothing(api: MakeApi, alice: User, charlie: User) -> None:
    file = recorded(alice)
    theirs, nowhere = api(charlie).get(f"files/{file}/?sound=aac"), api(charlie).get("files/900000001/")
    assert (theirs.status, theirs.body) == (nowhere.status, nowhere.body) == (404, nowhere.body)
    assert upload(api(), recording()).status == 401


@pytest.mark.django_db(transaction=True)
def test_what_nothing_holds_goes_with_all_that_was_made_of_it(alice: User) -> None:
    recorded(alice)
    perform_due()
    voice = Voice.objects.select_related("content").get()
    names = [voice.content.name, voice.aac_name]
    assert all(default_storage.exists(name) for name in names)
    created = File.objects.get().created_at
    assert prune_files(created + 2 * UNKEPT_FOR) == 1
    perform_due()
    assert not Voice.objects.exists()
    assert not any(default_storage.exists(name) for name in names)
