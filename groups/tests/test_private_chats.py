"""Members of a common group may talk, where the operator and the group allow it."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actions import block_user
from accounts.models import User
from accounts.testing import MakeApi, make_user
from chat.models import Conversation
from chat.testing import sent
from ggtalk.errors import Refused
from groups.actions import NewGroup, leave_group

pytestmark = pytest.mark.django_db(transaction=True)


People = tuple[User, User, User, User]


@pytest.fixture
def people(alice: User, bob: User, dora: User, charlie: User, group: NewGroup) -> People:
    """Alice, Bob and Dora, who are in a group, and Charlie, who is in none."""
    return alice, bob, dora, charlie


@pytest.fixture(params=["friends", "common_groups", "everyone"])
def choice(request: pytest.FixtureRequest, settings: Any) -> None:
    """Each of the operator's choices."""
    settings.DIRECT_CHAT = request.param


def may_open(program: Any, user: User) -> bool:
    """Whether a direct conversation can be opened with somebody."""
    status: int = program.post("conversations/direct/", user=user.id).status
    return status == 200


def told(program: Any, *users: User) -> list[bool]:
    """What their cards say of whether they may be written to."""
    ids = ",".join(str(user.id) for user in users)
    return [card["may_write"] for card in program.get("users/", ids=ids).body["users"]]


def test_members_who_are_no_friends_may_talk(bob: User, dora: User, group: NewGroup, api: MakeApi) -> None:
    opened = api(bob).post("conversations/direct/", user=dora.id)
    assert opened.status == 200
    place = opened.body["id"]
    assert not isinstance(sent(dora, place, "hello"), Refused)
    leave_group(bob.id, group.group.id)
    refused = sent(dora, place, "still there?")
    assert isinstance(refused, Refused)
    assert refused.code == "not_available"


def test_the_operator_chooses(bob: User, dora: User, group: NewGroup, api: MakeApi, settings: Any) -> None:
    program = api(bob)
    allowed = {}
    for choice in ("friends", "common_groups", "everyone"):
        settings.DIRECT_CHAT = choice
        allowed[choice] = may_open(program, dora)
    assert allowed == {"friends": False, "common_groups": True, "everyone": True}


def test_a_private_group_allows_none(bob: User, dora: User, group: NewGroup, api: MakeApi) -> None:
    Conversation.objects.filter(id=group.group.conversation_id).update(allows_private_chat=False)
    assert not may_open(api(bob), dora)


def test_a_block_and_a_strangers_group_open_nothing(
    bob: User, dora: User, charlie: User, group: NewGroup, api: MakeApi
) -> None:
    assert not may_open(api(charlie), dora)
    block_user(dora.id, bob.id)
    assert not may_open(api(bob), dora)


@pytest.mark.usefixtures("choice")
def test_a_card_says_what_opening_a_conversation_answers(people: People, api: MakeApi) -> None:
    everybody = (*people, make_user("Frozen", is_active=False))
    for viewer in people:
        program = api(viewer)
        assert told(program, *everybody) == [may_open(program, other) for other in everybody]
    _, bob, dora, _ = people
    (found,) = api(bob).get("users/", search="dora").body["users"]
    assert found["may_write"] is may_open(api(bob), dora)


def test_a_card_changes_with_the_group(bob: User, dora: User, group: NewGroup, api: MakeApi) -> None:
    program = api(bob)
    assert told(program, dora) == [True]
    Conversation.objects.filter(id=group.group.conversation_id).update(allows_private_chat=False)
    assert told(program, dora) == [False]
    Conversation.objects.filter(id=group.group.conversation_id).update(allows_private_chat=True)
    leave_group(bob.id, group.group.id)
    assert told(program, dora) == [False]


@pytest.mark.usefixtures("choice")
def test_a_card_tells_nobody_that_they_are_blocked(people: People, api: MakeApi) -> None:
    alice, bob, dora, charlie = people
    before = [told(api(bob), alice, dora), told(api(charlie), alice, bob, dora)]
    for viewer, others in ((bob, (alice, dora)), (charlie, (alice, bob, dora))):
        for other in others:
            block_user(other.id, viewer.id)
    assert [told(api(bob), alice, dora), told(api(charlie), alice, bob, dora)] == before
    block_user(charlie.id, dora.id)
    assert told(api(charlie), dora) == [False]


def test_a_hundred_cards_take_as_many_questions_as_two(
    people: People, api: MakeApi, django_assert_max_num_queries: Any
) -> None:
    alice, bob, dora, _ = people
    program = api(bob)
    everybody = [alice, dora, *(make_user(f"Person{number}") for number in range(98))]
    counts = []
    for some in (everybody[:2], everybody):
        with django_assert_max_num_queries(50) as asked:
            assert told(program, *some)[:2] == [True, True]
        counts.append(len(asked))
    assert counts[0] == counts[1]
