"""The lists as they were + the events = the lists asked for afresh, whatever people do and however streams overtake."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.actions import ProfileChanges, block_user, change_profile, make_friends, remove_friend, unblock_user
from accounts.models import User
from accounts.testing import make_user
from chat.actions import (
    Mark,
    Notice,
    OwnChanges,
    Reaction,
    add_participants,
    burn_message,
    change_own_state,
    create_group_conversation,
    delete_messages,
    edit_message,
    hide_conversations,
    mark_delivered,
    mark_read,
    open_direct_conversation,
    open_message,
    react_to_message,
    recall_message,
    remove_participant,
    send_shake,
)
from chat.models import Message, Participant
from chat.queries.conversations import participations_of
from chat.serializers import conversations_data
from chat.testing import mentioned, say, shown, whispered, worded, worded_naming
from chat.tests.folding import Conversations, Json
from files.testing import uploaded
from ggtalk.errors import Refused
from ggtalk.realtime.streams import names_heard_by
from ggtalk.realtime.sync import heads_of, missed_by

pytestmark = pytest.mark.django_db(transaction=True)

Step = tuple[str, int, int, int]
"""What is done, by which user, in which conversation, with which number."""

STEPS = st.tuples(
    st.sampled_from(
        ["say", "say", "name", "name", "rename", "show", "shake", "read", "deliver", "pin", "edit", "recall", "recall"]
        + [
            "react",
            "whisper",
            "open it",
            "burn",
            "delete",
            "hide",
            "mark",
            "draft",
            "hide all",
            "open",
            "card",
            "block",
        ]
    ),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 12),
)


def listed_for(user: User) -> list[Json]:
    """A user's list as REST gives it."""
    data: list[Json] = msgspec.json.decode(msgspec.json.encode(conversations_data(participations_of(user.id))))
    return data


def state_of(conversations: Conversations) -> list[Json]:
    """The list in the order REST gives it."""
    return [conversations.by_id[number] for number in sorted(conversations.by_id)]


def said_in(place: int, number: int) -> int:
    """One of the last messages of a conversation; none is 0."""
    newest = Message.objects.filter(conversation=place).order_by("-seq").values_list("id", flat=True)
    ids = list(newest[: number % 4 + 1])
    return ids[-1] if ids else 0


class World:
    """Three friends, their direct conversations and one group conversation."""

    def __init__(self) -> None:
        suffix = User.objects.count()
        self.users = [make_user(f"{name}{suffix}") for name in ("Alice", "Bob", "Dora")]
        alice, bob, dora = self.users
        make_friends([(alice.id, bob.id), (alice.id, dora.id), (bob.id, dora.id)])
        everybody = [user.id for user in self.users]
        with transaction.atomic():
            group = create_group_conversation("walks", everybody, Notice("group_created", alice.id, everybody)).id
        self.places = [group, *(open_direct_conversation(alice.id, other.id).id for other in (bob, dora))]

    def do(self, step: Step) -> None:
        """One thing somebody does; what is refused changes nothing."""
        what, who, where, number = step
        user, place = self.users[who], self.places[where]
        other = self.users[(who + 1) % 3].id
        doing: dict[str, Callable[[], Any]] = {
            "say": lambda: say(user, place, f"{number}"),
            "show": lambda: shown(user, place, [uploaded(user, f"#0000{number:02x}")], f"{number}"),
            "name": lambda: mentioned(user, place, self.users[number % 3]),
            "rename": lambda: edit_message(user.id, said_in(place, number), worded_naming(self.users[number % 3])),
            "shake": lambda: send_shake(user.id, place),
            "read": lambda: mark_read([Mark(user.id, place, number)]),
            "deliver": lambda: mark_delivered([Mark(user.id, place, number)]),
            "pin": lambda: change_own_state(
                user.id, place, OwnChanges(pinned=number % 2 == 0, notify="all" if number % 3 else "nothing")
            ),
            "hide": lambda: change_own_state(user.id, place, OwnChanges(hidden=number % 2 == 0)),
            "mark": lambda: change_own_state(user.id, place, OwnChanges(marked_unread=number % 2 == 0)),
            "draft": lambda: change_own_state(user.id, place, OwnChanges(draft=str(number))),
            "hide all": lambda: hide_conversations(user.id),
            "open": lambda: open_direct_conversation(user.id, other),
            "card": lambda: change_profile(user.id, ProfileChanges(signature=str(number))),
            "edit": lambda: edit_message(user.id, said_in(place, number), worded(f"edited {number}")),
            "recall": lambda: recall_message(user.id, said_in(place, number)),
            "react": lambda: react_to_message(Reaction(user.id, said_in(place, number), "😀", number % 3 > 0)),
            "delete": lambda: delete_messages(user.id, place, [said_in(place, number)]),
            "whisper": lambda: whispered(user, place),
            "open it": lambda: open_message(user.id, said_in(place, number)),
            "burn": lambda: burn_message(said_in(place, number)),
            "block": lambda: (block_user if number % 2 else unblock_user)(user.id, other),
        }
        with contextlib.suppress(Refused):
            doing[what]()


@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # the steps are few; shrinking them takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=st.lists(STEPS, max_size=6), after=st.lists(STEPS, max_size=14), seed=st.integers(0, 1000))
def test_lists_follow_events(db: None, before: list[Step], after: list[Step], seed: int) -> None:
    world = World()
    for step in before:
        world.do(step)
    lists = [Conversations(user.id, listed_for(user)) for user in world.users]
    cursors = [heads_of(names_heard_by(user.id)) for user in world.users]
    for step in after:
        world.do(step)
    for user, followed, cursor in zip(world.users, lists, cursors, strict=True):
        for frame in shuffled(user, cursor, seed):
            followed.hear(frame)
        catch_up(user, followed, cursor)
        assert state_of(followed) == listed_for(user)


def shuffled(user: User, cursors: dict[str, int], seed: int) -> list[Json]:
    """What a user has missed: each stream in its order, the streams overtaking each other."""
    frames: list[Json] = [msgspec.json.decode(frame) for frame in missed_by(user.id, cursors).frames]
    streams: dict[str, list[Json]] = {}
    for frame in frames:
        streams.setdefault(frame["stream"], []).append(frame)
    order = [frame["stream"] for frame in frames]
    random.Random(seed).shuffle(order)
    return [streams[stream].pop(0) for stream in order]


def catch_up(user: User, followed: Conversations, known: dict[str, int]) -> None:
    """Follows conversations that appeared meanwhile from their heads, as the protocol asks."""
    heads = {row["stream"]: row["head"] for row in followed.by_id.values() if row["stream"] not in known}
    for frame in missed_by(user.id, heads).frames:
        followed.hear(msgspec.json.decode(frame))


def test_joining_and_leaving_follow_events(alice: User, bob: User, direct: int) -> None:
    with transaction.atomic():
        place = create_group_conversation("walks", [alice.id], Notice("group_created", alice.id, [alice.id])).id
    say(alice, place, "before")
    mine, his = Conversations(alice.id, listed_for(alice)), Conversations(bob.id, listed_for(bob))

    def follow(user: User, followed: Conversations, cursors: dict[str, int]) -> None:
        for frame in missed_by(user.id, cursors).frames:
            followed.hear(msgspec.json.decode(frame))
        assert state_of(followed) == listed_for(user)

    for change in (
        lambda: add_participants(place, [bob.id], Notice("member_joined", alice.id, [bob.id])),
        lambda: say(bob, place, "hello"),
        lambda: remove_participant(place, bob.id, Notice("member_left", bob.id, [bob.id])),
        lambda: say(alice, place, "after"),
        lambda: add_participants(place, [bob.id], Notice("member_joined", alice.id, [bob.id])),
        lambda: remove_friend(alice.id, bob.id),
    ):
        cursors = [heads_of(names_heard_by(user.id)) for user in (alice, bob)]
        with transaction.atomic():
            change()
        follow(alice, mine, cursors[0])
        follow(bob, his, cursors[1])
    assert Participant.objects.get(conversation=place, user=bob).left_seq is None
