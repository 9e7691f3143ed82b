"""Charlie looks for people."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from accounts.testing import MakeApi, make_user

CARD = {"id", "account", "name", "signature", "avatar", "may_write"}


def found(api: Any, search: str, **more: Any) -> list[str]:
    return [user["name"] for user in api.get("users/", search=search, **more).body["users"]]


def test_by_exact_account_or_part_of_the_name(api: MakeApi, alice: User, charlie: User) -> None:
    make_user("张小凡")
    User.objects.create_user("10005", None, name="Number")
    his = api(charlie)
    assert found(his, "ALICE") == ["Alice"]
    assert found(his, "lic") == ["Alice"]
    assert found(his, "小凡") == ["张小凡"]
    assert found(his, "ＡＬＩ") == ["Alice"]
    assert found(his, "10005") == ["Number"]
    assert found(his, "1000") == []
    assert found(his, "%") == found(his, "_") == []


def test_the_exact_account_comes_first(api: MakeApi, charlie: User) -> None:
    for number in range(3):
        make_user(f"Bobby{number}")
    User.objects.create_user("bobby", None, name="Last of all")
    assert found(api(charlie), "bobby") == ["Last of all", "Bobby0", "Bobby1", "Bobby2"]


def test_page_by_page_everybody_once(api: MakeApi, charlie: User) -> None:
    names = [f"Many {number:02}" for number in range(45)]
    for number, name in enumerate(names):
        User.objects.create_user(f"many{number}", None, name=name)
    his = api(charlie)
    pages = [his.get("users/", search="many").body]
    while pages[-1]["next"]:
        pages.append(his.get("users/", search="many", after=pages[-1]["next"]).body)
    assert [user["name"] for page in pages for user in page["users"]] == names
    assert [len(page["users"]) for page in pages] == [20, 20, 5]


def test_never_email_or_telephone(api: MakeApi, alice: User, charlie: User) -> None:
    User.objects.filter(id=alice.id).update(email="alice@example.org", phone="110")
    his = api(charlie)
    (card,) = his.get("users/", search="alice").body["users"]
    assert set(card) == CARD
    assert found(his, "example") == found(his, "110") == []


def test_frozen_and_deleted_users_are_not_found(api: MakeApi, alice: User, charlie: User) -> None:
    User.objects.filter(id=alice.id).update(is_active=False)
    assert found(api(charlie), "alice") == []


def test_cards_of_known_ids(api: MakeApi, alice: User, charlie: User) -> None:
    his = api(charlie)
    answer = his.get("users/", ids=f"{charlie.id},{alice.id},999999,{alice.id}").body
    assert [user["name"] for user in answer["users"]] == ["Charlie", "Alice"]
    assert answer["next"] is None
    assert his.get("users/", ids="").body == {"users": [], "next": None}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"search": ""},
        {"search": "  "},
        {"search": "x" * 41},
        {"search": "a", "after": "x"},
        {"search": "a", "after": "-1"},
        {"ids": "1,x"},
        {"ids": "9" * 30},
        {"ids": ",".join(map(str, range(1, 102)))},
        {"search": "a", "order": "password"},
    ],
)
def test_nonsense_is_refused(api: MakeApi, charlie: User, query: dict[str, str]) -> None:
    answer = api(charlie).get("users/", **query)
    assert (answer.status, answer.body["code"]) == (400, "invalid")


def test_only_who_is_signed_in_looks(api: MakeApi, alice: User) -> None:
    assert api().get("users/", search="alice").status == 401
    assert api().get("users/", ids=str(alice.id)).status == 401
