"""What was kept in a group stays with who leaves it; what was said after that is not theirs."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import keep_message
from chat.testing import sent, stored
from ggtalk.errors import Refused
from groups.actions import NewGroup, leave_group

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_leaves_takes_it_along(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    place = group.group.conversation_id
    one, two = (stored(sent(alice, place, text)).id for text in ("one", "two"))
    keep_message(bob.id, one)
    leave_group(bob.id, group.group.id)
    keep_message(bob.id, two)
    after = stored(sent(alice, place, "after")).id
    with pytest.raises(Refused, match="not found|no such|nothing"):
        keep_message(bob.id, after)
    listed = api(bob).get("favourites/").body["favourites"]
    assert [kept["message"]["body"]["text"] for kept in listed] == ["two", "one"]
