"""Who may pin messages in a group: its owner and admins; and who sees what is pinned."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import pin_message, unpin_message
from chat.testing import sent, stored
from ggtalk.errors import Refused
from groups.actions import NewGroup, add_members, leave_group
from groups.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)


def code_of(user: User, message: int) -> str:
    with pytest.raises(Refused) as refused:
        pin_message(user.id, message)
    return refused.value.code


def test_owner_and_admins_pin_and_nobody_else(alice: User, bob: User, charlie: User, group: NewGroup) -> None:
    message = stored(sent(bob, group.group.conversation_id, "the address")).id
    assert code_of(bob, message) == "may_not_pin"
    assert code_of(charlie, message) == "not_found"
    pin_message(alice.id, message)
    with pytest.raises(Refused, match="owner and the admins"):
        unpin_message(bob.id, message)
    Membership.objects.filter(group=group.group, user=bob).update(role=Membership.Role.ADMIN)
    unpin_message(bob.id, message)
    pin_message(bob.id, message)
    leave_group(bob.id, group.group.id)
    assert code_of(bob, message) == "not_a_member"


def test_who_comes_later_does_not_see_earlier_pins(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    place = group.group.conversation_id
    leave_group(bob.id, group.group.id)
    message = stored(sent(alice, place, "before")).id
    pin_message(alice.id, message)
    add_members(alice.id, group.group.id, [bob.id])
    assert [len(api(user).get(f"conversations/{place}/pins/").body) for user in (alice, bob)] == [1, 0]
