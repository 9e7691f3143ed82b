"""Charlie, a stranger, at every address of conversations: learns and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from accounts.testing import MakeApi
from chat.models import Participant
from chat.testing import say

pytestmark = pytest.mark.django_db(transaction=True)

Question = tuple[str, str, dict[str, Any]]

ABOUT_ONE: list[Question] = [
    ("get", "conversations/{}/", {}),
    ("patch", "conversations/{}/", {"pinned": True}),
    ("get", "conversations/{}/messages/", {}),
    ("get", "conversations/{}/messages/", {"after": 0}),
]
ABOUT_ALL: list[Question] = [("get", "conversations/", {}), ("post", "conversations/hide/", {})]


@pytest.mark.parametrize("question", ABOUT_ONE)
def test_foreign_and_missing_look_the_same(
    alice: User, charlie: User, direct: int, api: MakeApi, question: Question
) -> None:
    say(alice, direct, "secret")
    method, path, body = question
    ask = getattr(api(charlie), method)
    foreign = ask(path.format(direct), **body)
    for none in (10**9, 10**30):
        missing = ask(path.format(none), **body)
        assert (foreign.status, foreign.body) == (missing.status, missing.body)
    assert (foreign.status, foreign.body["code"]) == (404, "not_found")


def test_nothing_of_others_is_listed_or_changed(alice: User, charlie: User, direct: int, api: MakeApi) -> None:
    assert api(charlie).get("conversations/").body == []
    assert api(charlie).post("conversations/hide/").status == 204
    assert set(Participant.objects.values_list("hidden_seq", flat=True)) == {None, 0}


@pytest.mark.parametrize("question", ABOUT_ONE + ABOUT_ALL)
def test_nobody_is_asked_to_sign_in(direct: int, api: MakeApi, question: Question) -> None:
    method, path, body = question
    assert getattr(api(), method)(path.format(direct), **body).status == 401
