"""Who has left keeps what they had: however they look, nothing that a message became later."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.testing import Api, MakeApi
from chat.actions import (
    Forwarding,
    Reaction,
    Wording,
    delete_messages,
    edit_message,
    forward_messages,
    keep_message,
    react_to_message,
    recall_message,
)
from chat.inline import InlineObject
from chat.models import Message, MessageChange, MessageVersion
from chat.testing import replied, sent, stored, worded
from files.testing import uploaded
from groups.actions import NewGroup, add_members, leave_group, remove_member

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = ("plan one", "plan two", "plan three", "plan four")
"""What a message said: the first two while Bob was there."""


@dataclass(frozen=True)
class Said:
    """A message that Bob kept and answered before he left; `alone`: the conversation of Alice and Bob."""

    place: int
    message: int
    seq: int
    alone: int


@pytest.fixture
def said(alice: User, bob: User, direct: int, group: NewGroup) -> Said:
    """Edited once before Bob was removed, twice and reacted to after that; the last he heard and has not deleted."""
    place = group.group.conversation_id
    message = stored(sent(alice, place, WORDS[0]))
    keep_message(bob.id, message.id)
    edit_message(alice.id, message.id, worded(WORDS[1]))
    answer = stored(replied(bob, place, "fine", message.id))
    delete_messages(bob.id, place, [answer.id])
    remove_member(alice.id, group.group.id, bob.id)
    for words in WORDS[2:]:
        edit_message(alice.id, message.id, worded(words))
    react_to_message(Reaction(alice.id, message.id, "👍", True))
    return Said(place, message.id, message.seq, direct)


def forwarded(program: Api, said: Said) -> str:
    assert program.user is not None
    for merged in (False, True):
        forward_messages(Forwarding(program.user.id, [said.message], said.alone, uuid.uuid4(), merged))
    return str(program.get(f"conversations/{said.alone}/messages/").body)


def page(program: Api, said: Said, **query: object) -> str:
    return str(program.get(f"conversations/{said.place}/messages/", **query).body)


WAYS: Mapping[str, Callable[[Api, Said], str]] = {
    "the newest page": lambda api, said: page(api, said),
    "a page back": lambda api, said: page(api, said, before=10**6),
    "a page forward": lambda api, said: page(api, said, after=0),
    "around a number": lambda api, said: page(api, said, around=said.seq),
    "from a time on": lambda api, said: page(api, said, at="2020-01-01T00:00:00Z"),
    "by id, as quotes and pins are": lambda api, said: page(api, said, ids=str(said.message)),
    "search": lambda api, said: str(api.get("messages/search/", q="plan").body),
    "search for a kind": lambda api, said: str(api.get("messages/search/", kind="text").body),
    "the list": lambda api, said: str(api.get("conversations/").body),
    "favourites": lambda api, said: str(api.get("favourites/").body),
    "favourites with words": lambda api, said: str(api.get("favourites/", q="two").body),
    "versions": lambda api, said: str(api.get(f"messages/{said.message}/versions/").body),
    "export": lambda api, said: str(api.get("me/export/").body["favourites"]),
    "forwarding": forwarded,
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_read_shows_it_as_it_was(bob: User, said: Said, api: MakeApi, way: str) -> None:
    told = WAYS[way](api(bob), said)
    assert WORDS[1] in told
    assert [words for words in (*WORDS[2:], "👍") if words in told] == []


def test_it_has_the_times_and_the_versions_of_then(bob: User, said: Said, api: MakeApi) -> None:
    program = api(bob)
    (listed,) = [one for one in program.get("conversations/").body if one["id"] == said.place]
    (message,) = program.get(f"conversations/{said.place}/messages/", ids=str(said.message)).body["messages"]
    versions = program.get(f"messages/{said.message}/versions/").body["versions"]
    assert [one["body"]["text"] for one in versions] == list(WORDS[:2])
    assert (message["edited_at"], message["changed_seq"]) == (versions[1]["said_at"], listed["head"])
    assert listed["last_message"] == message


def test_those_inside_and_who_comes_back_see_it_as_it_is(
    bob: User, dora: User, group: NewGroup, said: Said, api: MakeApi
) -> None:
    for way in ("the newest page", "search", "versions"):
        assert WORDS[3] in WAYS[way](api(dora), said)
    add_members(group.group.owner_id, group.group.id, [bob.id])
    assert WORDS[3] in WAYS["favourites"](api(bob), said)


def test_later_words_find_nothing(bob: User, dora: User, said: Said, api: MakeApi) -> None:
    asked: tuple[str, ...] = ("messages/search/", "favourites/")
    for path in asked:
        assert "plan" not in str(api(bob).get(path, q="four").body)
    assert WORDS[3] in str(api(dora).get(asked[0], q="four").body)


def test_a_message_first_edited_later_counts_as_never_edited(
    alice: User, bob: User, group: NewGroup, api: MakeApi
) -> None:
    place = group.group.conversation_id
    message = stored(sent(alice, place, "before"))
    leave_group(bob.id, group.group.id)
    edit_message(alice.id, message.id, worded("after"))
    (shown,) = api(bob).get(f"conversations/{place}/messages/", ids=str(message.id)).body["messages"]
    assert (shown["body"], "edited_at" in shown) == ({"text": "before"}, False)


def test_what_was_recalled_is_kept_for_nobody(alice: User, bob: User, said: Said, api: MakeApi) -> None:
    recall_message(alice.id, said.message)
    told = {way: WAYS[way](api(bob), said) for way in WAYS if way != "forwarding"}
    assert [way for way, shown in told.items() if "plan" in shown] == []
    assert "recalled" in told["the newest page"]
    assert not MessageVersion.objects.exists()


def test_a_picture_put_there_later_is_not_theirs(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    message = stored(sent(alice, group.group.conversation_id, "words"))
    keep_message(bob.id, message.id)
    early, late = uploaded(alice), uploaded(alice, "#00ff00")
    put_between(alice, message.id, early)
    leave_group(bob.id, group.group.id)
    put_between(alice, message.id, late)
    seen = [[api(user).get(f"files/{file}/").status for file in (early, late)] for user in (bob, dora)]
    assert seen == [[200, 404], [200, 200]]


def put_between(user: User, message: int, file: int) -> None:
    edit_message(user.id, message, Wording(text="see \ufffc", inline=[InlineObject(start=4, image=file)]))


def test_one_query_more_however_many_have_changed_and_none_for_those_inside(
    bob: User, dora: User, said: Said, api: MakeApi
) -> None:
    there = Message.objects.filter(conversation=said.place)
    edited = there.get(id=said.message).changed_seq
    counts: dict[User, list[list[int]]] = {bob: [], dora: []}
    for number, changed in ((None, there), (edited, there.filter(id=said.message)), (edited, there)):
        changed.update(changed_seq=number)
        for user, counted in counts.items():
            counted.append(queries(api(user), said))
    assert counts[bob][1] == counts[bob][2] == [count + 1 for count in counts[bob][0]]
    assert counts[dora][0] == counts[dora][1] == counts[dora][2]


def queries(program: Api, said: Said) -> list[int]:
    counts: list[int] = []
    for way in ("the newest page", "search", "the list", "favourites"):
        with CaptureQueriesContext(connection) as captured:
            WAYS[way](program, said)
        counts.append(len(captured))
    return counts


def test_versions_from_before_they_had_numbers_get_them(said: Said) -> None:
    kept = MessageVersion.objects.filter(message=said.message).order_by("id").values_list("replaced_seq", flat=True)
    numbers = list(kept)
    edits = MessageChange.objects.filter(message=said.message, kind=MessageChange.Kind.EDITED).order_by("seq")
    assert numbers == list(edits.values_list("seq", flat=True))
    kept.update(replaced_seq=0)
    edits.filter(seq=numbers[0]).delete()
    import_module("chat.migrations.0017_replaced_seq").number_versions(apps, None)
    assert list(kept.all()) == [0, *numbers[1:]]
