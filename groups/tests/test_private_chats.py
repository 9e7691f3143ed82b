"""Members of a common group may talk, where the operator and the group allow it."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actions import block_user
from accounts.models import User
from accounts.testing import MakeApi
from chat.models import Conversation
from chat.testing import sent
from ggtalk.errors import Refused
from groups.actions import NewGroup, leave_group

pytestmark = pytest.mark.django_db(transaction=True)


def may_open(program: Any, user: User) -> bool:
    """Whether a direct conversation can be opened with somebody."""
    status: int = program.post("conversations/direct/", user=user.id).status
    return status == 200


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
