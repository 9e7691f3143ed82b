"""Who may mention everybody in a group: its owner and admins, and nobody else."""

from __future__ import annotations

import pytest

from accounts.models import User
from chat.queries.conversations import participation
from chat.serializers import conversation_data
from chat.testing import mentioned, stored
from ggtalk.errors import Refused
from groups.actions import NewGroup, create_group, leave_group
from groups.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)


def test_owner_and_admins_mention_all(alice: User, bob: User, dora: User, group: NewGroup) -> None:
    place = group.group.conversation_id
    first = stored(mentioned(alice, place, None)).seq
    Membership.objects.filter(group=group.group, user=bob).update(role=Membership.Role.ADMIN)
    second = stored(mentioned(bob, place, None, dora)).seq
    row = participation(place, dora.id)
    assert row is not None
    assert conversation_data(row).mentions == [first, second]


def test_members_and_strangers_do_not(alice: User, bob: User, dora: User, charlie: User, group: NewGroup) -> None:
    place = group.group.conversation_id
    create_group(bob.id, "of his own", [])
    create_group(charlie.id, "elsewhere", [])
    for user, refused in ((bob, "may_not_mention_all"), (charlie, "not_a_member")):
        answer = mentioned(user, place, None)
        assert isinstance(answer, Refused)
        assert answer.code == refused
    Membership.objects.filter(group=group.group, user=dora).update(role=Membership.Role.ADMIN)
    leave_group(dora.id, group.group.id)
    answer = mentioned(dora, place, None)
    assert isinstance(answer, Refused)
    assert answer.code == "not_a_member"
