"""Alice changes what she says of herself."""

from __future__ import annotations

from typing import Any

import pytest

from accounts import throttle
from accounts.models import User
from accounts.testing import MakeApi
from accounts.tests.contacts import Screen


@pytest.fixture
def screen(api: MakeApi, alice: User) -> Screen:
    return Screen(api(alice))


def test_everything_about_me(screen: Screen) -> None:
    changes = {
        "name": "Alice 艾丽丝",
        "signature": "Hello",
        "avatar": "builtin:12",
        "email": "alice@example.org",
        "phone": "+44 20 7946 0000",
    }
    answer = screen.api.patch("me/", **changes)
    assert answer.status == 200
    assert {name: answer.body[name] for name in changes} == changes
    assert answer.body == screen.api.get("me/").body
    screen.assert_lawful("me.changed")


def test_what_is_left_out_stays(screen: Screen) -> None:
    screen.api.patch("me/", signature="First")
    assert screen.api.patch("me/").body["signature"] == "First"
    assert screen.api.patch("me/", signature="").body["signature"] == ""


def test_settings_are_merged_key_by_key_and_null_removes(screen: Screen) -> None:
    screen.api.patch("me/", settings={"theme": "dark", "sizes": {"panel": 300}})
    answer = screen.api.patch("me/", settings={"theme": None, "language": "zh-CN"})
    assert answer.body["settings"] == {"sizes": {"panel": 300}, "language": "zh-CN"}
    screen.assert_lawful("me.changed", "me.changed")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "\u202e"},
        {"name": "n" * 41},
        {"name": None},
        {"signature": "s" * 101},
        {"avatar": "builtin:0"},
        {"avatar": "../secret"},
        {"email": "nobody"},
        {"email": "a" * 190 + "@example.org"},
        {"phone": "call me"},
        {"presence": "offline"},
        {"settings": []},
        {"settings": {"big": "x" * 40_000}},
        {"is_staff": True},
        {"account": "root"},
    ],
)
def test_what_breaks_a_rule_changes_nothing(screen: Screen, changes: dict[str, Any]) -> None:
    before = screen.api.get("me/").body
    answer = screen.api.patch("me/", signature="changed", **changes) if "signature" not in changes else None
    answer = answer or screen.api.patch("me/", **changes)
    assert (answer.status, answer.body["code"]) == (400, "invalid")
    assert screen.api.get("me/").body == before
    screen.assert_lawful()


@pytest.mark.parametrize("depth", [20, 400, 900, 100_000])
def test_endlessly_nested_settings_are_refused(screen: Screen, depth: int) -> None:
    body = b'{"settings": {"a": ' + b"[" * depth + b"]" * depth + b"}}"
    response = screen.api.client.patch(
        "/api/me/", body, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {screen.api.token}"
    )
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("changes", "limit"), [({"presence": "busy"}, throttle.PRESENCES), ({"signature": "Hi"}, throttle.CARDS)]
)
def test_what_others_are_told_changes_so_often_and_no_more(
    api: MakeApi, screen: Screen, bob: User, changes: dict[str, str], limit: throttle.Limit
) -> None:
    most = 2 * limit.most + 1  # twice, should the limit's time end meanwhile
    answers = iter(screen.api.patch("me/", **changes) for _ in range(most))
    refused = next(answer for answer in answers if answer.status != 200)
    assert (refused.status, refused.body["code"]) == (429, "throttled")
    assert screen.api.patch("me/", settings={"theme": "dark"}).status == 200
    assert api(bob).patch("me/", **changes).status == 200


def test_private_things_reach_no_friend(api: MakeApi, screen: Screen, bob: User) -> None:
    his = Screen(api(bob))
    screen.api.patch("me/", email="alice@example.org", phone="110", settings={"theme": "dark"})
    his.assert_lawful()
    assert "email" not in his.lists["friends"][screen.user.id]["user"]


def test_however_many_friends_are_told_the_statements_are_the_same(
    screen: Screen, bob: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        friend = User.objects.create_user(f"friend{number}", None, name=f"Friend {number}")
        friend.friendships.create(friend=screen.user, friend_group=friend.friend_groups.get())
    screen.api.patch("me/", name="Alicia")  # opens their streams
    with django_assert_max_num_queries(15):
        screen.api.patch("me/", name="Alice")


def test_a_sign_in_that_overlaps_a_rename_leaves_the_new_name_to_be_found(screen: Screen, alice: User) -> None:
    overlapping = User.objects.get(id=alice.id)
    screen.api.patch("me/", name="Alicia")
    overlapping.save(update_fields=["last_login"])
    assert User.objects.get(id=alice.id).name_key == "alicia"
