"""Alice takes everything about herself with her."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.queries import register_export
from accounts.testing import MakeApi


def test_everything_about_me_in_one_file(api: MakeApi, alice: User, bob: User, charlie: User) -> None:
    hers = api(alice)
    hers.patch("me/", email="alice@example.org", settings={"theme": "dark"})
    hers.patch(f"friends/{bob.id}/", remark="Bobby")
    hers.post("friends/requests/", user=charlie.id, note="Hello")
    answer = hers.get("me/export/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    exported = answer.body
    assert exported["account"]["email"] == "alice@example.org"
    assert [friend["remark"] for friend in exported["friends"]] == ["Bobby"]
    assert [request["note"] for request in exported["friend_requests"]] == ["Hello"]
    assert exported["blocks"] == []
    assert len(exported["devices"]) == 1
    assert "password" not in exported["account"]


def test_nobody_exports_others(api: MakeApi, alice: User, charlie: User) -> None:
    assert api(charlie).get("me/export/").body["account"]["account"] == "charlie"
    assert api().get("me/export/").status == 401


def test_a_part_has_one_name() -> None:
    with pytest.raises(ValueError, match="friends"):
        register_export("friends", lambda user: [])
