"""Alice uploads a picture: it is stored once, seen by whom it is shown to, and goes when nothing holds it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from accounts.models import User
from accounts.testing import Answer, Api, MakeApi
from files import permissions
from files.actions import UNKEPT_FOR, keep_files, prune_files, release_files
from files.models import Content, File, Preview
from files.testing import moving, picture, uploaded
from ggtalk.jobs.queue import perform_due

A_DAY_LATER = UNKEPT_FOR + timedelta(minutes=1)


def upload(api: Api, body: bytes, kind: str = "image/png") -> Answer:
    return api.raw("post", "files/", body, kind)


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def asked(api: Api, path: str) -> Any:
    return api.client.get(f"/api/{path}", HTTP_AUTHORIZATION=f"Bearer {api.token}")


def stored_names() -> set[str]:
    names = set(Content.objects.values_list("name", flat=True)) | set(Preview.objects.values_list("name", flat=True))
    return {name for name in names if default_storage.exists(name)}


def test_an_upload_is_told_with_all_that_is_needed_to_draw_it(api: MakeApi, alice: User) -> None:
    answer = upload(api(alice), picture("PNG", (60, 40), "#c03030"), "application/pdf")
    assert answer.status == 201
    told = {name: value for name, value in answer.body.items() if name not in {"id", "size_bytes"}}
    assert told == {"media_type": "image/png", "width": 60, "height": 40, "colour": "#c03030", "animated": False}


def test_the_same_picture_is_stored_once(api: MakeApi, alice: User, bob: User) -> None:
    one, other = upload(api(alice), picture()).body, upload(api(bob), picture()).body
    assert one["id"] != other["id"]
    assert Content.objects.count() == 1


def test_it_is_served_so_that_nothing_in_it_is_ever_run(api: MakeApi, alice: User) -> None:
    mine = api(alice)
    file = upload(mine, picture()).body["id"]
    shown = asked(mine, f"files/{file}/")
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Cache-Control"].startswith("private")
    assert Image.open(io.BytesIO(content_of(shown))).size == (60, 40)
    saved = asked(mine, f"files/{file}/?download=true")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["Content-Disposition"].endswith('.png"')


def test_a_stranger_learns_nothing(api: MakeApi, alice: User, charlie: User) -> None:
    file = upload(api(alice), picture()).body["id"]
    his = api(charlie)
    theirs, nowhere = his.get(f"files/{file}/"), his.get("files/900000001/")
    assert (theirs.status, theirs.body) == (nowhere.status, nowhere.body) == (404, nowhere.body)
    assert api().get(f"files/{file}/").status == 401
    assert upload(api(), picture()).status == 401


def test_whom_an_app_has_shown_it_sees_it(
    api: MakeApi, alice: User, bob: User, charlie: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = upload(api(alice), picture()).body["id"]
    monkeypatch.setattr(permissions, "_shown", [lambda shown, user: (shown, user) == (file, bob.id)])
    assert asked(api(bob), f"files/{file}/").status_code == 200
    assert asked(api(charlie), f"files/{file}/").status_code == 404


def test_smaller_ones_are_made_later_and_until_then_the_original_is_shown(api: MakeApi, alice: User) -> None:
    mine = api(alice)
    file = upload(mine, picture(size=(1000, 500))).body["id"]
    before = asked(mine, f"files/{file}/?size=small")
    assert (before.headers["Content-Type"], before.headers["Cache-Control"]) == ("image/png", "private, max-age=0")
    perform_due()
    after = asked(mine, f"files/{file}/?size=small")
    assert after.headers["Content-Type"] == "image/webp"
    assert Image.open(io.BytesIO(content_of(after))).size == (640, 320)
    assert asked(mine, f"files/{file}/?size=large").headers["Content-Type"] == "image/png"
    assert asked(mine, f"files/{file}/?size=huge").status_code == 400


def test_a_moving_one_moves_and_its_smaller_one_stands_still(api: MakeApi, alice: User) -> None:
    mine = api(alice)
    file = upload(mine, moving()).body["id"]
    perform_due()
    assert getattr(Image.open(io.BytesIO(content_of(asked(mine, f"files/{file}/")))), "n_frames", 1) == 3
    still = Image.open(io.BytesIO(content_of(asked(mine, f"files/{file}/?size=small"))))
    assert getattr(still, "n_frames", 1) == 1


def test_what_is_refused_leaves_nothing_behind(api: MakeApi, alice: User) -> None:
    answer = upload(api(alice), b"<svg/>")
    assert (answer.status, answer.body["code"]) == (400, "not_a_picture")
    assert not File.objects.exists()
    assert not Content.objects.exists()


def test_more_than_the_limit_is_not_taken(api: MakeApi, alice: User, settings: Any) -> None:
    settings.MAX_UPLOAD_MIB = 1
    answer = upload(api(alice), b"\x89PNG" + b"0" * 1024 * 1024)
    assert (answer.status, answer.body["code"]) == (413, "too_large")


def test_what_nothing_holds_goes_after_a_day_and_its_content_with_the_last_of_it(
    alice: User, bob: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        alices, bobs = uploaded(alice, size=(900, 900)), uploaded(bob, size=(900, 900))
        kept = uploaded(alice, "#00ff00")
        keep_files([bobs, kept])
        perform_due()
    assert prune_files() == 0
    assert len(stored_names()) == 3
    assert prune_files(timezone.now() + A_DAY_LATER) == 1
    perform_due()
    assert set(File.objects.values_list("id", flat=True)) == {bobs, kept}
    assert len(stored_names()) == 3
    release_files([bobs])
    before = stored_names()
    assert prune_files(timezone.now() + A_DAY_LATER) == 1
    perform_due()
    assert not File.objects.filter(id=alices).exists()
    assert len(stored_names()) == 1
    assert sum(default_storage.exists(name) for name in before) == 1


def test_uploads_stand_in_the_export(api: MakeApi, alice: User) -> None:
    file = uploaded(alice)
    (told,) = api(alice).get("me/export/").body["files"]
    assert (told["file"], told["type"]) == (file, "image/png")
