"""Searching groups: what was said before one came and after one left is not found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from accounts.models import User
from accounts.testing import MakeApi
from chat.models import Message
from chat.search import catch_up
from chat.testing import say
from groups.actions import NewGroup, add_members, leave_group

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("indexed", [True, False])
def test_only_what_was_said_while_one_was_there(
    alice: User, bob: User, group: NewGroup, api: MakeApi, indexed: bool
) -> None:
    conversation, number = group.group.conversation_id, group.group.id
    say(alice, conversation, "report while here")
    leave_group(bob.id, number)
    say(alice, conversation, "report while away")
    if indexed:
        catch_up()
    assert found(api, bob) == ["report while here"]
    add_members(alice.id, number, [bob.id])
    say(alice, conversation, "report after coming back")
    assert found(api, bob) == ["report after coming back"]
    assert found(api, alice) == ["report after coming back", "report while away", "report while here"]


def test_the_calendar_shows_only_that_too(alice: User, bob: User, charlie: User, group: NewGroup, api: MakeApi) -> None:
    conversation = group.group.conversation_id
    days = f"conversations/{conversation}/days/"
    assert api(charlie).get(days, month="2026-11").status == 404
    leave_group(bob.id, group.group.id)
    before = api(bob).get(days, month="2026-11").body
    Message.objects.filter(id__in=say_ids(alice, conversation)).update(sent_at=datetime(2026, 11, 5, tzinfo=UTC))
    assert api(bob).get(days, month="2026-11").body == before
    assert 5 in api(alice).get(days, month="2026-11").body["days"]


def say_ids(user: User, conversation: int) -> list[int]:
    """Says something, and tells under which ids."""
    seqs = say(user, conversation, "without him")
    return list(Message.objects.filter(conversation=conversation, seq__in=seqs).values_list("id", flat=True))


def found(api: MakeApi, user: User) -> list[str]:
    return [hit["message"]["body"]["text"] for hit in api(user).get("messages/search/", q="report").body["hits"]]
