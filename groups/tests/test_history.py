"""How much of the history those read who come into a group: from then on, or all of it, in every way to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from accounts.models import User
from accounts.testing import Api, MakeApi
from chat.actions import pin_message
from chat.models import Message
from chat.testing import Connect, durable, replied, say, say_later, shown, stored
from files.testing import uploaded
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database
from groups.actions import NewGroup, join_group, leave_group, set_history, set_join_mode
from groups.models import Group

pytestmark = pytest.mark.django_db(transaction=True)

FROM_JOINING, WHOLE = Group.History


@dataclass(frozen=True)
class Said:
    """What was said in the group before somebody came: words, then a picture."""

    group: int
    place: int
    seq: int
    words: int
    picture: int
    file: int


@pytest.fixture
def before(alice: User, group: NewGroup) -> Said:
    """Alice's open group, in which she has said words, which are pinned, and shown a picture."""
    place, file = group.group.conversation_id, uploaded(alice)
    set_join_mode(alice.id, group.group.id, Group.JoinMode.OPEN)
    (seq,) = say(alice, place, "the secret plan")
    words = Message.objects.get(seq=seq, conversation=place).pk
    picture = stored(shown(alice, place, [file], "the secret map")).id
    pin_message(alice.id, words)
    return Said(group.group.id, place, seq, words, picture, file)


def ids(answer_messages: list[dict[str, int]]) -> set[int]:
    return {message["id"] for message in answer_messages}


def page(program: Api, said: Said, **query: object) -> set[int]:
    return ids(program.get(f"conversations/{said.place}/messages/", **query).body.get("messages", []))


WAYS: Mapping[str, Callable[[Api, Said], bool]] = {
    "the newest page": lambda api, said: said.words in page(api, said),
    "a page back": lambda api, said: said.words in page(api, said, before=10**6),
    "a page forward": lambda api, said: said.words in page(api, said, after=0),
    "around a number": lambda api, said: said.words in page(api, said, around=said.seq),
    "from a time on": lambda api, said: said.words in page(api, said, at="2020-01-01T00:00:00Z"),
    "by id": lambda api, said: said.words in page(api, said, ids=f"{said.words},{said.picture}"),
    "search": lambda api, said: said.words in found(api, "q=secret"),
    "search for pictures": lambda api, said: said.picture in found(api, "kind=picture"),
    "pins": lambda api, said: str(said.words) in str(api.get(f"conversations/{said.place}/pins/").body),
    "versions": lambda api, said: api.get(f"messages/{said.words}/versions/").status == 200,
    "the picture": lambda api, said: api.get(f"files/{said.file}/").status == 200,
    "a quote": lambda api, said: not isinstance(replied(me(api), said.place, "this?", said.words), Refused),
}


def found(api: Api, query: str) -> set[int]:
    return ids([hit["message"] for hit in api.get(f"messages/search/?{query}").body["hits"]])


def me(api: Api) -> User:
    assert api.user is not None
    return api.user


@pytest.mark.parametrize("history", Group.History)
def test_every_way_to_read(alice: User, charlie: User, before: Said, api: MakeApi, history: Group.History) -> None:
    set_history(alice.id, before.group, history)
    join_group(charlie.id, before.group)
    program = api(charlie)
    assert {way: sees(program, before) for way, sees in WAYS.items()} == dict.fromkeys(WAYS, history == WHOLE)


@pytest.mark.parametrize("way", WAYS)
def test_who_is_outside_reads_nothing_of_a_group_whose_newcomers_read_all(
    alice: User, charlie: User, before: Said, api: MakeApi, way: str
) -> None:
    set_history(alice.id, before.group, WHOLE)
    assert not WAYS[way](api(charlie), before)


async def test_it_is_read_and_not_heard(alice: User, charlie: User, before: Said, connect: Connect) -> None:
    await in_database(set_history, alice.id, before.group, WHOLE)
    his = await connect(charlie)
    await in_database(join_group, charlie.id, before.group)
    await say_later(alice, before.place, "welcome")
    frames = durable(await his.said_until_reply())
    joined = next(frame for frame in frames if frame["type"] == "conversation.joined")["payload"]["conversation"]
    assert (joined["own"]["unread"], joined["own"]["read_seq"]) == (0, joined["head"] - 1)
    stream = f"c{before.place}"
    assert [frame["type"] for frame in frames if frame["stream"] == stream] == ["message.sent", "message.sent"]
    events, reply = await his.exchange("sync", cursors={stream: 0})
    assert (durable(events), reply["payload"]["reset"]) == ([], [stream])


def test_the_choice_counts_for_who_comes_from_then_on(alice: User, charlie: User, before: Said, api: MakeApi) -> None:
    join_group(charlie.id, before.group)
    set_history(alice.id, before.group, WHOLE)
    assert before.words not in page(api(charlie), before), "who is in already reads no more than before"
    leave_group(charlie.id, before.group)
    join_group(charlie.id, before.group)
    assert before.words in page(api(charlie), before)
    set_history(alice.id, before.group, FROM_JOINING)
    assert before.words in page(api(charlie), before), "what one may read is not taken away"


def test_only_the_owner_chooses_and_all_are_told(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    path = f"groups/{group.group.id}/history/"
    assert api(bob).post(path, history="whole").body["code"] == "not_allowed"
    assert api(alice).post(path, history="half").status == 400
    for _ in range(2):
        assert api(alice).post(path, history="whole").status == 204
    bodies = Message.objects.filter(conversation=group.group.conversation_id).values_list("body", flat=True)
    assert [body for body in bodies if "group_history" in body] == [
        '{"notice":{"kind":"group_history","users":[],"text":"whole"}}'
    ]
    assert api(bob).get(f"groups/{group.group.id}/").body["history"] == "whole"


def test_who_came_later_is_not_counted_among_the_readers(
    alice: User, charlie: User, before: Said, api: MakeApi
) -> None:
    asked = f"conversations/{before.place}/reads/?ids={before.words}"
    earlier = api(alice).get(asked)
    assert earlier.body["reads"][0]["of"] == 2
    set_history(alice.id, before.group, WHOLE)
    join_group(charlie.id, before.group)
    assert api(alice).get(asked).body == earlier.body
