"""What is said in conversations is found among what was stored lately: messages, their changes, and events."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from chat.actions.changes import Reaction, react_to_message
from chat.models import Message, stream_of
from chat.testing import sent
from ggtalk.realtime.journals import Journals
from ggtalk.realtime.sync import heads_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_messages_and_their_changes_are_found_with_a_query_for_each_table(
    alice: User, bob: User, direct: int, django_assert_num_queries: Any
) -> None:
    stream, read = stream_of(direct), Journals()
    read.begin_anew()
    sent(alice, direct, "hello")
    with django_assert_num_queries(3):
        heads = read.heads()
    assert heads == heads_of([stream])
    message = Message.objects.get(conversation=direct)
    react_to_message(Reaction(bob.id, message.pk, "👍", on=True))
    assert read.heads() == heads_of([stream])
