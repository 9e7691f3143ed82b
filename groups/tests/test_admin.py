"""The operator's pages: found by people and names, few queries, and never a word of what was said."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat.testing import say
from groups.actions import NewGroup, create_group

pytestmark = pytest.mark.django_db(transaction=True)

CONVERSATIONS, GROUPS = "/admin/chat/conversation/", "/admin/groups/group/"


@pytest.fixture
def operator() -> Client:
    """A browser signed in to the admin."""
    client = Client()
    user = User.objects.create_user("operator", "x", name="Operator", is_staff=True, is_superuser=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(operator: Client, address: str) -> str:
    """A page's text."""
    response = operator.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_conversations_are_shown_without_their_words(
    alice: User, direct: int, group: NewGroup, operator: Client
) -> None:
    say(alice, direct, "a private word")
    say(alice, group.group.conversation_id, "a private word")
    pages = [shown(operator, CONVERSATIONS), shown(operator, f"{CONVERSATIONS}{direct}/change/")]
    pages.append(shown(operator, f"{CONVERSATIONS}{group.group.conversation_id}/change/"))
    assert "Walks" in pages[0]
    assert "Bob (bob)" in pages[1]
    assert not [page for page in pages if "private word" in page]


@pytest.mark.parametrize("address", [CONVERSATIONS, GROUPS])
@pytest.mark.parametrize(("search", "found"), [("walk", True), ("Ｄora", True), ("dora", True), ("nobody", False)])
def test_things_are_found(group: NewGroup, operator: Client, address: str, search: str, found: bool) -> None:
    assert ("Walks" in shown(operator, f"{address}?q={search}")) is found


def test_groups_are_shown_with_their_members(group: NewGroup, operator: Client) -> None:
    page = shown(operator, f"{GROUPS}{group.group.id}/change/")
    for name in ("Walks", "Alice (alice)", "Dora (dora)", str(group.group.number)):
        assert name in page


def test_nothing_can_be_changed(direct: int, group: NewGroup, operator: Client) -> None:
    for address in (f"{CONVERSATIONS}{direct}/", f"{GROUPS}{group.group.id}/"):
        assert operator.post(f"{address}delete/", {"post": "yes"}).status_code == 403
        assert operator.post(f"{address}change/", {"title": "x"}).status_code == 403
    for address in (CONVERSATIONS, GROUPS):
        assert operator.get(f"{address}add/").status_code == 403


def test_long_lists_take_the_same_queries(alice: User, bob: User, operator: Client) -> None:
    def queries() -> list[int]:
        counts = []
        for address in (CONVERSATIONS, GROUPS):
            with CaptureQueriesContext(connection) as captured:
                shown(operator, address)
            counts.append(len(captured))
        return counts

    create_group(alice.id, "one", [bob.id])
    shown(operator, GROUPS)
    few = queries()
    for number in range(15):
        say(bob, create_group(alice.id, f"group {number}", [bob.id]).group.conversation_id, "hello")
    assert queries() == few
