"""With the operator's keys nobody reads in the database what people wrote to each other and for themselves."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from accounts.models import FriendRequest, User
from accounts.testing import MakeApi, database_bytes
from ggtalk.sealing.keys import MARK, name_of, new_key

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = new_key(), new_key()
REPLY, NOTE, REASON = "on my way to the lighthouse", "we met at the secret fair", "not after what you did"


def write(api: MakeApi, alice: User, charlie: User) -> None:
    """Alice has a quick reply and asks Charlie to be friends, who refuses and says why."""
    api(alice).patch("me/", settings={"quick_replies": [REPLY], "sends_read_marks": False})
    asked = api(alice).post("friends/requests/", user=charlie.id, note=NOTE).body
    assert api(charlie).post(f"friends/requests/{asked['id']}/refuse/", reason=REASON).status == 200


def readable() -> list[str]:
    kept = database_bytes()
    return [words for words in (REPLY, NOTE, REASON) if words.encode() in kept]


def assert_all_is_read(api: MakeApi, alice: User, charlie: User) -> None:
    mine = api(alice)
    wanted = {"quick_replies": [REPLY], "sends_read_marks": False}
    assert mine.get("me/").body["settings"] == mine.get("me/export/").body["account"]["settings"] == wanted
    for user in (alice, charlie):
        (request,) = api(user).get("friends/").body["requests"]
        assert (request["note"], request["reason"]) == (NOTE, REASON)


def test_nothing_written_can_be_read_where_it_is_kept(
    api: MakeApi, alice: User, charlie: User, settings: Settings
) -> None:
    settings.MESSAGE_KEYS = (OLD,)
    write(api, alice, charlie)
    assert readable() == []
    assert_all_is_read(api, alice, charlie)
    assert User.objects.filter(switches__sends_read_marks=False).get() == alice


def test_what_was_there_before_is_sealed_rotated_and_opened_again(
    api: MakeApi, alice: User, charlie: User, settings: Settings
) -> None:
    write(api, alice, charlie)
    assert readable() == [REPLY, NOTE, REASON]
    for keys in ((OLD,), (NEW, OLD), (NEW,)):
        settings.MESSAGE_KEYS = keys
        call_command("message_keys", "apply", stdout=io.StringIO())
        assert readable() == []
        assert (name_of(OLD).encode() in database_bytes()) is (keys == (OLD,))
        assert_all_is_read(api, alice, charlie)
    settings.MESSAGE_KEYS = ("plain", NEW)
    call_command("message_keys", "apply", stdout=io.StringIO())
    settings.MESSAGE_KEYS = ()
    assert_all_is_read(api, alice, charlie)


def test_settings_are_told_apart_by_what_they_are(api: MakeApi, alice: User) -> None:
    wanted: dict[str, Any] = {"a": True, "b": {"c": True}, "d": 1, "e": "words", "f": [False], "g": False}
    assert api(alice).patch("me/", settings=wanted).body["settings"] == wanted
    alice.refresh_from_db()
    assert alice.switches == {"a": True, "g": False}
    changed = api(alice).patch("me/", settings={"a": "words", "d": True, "e": None, "g": None}).body["settings"]
    assert changed == {"a": "words", "b": {"c": True}, "d": True, "f": [False]}
    alice.refresh_from_db()
    assert alice.switches == {"d": True}
    assert api(alice).get("me/").body["settings"] == changed


def test_rows_from_before_the_keys_are_read_as_they_are(
    api: MakeApi, alice: User, charlie: User, settings: Settings
) -> None:
    write(api, alice, charlie)
    settings.MESSAGE_KEYS = (OLD,)
    assert_all_is_read(api, alice, charlie)
    api(alice).patch("me/", settings={"zoom": 2})
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM accounts_ownsettings")
        (row,) = cursor.fetchall()
    assert row[0].startswith(MARK), "what is written anew is sealed"
    assert FriendRequest.objects.get().note == NOTE
