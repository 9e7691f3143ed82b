"""An installation from before keeps everything: settings in two parts, words sealed, names cleaned; and back."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import Settings

from accounts.models import FriendRequest, Friendship, User
from accounts.queries import found_users, settings_of
from accounts.testing import make_user, migrate
from ggtalk.sealing.keys import MARK, new_key

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

BEFORE = [("accounts", "0004_delete_knownaddress")]
ONE_EACH = [("accounts", "0006_seal_words_clean_names")]


def test_an_installation_from_before_keeps_everything(
    alice: User, bob: User, latest: list[tuple[str, str]], settings: Settings
) -> None:
    make_user("Zoe")
    FriendRequest.objects.create(from_user=alice, to_user=bob, note="", reason="")
    old = migrate(BEFORE)
    wanted = {"quick_replies": ["soon"], "sends_read_marks": False, "zoom": 1.5}
    old.get_model("accounts", "User").objects.filter(pk=alice.pk).update(
        settings=wanted, name="Al\u200dice", name_key="al\u200dice"
    )
    old.get_model("accounts", "User").objects.filter(account="zoe").update(name="\u200d", name_key="\u200d")
    old.get_model("accounts", "FriendRequest").objects.update(note="we met", reason="sealed:no")
    old.get_model("accounts", "Friendship").objects.filter(owner=bob.pk).update(remark="Al\ufe0fly")
    settings.MESSAGE_KEYS = (new_key(),)
    migrate(latest)
    alice.refresh_from_db()
    assert (alice.name, settings_of(alice), alice.switches) == ("Alice", wanted, {"sends_read_marks": False})
    assert [user.name for user in found_users(bob.pk, "alice")[0]] == ["Alice"]
    assert User.objects.get(account="zoe").name == "zoe"
    assert Friendship.objects.get(owner=bob.pk).remark == "Ally"
    request = FriendRequest.objects.get()
    assert (request.note, request.reason) == ("we met", "sealed:no")
    with connection.cursor() as cursor:
        cursor.execute("SELECT note, reason, content FROM accounts_friendrequest, accounts_ownsettings")
        assert all(stored.startswith(f"{MARK}") and "we met" not in stored for stored in cursor.fetchall()[0])
    old = migrate(BEFORE)
    assert old.get_model("accounts", "User").objects.get(pk=alice.pk).settings == wanted
    assert old.get_model("accounts", "FriendRequest").objects.get().note == "we met"


def test_who_goes_back_keeps_the_last_request_of_each(
    alice: User, bob: User, charlie: User, latest: list[tuple[str, str]]
) -> None:
    asked = ((alice, charlie, "first"), (charlie, alice, "other way"), (alice, charlie, "last"), (bob, charlie, "Bob"))
    for one, other, note in asked:
        FriendRequest.objects.create(from_user=one, to_user=other, note=note)
    old = migrate(ONE_EACH)
    kept = old.get_model("accounts", "FriendRequest").objects.order_by("id").values_list("note", flat=True)
    assert list(kept) == ["other way", "last", "Bob"]
    migrate(latest)
    FriendRequest.objects.create(from_user=alice, to_user=charlie, note="once more")
    assert FriendRequest.objects.filter(from_user=alice, to_user=charlie).count() == 2
