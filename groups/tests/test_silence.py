"""Who is muted in a group says nothing there, in no way, on no device, until it ends; all others go on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import Reaction, edit_message, react_to_message, recall_message, send_shake
from chat.actions.forwarding import Forwarding, forward_messages
from chat.testing import Connect, sent, stored, worded
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database
from groups.actions import (
    NewGroup,
    add_members,
    announce,
    end_silence,
    end_silence_of_everybody,
    hand_over_group,
    leave_group,
    rename_group,
    set_admin,
    silence_everybody,
    silence_member,
)
from groups.models import Group, Silence

pytestmark = pytest.mark.django_db(transaction=True)


def code_of(answer: Any) -> str | None:
    return answer.code if isinstance(answer, Refused) else None


def last_notice(api: MakeApi, user: User) -> Any:
    (found,) = api(user).get("conversations/").body
    return found["last_message"]["body"]["notice"]


def test_a_muted_member_says_nothing_in_any_way(alice: User, bob: User, dora: User, group: NewGroup) -> None:
    place = group.group.conversation_id
    earlier = stored(sent(bob, place, "before")).id
    silence_member(alice.id, group.group.id, bob.id, 600)
    assert code_of(sent(bob, place, "still here")) == "silenced"
    ways = (
        lambda: edit_message(bob.id, earlier, worded("instead")),
        lambda: send_shake(bob.id, place),
        lambda: forward_messages(Forwarding(bob.id, [earlier], place, uuid4(), merged=False)),
        lambda: react_to_message(Reaction(bob.id, earlier, "😀", on=True)),
    )
    for way in ways:
        with pytest.raises(Refused, match="muted"):
            way()
    recall_message(bob.id, earlier)
    stored(sent(dora, place, "we go on"))
    end_silence(alice.id, group.group.id, bob.id)
    stored(sent(bob, place, "again"))


def test_it_ends_by_itself(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    place = group.group.conversation_id
    silence_member(alice.id, group.group.id, bob.id, 600)
    silence_everybody(alice.id, group.group.id, 600)
    past = timezone.now() - timedelta(seconds=1)
    Silence.objects.update(until=past)
    assert code_of(sent(bob, place, "too early")) == "silenced"
    Group.objects.update(silenced_until=past)
    stored(sent(bob, place, "now"))
    members = api(alice).get(f"groups/{group.group.id}/members/").body
    assert {member["silenced_until"] for member in members} == {None}
    assert api(bob).get(f"groups/{group.group.id}/").body["silenced_until"] is None
    before = api(bob).get("conversations/").body[0]["head"]
    end_silence(alice.id, group.group.id, bob.id)
    end_silence_of_everybody(alice.id, group.group.id)
    assert api(bob).get("conversations/").body[0]["head"] == before


def test_leaving_and_coming_back_does_not_end_it(alice: User, bob: User, group: NewGroup) -> None:
    silence_member(alice.id, group.group.id, bob.id, None)
    leave_group(bob.id, group.group.id)
    add_members(alice.id, group.group.id, [bob.id])
    assert code_of(sent(bob, group.group.conversation_id, "me again")) == "silenced"


def test_everybody_is_muted_but_who_rules(alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi) -> None:
    place = group.group.conversation_id
    set_admin(alice.id, group.group.id, bob.id, is_admin=True)
    silence_everybody(bob.id, group.group.id, None)
    until = api(dora).get(f"groups/{group.group.id}/").body["silenced_until"]
    assert datetime.fromisoformat(until) == datetime(9999, 12, 31, tzinfo=UTC)
    assert last_notice(api, dora) == {"kind": "group_silenced", "users": [], "until": until}
    assert code_of(sent(dora, place, "may I?")) == "silenced"
    for user in (alice, bob):
        stored(sent(user, place, "an order"))
    silence_member(alice.id, group.group.id, bob.id, 60)
    assert code_of(sent(bob, place, "and I?")) == "silenced"
    end_silence_of_everybody(alice.id, group.group.id)
    assert last_notice(api, dora)["kind"] == "group_unsilenced"
    stored(sent(dora, place, "thank you"))


def test_a_muted_admin_says_nothing_by_ruling_either(alice: User, bob: User, group: NewGroup) -> None:
    set_admin(alice.id, group.group.id, bob.id, is_admin=True)
    silence_member(alice.id, group.group.id, bob.id, 60)
    for act in (
        lambda: announce(bob.id, group.group.id, "hear me"),
        lambda: rename_group(bob.id, group.group.id, "hear me"),
    ):
        with pytest.raises(Refused, match="muted"):
            act()


def test_who_becomes_owner_is_muted_no_more(alice: User, bob: User, group: NewGroup) -> None:
    silence_member(alice.id, group.group.id, bob.id, None)
    hand_over_group(alice.id, group.group.id, bob.id)
    stored(sent(bob, group.group.conversation_id, "mine now"))


def test_what_was_said_before_is_answered_as_it_was(alice: User, bob: User, group: NewGroup) -> None:
    place, client_id = group.group.conversation_id, uuid4()
    first = stored(sent(bob, place, "before", client_id))
    silence_member(alice.id, group.group.id, bob.id, 60)
    assert sent(bob, place, "before", client_id) == first


async def test_both_devices_hear_of_it_and_both_are_mute(
    alice: User, bob: User, group: NewGroup, connect: Connect
) -> None:
    place = group.group.conversation_id
    phone, desk = await connect(bob), await connect(bob)
    await in_database(silence_member, alice.id, group.group.id, bob.id, 60)
    for socket in (phone, desk):
        member = (await socket.next_of("member.changed"))["payload"]["member"]
        assert member["user"]["id"] == bob.id
        assert member["silenced_until"] > timezone.now().isoformat()
        words = {"text": "from here"}
        reply = await socket.ask("message.send", conversation=place, client_id=str(uuid4()), body=words)
        assert reply["error"]["code"] == "silenced"


@pytest.mark.parametrize("seconds", [0, -1, 10**9, "60", 1.5])
def test_a_bad_time_is_refused(alice: User, bob: User, group: NewGroup, api: MakeApi, seconds: object) -> None:
    for path in (f"groups/{group.group.id}/silence/", f"groups/{group.group.id}/members/{bob.id}/silence/"):
        assert api(alice).post(path, seconds=seconds).body["code"] == "invalid"
    assert not Silence.objects.exists()
