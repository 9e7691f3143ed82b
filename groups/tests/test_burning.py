"""In a group nothing burns after reading: there is nobody whose reading would end it."""

from __future__ import annotations

import pytest

from accounts.models import User
from chat.models import Message
from chat.testing import whispered
from ggtalk.errors import Refused
from groups.actions import NewGroup

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_refused_and_not_said(alice: User, charlie: User, group: NewGroup) -> None:
    place = group.group.conversation_id
    before = Message.objects.count()
    for user, code in ((alice, "not_burnable"), (charlie, "not_a_member")):
        answer = whispered(user, place)
        assert isinstance(answer, Refused)
        assert answer.code == code
    assert Message.objects.count() == before
