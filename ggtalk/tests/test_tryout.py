"""The try-out groups: made once, left as people make them."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.testing import MakeApi
from chat.models import Message
from ggtalk.tryout import load_tryout
from groups.actions import leave_group
from groups.models import Group, Membership

pytestmark = pytest.mark.django_db(transaction=True)


def test_five_friends_in_two_groups_have_said_something(api: MakeApi) -> None:
    load_tryout()
    assert Group.objects.count() == 2
    first = User.objects.get(account="10000")
    listed = api(first).get("conversations/").body
    assert sorted(row["kind"] for row in listed) == ["direct", "group", "group"]
    assert all(row["last_message"]["body"].get("text") for row in listed)
    assert all(row["own"]["hidden"] is False for row in listed)


def test_a_second_time_changes_nothing() -> None:
    load_tryout()
    leaver = Membership.objects.filter(role=Membership.Role.MEMBER).first()
    assert leaver is not None
    leave_group(leaver.user_id, leaver.group_id)
    said, members = Message.objects.count(), Membership.objects.count()
    load_tryout()
    assert (Message.objects.count(), Membership.objects.count(), Group.objects.count()) == (said, members, 2)
