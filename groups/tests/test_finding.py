"""Groups are found by number and name as their join mode allows, and numbers are chosen or handed out, each once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from accounts.testing import MakeApi
from ggtalk.errors import Refused
from groups.actions import Founding, create_group, dissolve_group
from groups.limits import SEARCHES
from groups.models import Group, GroupNumber

pytestmark = pytest.mark.django_db(transaction=True)

OPEN, APPROVAL, INVITATION = Group.JoinMode


def found(user: User, search: str, api: MakeApi) -> list[int]:
    answer = api(user).get("groups/find/", search=search)
    assert answer.status == 200, answer.body
    return [group["number"] for group in answer.body["groups"]]


def make(owner: User, name: str, number: int | None = None, mode: Group.JoinMode = OPEN) -> Group:
    return create_group(owner.id, name, [], Founding(number, mode)).group


def test_a_group_is_found_by_its_number_and_by_part_of_its_name(alice: User, charlie: User, api: MakeApi) -> None:
    make(alice, "Chess and Ｇo", 54321)
    make(alice, "围棋社", 54322, APPROVAL)
    for search in ("54321", " ５４３２１ ", "chess", "GO"):
        assert found(charlie, search, api) == [54321]
    assert found(charlie, "棋", api) == [54322]
    for search in ("5432", "543210", "", " ", "%", "_", "9" * 30):
        assert found(charlie, search, api) == []
    (card,) = api(charlie).get("groups/find/", search="54322").body["groups"]
    group = Group.objects.get(number=54322)
    told = {"id": group.id, "number": 54322, "name": "围棋社", "avatar": "", "member_count": 1, "join_mode": "approval"}
    assert card == told


def test_the_group_of_this_number_comes_before_those_with_it_in_their_name(
    alice: User, charlie: User, api: MakeApi
) -> None:
    make(alice, "Class of 20261", 30001)
    make(alice, "20261", 20261)
    assert found(charlie, "20261", api) == [20261, 30001]


def test_who_guesses_numbers_learns_nothing_of_a_group_by_invitation(alice: User, charlie: User, api: MakeApi) -> None:
    make(alice, "Board", 54321, INVITATION)
    assert found(charlie, "54321", api) == found(charlie, "54322", api) == found(charlie, "board", api) == []
    assert found(alice, "54321", api) == found(alice, "board", api) == [54321], "her own she finds"


def test_cards_of_known_ids_are_of_groups_that_can_be_found(alice: User, charlie: User, api: MakeApi) -> None:
    groups = [
        make(alice, "Group", number, mode) for number, mode in ((50001, OPEN), (50002, APPROVAL), (50003, INVITATION))
    ]
    ids = ",".join(str(one) for one in (*(group.id for group in groups), 10**9))
    seen = [[card["number"] for card in api(user).get("groups/cards/", ids=ids).body] for user in (alice, charlie)]
    assert seen == [[50001, 50002, 50003], [50001, 50002]]
    for bad in ("", "x", "1,", "-1", ",".join(["1"] * 101)):
        assert api(charlie).get("groups/cards/", ids=bad).status == 400


def test_pages_hold_twenty_and_none_is_left_out(alice: User, charlie: User, api: MakeApi) -> None:
    for number in range(20_000, 20_043):
        make(alice, "Circle 20041", number)
    seen: list[int] = []
    query: dict[str, Any] = {}
    while query.get("after", 0) is not None:
        page = api(charlie).get("groups/find/", search="20041", **query).body
        assert len(page["groups"]) <= 20
        seen += [group["number"] for group in page["groups"]]
        query = {"after": page["next"]}
    assert seen[0] == 20_041
    assert sorted(seen) == list(range(20_000, 20_043))


@pytest.mark.parametrize("query", [{}, {"search": "x" * 201}, {"search": "x", "after": -1}, {"search": "x", "q": 1}])
def test_a_search_that_makes_no_sense_is_refused(charlie: User, api: MakeApi, query: dict[str, Any]) -> None:
    assert api(charlie).get("groups/find/", **query).status == 400


def test_searches_are_limited(charlie: User, api: MakeApi) -> None:
    program = api(charlie)
    answers = [program.get("groups/find/", search="10001").status for _ in range(SEARCHES.most + 1)]
    assert answers == [200] * SEARCHES.most + [429]


def test_a_number_is_chosen_once_and_for_ever(alice: User, charlie: User, api: MakeApi) -> None:
    made = api(alice).post("groups/", name="Chess", members=[], number=77777, join_mode="open")
    assert (made.status, made.body["number"], made.body["join_mode"]) == (201, 77777, "open")
    taken = api(charlie).post("groups/", name="Go", members=[], number=77777)
    assert (taken.status, taken.body["code"], list(taken.body["fields"])) == (400, "invalid", ["number"])
    dissolve_group(alice.id, made.body["id"])
    again = api(charlie).post("groups/", name="Go", members=[], number=77777)
    assert again.body == taken.body, "that it is gone is not told, and nobody takes its place"


@pytest.mark.parametrize("number", [0, -5, 9_999, 10_000_000_000, 2**63, "77777", 7.5, True])
def test_a_number_has_five_to_ten_digits(alice: User, api: MakeApi, number: Any) -> None:
    assert api(alice).post("groups/", name="Chess", members=[], number=number).status == 400
    assert not Group.objects.exists()


def test_numbers_that_were_chosen_are_passed_over(alice: User) -> None:
    for ahead in (0, 1, 3):
        make(alice, "squatter", GroupNumber.FIRST + ahead)
    assert [make(alice, "next").number for _ in range(2)] == [GroupNumber.FIRST + 2, GroupNumber.FIRST + 4]


def test_two_who_choose_one_number_at_the_same_moment(alice: User, charlie: User) -> None:
    begin = threading.Barrier(2)

    def choose(user: User) -> str:
        begin.wait(20)
        try:
            make(user, "First", 77777)
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "made"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(choose, [alice, charlie])) == ["invalid", "made"]
    assert Group.objects.get().number == 77777


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u2800", "x" * 41, "好" * 10_000])
def test_a_name_that_can_not_be_seen_or_is_too_long_is_refused(alice: User, api: MakeApi, name: str) -> None:
    answer = api(alice).post("groups/", name=name, members=[], number=77777)
    assert (answer.status, list(answer.body["fields"])) == (400, ["name"])
    assert api(alice).post("groups/", name="Chess", members=[], number=77777).status == 201


def test_a_renamed_group_is_found_by_its_new_name_only(alice: User, charlie: User, api: MakeApi) -> None:
    group = make(alice, "Chess", 54321)
    assert api(alice).patch(f"groups/{group.id}/", name="Go").status == 204
    assert (found(charlie, "chess", api), found(charlie, "go", api)) == ([], [54321])
