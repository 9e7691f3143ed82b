"""The operator's pages of conversations: found by people and titles, few queries, and never a word of what was said."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.testing import shown
from chat.actions import Notice, create_group_conversation
from chat.testing import say

pytestmark = pytest.mark.django_db(transaction=True)

CONVERSATIONS = "/admin/chat/conversation/"


def group_of(alice: User, bob: User, title: str) -> int:
    both = [alice.id, bob.id]
    with transaction.atomic():
        return create_group_conversation(title, both, Notice("group_created", alice.id, both)).id


@pytest.fixture
def group(alice: User, bob: User) -> int:
    """A group of Alice and Bob."""
    return group_of(alice, bob, "Walks")


def test_conversations_are_shown_without_their_words(alice: User, direct: int, group: int, operator: Client) -> None:
    say(alice, direct, "a private word")
    say(alice, group, "a private word")
    pages = [shown(operator, f"{CONVERSATIONS}{address}") for address in ("", f"{direct}/change/", f"{group}/change/")]
    assert "Walks" in pages[0]
    assert "Bob (bob)" in pages[1]
    assert not [page for page in pages if "private word" in page]


@pytest.mark.parametrize(("search", "found"), [("walk", True), ("Ｂob", True), ("bob", True), ("nobody", False)])
def test_conversations_are_found(group: int, operator: Client, search: str, found: bool) -> None:
    assert ("Walks" in shown(operator, f"{CONVERSATIONS}?q={search}")) is found


def test_nothing_can_be_changed(direct: int, operator: Client) -> None:
    assert operator.post(f"{CONVERSATIONS}{direct}/delete/", {"post": "yes"}).status_code == 403
    assert operator.post(f"{CONVERSATIONS}{direct}/change/", {"title": "x"}).status_code == 403
    assert operator.get(f"{CONVERSATIONS}add/").status_code == 403


def test_a_long_list_takes_the_same_queries(alice: User, bob: User, group: int, operator: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(operator, CONVERSATIONS)
        return len(captured)

    shown(operator, CONVERSATIONS)
    few = queries()
    for number in range(15):
        say(bob, group_of(alice, bob, f"group {number}"), "hello")
    assert queries() == few
