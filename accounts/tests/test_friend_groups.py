"""Alice sorts her friends into groups."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actions.friend_groups import MOST_GROUPS
from accounts.models import FriendGroup, User
from accounts.testing import Answer, MakeApi
from accounts.tests.contacts import Screen


@pytest.fixture
def screen(api: MakeApi, alice: User, bob: User) -> Screen:
    return Screen(api(alice))


def made(screen: Screen, *names: str) -> list[int]:
    return [screen.api.post("friends/groups/", name=name).body["id"] for name in names]


def names_of(screen: Screen) -> list[str]:
    return [group["name"] for group in screen.api.get("friends/").body["friend_groups"]]


def reason(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def test_groups_are_made_renamed_and_moved(screen: Screen) -> None:
    work, family = made(screen, "Work", "家人")
    assert names_of(screen) == ["", "Work", "家人"]
    screen.assert_lawful("friend_groups.changed", "friend_groups.changed")
    assert screen.api.patch(f"friends/groups/{work}/", name="Office").body["name"] == "Office"
    moved = screen.api.patch(f"friends/groups/{family}/", position=0).body
    assert moved["position"] == 0
    assert names_of(screen) == ["家人", "", "Office"]
    screen.assert_lawful("friend_groups.changed", "friend_groups.changed")
    screen.api.patch(f"friends/groups/{family}/", position=10_000)
    assert names_of(screen) == ["", "Office", "家人"]


def test_the_default_group_is_renamed_but_never_deleted(screen: Screen) -> None:
    default = screen.lists["friend_groups"][0]["id"]
    assert screen.api.patch(f"friends/groups/{default}/", name="Everybody").body["name"] == "Everybody"
    assert screen.api.patch(f"friends/groups/{default}/", name="").body["name"] == ""
    assert reason(screen.api.delete(f"friends/groups/{default}/")) == (409, "default_group")
    screen.assert_lawful("friend_groups.changed", "friend_groups.changed")


def test_an_empty_group_is_simply_deleted(screen: Screen) -> None:
    work, _ = made(screen, "Work", "Family")
    screen.follow()
    assert screen.api.delete(f"friends/groups/{work}/").status == 204
    screen.assert_lawful("friend_groups.changed")
    assert [group["position"] for group in screen.lists["friend_groups"]] == [0, 1]


def test_a_group_with_friends_is_deleted_only_with_a_place_for_them(screen: Screen, bob: User) -> None:
    work, family = made(screen, "Work", "Family")
    screen.api.patch(f"friends/{bob.id}/", friend_group=work)
    screen.follow()
    assert reason(screen.api.delete(f"friends/groups/{work}/")) == (409, "group_not_empty")
    assert reason(screen.api.delete(f"friends/groups/{work}/?move_to={work}")) == (409, "group_not_empty")
    assert screen.api.delete(f"friends/groups/{work}/?move_to=999999").status == 400
    assert screen.api.delete(f"friends/groups/{work}/?move_to={family}").status == 204
    screen.assert_lawful("friend.changed", "friend_groups.changed")
    assert screen.lists["friends"][bob.id]["friend_group"] == family


def test_a_group_chosen_in_a_request_may_go_before_the_answer(api: MakeApi, screen: Screen, charlie: User) -> None:
    (fair,) = made(screen, "Fair")
    request = screen.api.post("friends/requests/", user=charlie.id, friend_group=fair).body["id"]
    screen.api.delete(f"friends/groups/{fair}/")
    api(charlie).post(f"friends/requests/{request}/accept/")
    default = screen.api.get("friends/").body["friend_groups"][0]["id"]
    assert screen.api.get("friends/").body["friends"][1]["friend_group"] == default


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "g" * 41, "WORK", "ｗｏｒｋ"])
def test_names_can_be_seen_and_told_apart(screen: Screen, name: str) -> None:
    made(screen, "Work")
    assert reason(screen.api.post("friends/groups/", name=name)) == (400, "invalid")


def test_there_is_a_limit(screen: Screen, alice: User) -> None:
    FriendGroup.objects.bulk_create(
        FriendGroup(owner=alice, name=str(number), name_key=str(number), position=number)
        for number in range(1, MOST_GROUPS)
    )
    assert reason(screen.api.post("friends/groups/", name="One more")) == (409, "too_many_groups")


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_a_stranger_touches_no_group_of_others(api: MakeApi, screen: Screen, charlie: User, method: str) -> None:
    (work,) = made(screen, "Work")
    screen.follow()
    charlies = api(charlie)

    def tried(group: int) -> Any:
        path = f"friends/groups/{group}/"
        answer = charlies.patch(path, name="Mine") if method == "patch" else charlies.delete(path)
        return answer.status, answer.body

    assert tried(work) == tried(999_999)
    assert tried(work)[0] == 404
    screen.assert_lawful()
