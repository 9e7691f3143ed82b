"""Who has left sees what was pinned and who was meant as it was then, and the name that the group bore."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import edit_message, pin_message, recall_message, unpin_message
from chat.models import MessageMention, Participant, PinnedMessage
from chat.queries.conversations import participation
from chat.serializers import ConversationData, conversation_data
from chat.testing import mentioned, sent, stored, worded, worded_naming
from groups.actions import NewGroup, add_members, leave_group, rename_group

pytestmark = pytest.mark.django_db(transaction=True)

MIGRATION = "chat.migrations.0019_as_it_was_pinned_and_meant"


def pinned(api: MakeApi, user: User, place: int) -> list[int]:
    return [pin["message"] for pin in api(user).get(f"conversations/{place}/pins/").body]


def listed(user: User, place: int) -> ConversationData:
    row = participation(place, user.id)
    assert row is not None
    return conversation_data(row)


def test_what_stood_there_stays_and_what_is_pinned_later_is_not_theirs(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    place = group.group.conversation_id
    before, ended, both, after = (stored(sent(alice, place, words)).id for words in ("one", "two", "three", "four"))
    for message in (before, ended, both):
        pin_message(alice.id, message)
    unpin_message(alice.id, ended)
    leave_group(bob.id, group.group.id)
    for message in (before, both):
        unpin_message(alice.id, message)
    for message in (both, after):
        pin_message(alice.id, message)
    assert (pinned(api, bob, place), pinned(api, dora, place)) == ([both, before], [after, both])
    recall_message(alice.id, both)
    assert (pinned(api, bob, place), pinned(api, dora, place)) == ([before], [after])


def test_who_comes_back_sees_what_stands_there_now(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    place = group.group.conversation_id
    old = stored(sent(alice, place, "old")).id
    pin_message(alice.id, old)
    leave_group(bob.id, group.group.id)
    unpin_message(alice.id, old)
    add_members(alice.id, group.group.id, [bob.id])
    pin_message(alice.id, new := stored(sent(alice, place, "new")).id)
    assert pinned(api, bob, place) == [new]


def test_an_edit_after_they_left_neither_means_them_nor_takes_it_back(
    alice: User, bob: User, dora: User, group: NewGroup
) -> None:
    place = group.group.conversation_id
    meant, plain = stored(mentioned(alice, place, bob)), stored(sent(alice, place, "look"))
    leave_group(bob.id, group.group.id)
    edit_message(alice.id, meant.id, worded_naming(dora))
    edit_message(alice.id, plain.id, worded_naming(None))
    assert listed(bob, place).mentions == [meant.seq]
    assert listed(dora, place).mentions == [meant.seq, plain.seq]
    edit_message(alice.id, plain.id, worded("nobody"))
    assert listed(bob, place).mentions == [meant.seq]
    assert listed(dora, place).mentions == [meant.seq]
    add_members(alice.id, group.group.id, [bob.id])
    assert listed(bob, place).mentions == []
    recall_message(alice.id, meant.id)
    assert not MessageMention.objects.filter(message=meant.id).exists()


def test_no_number_tells_of_a_later_recall(alice: User, bob: User, group: NewGroup) -> None:
    place = group.group.conversation_id
    leave_group(bob.id, group.group.id)
    recall_message(alice.id, stored(sent(alice, place, "after")).id)
    seen = listed(bob, place)
    assert seen.own.recall_seq <= seen.head < listed(alice, place).own.recall_seq


def test_pins_from_before_they_had_numbers_get_them(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    place = group.group.conversation_id
    before, after = (stored(sent(alice, place, words)).id for words in ("one", "two"))
    pin_message(alice.id, before)
    leave_group(bob.id, group.group.id)
    pin_message(alice.id, after)
    PinnedMessage.objects.update(pinned_seq=0)
    import_module(MIGRATION).number_pins(apps, None)
    assert (pinned(api, bob, place), pinned(api, alice, place)) == ([before], [after, before])


def test_who_left_before_titles_were_kept_gets_the_one_they_knew(
    alice: User, bob: User, dora: User, group: NewGroup
) -> None:
    place = group.group.conversation_id
    leave_group(dora.id, group.group.id)
    rename_group(alice.id, group.group.id, "Longer walks")
    leave_group(bob.id, group.group.id)
    rename_group(alice.id, group.group.id, "Secret walks")
    Participant.objects.update(left_title="")
    import_module(MIGRATION).title_earlier_leavers(apps, None)
    titles = [listed(user, place).title for user in (dora, bob, alice)]
    assert titles == ["Walks", "Longer walks", "Secret walks"]
