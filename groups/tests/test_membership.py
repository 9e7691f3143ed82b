"""Coming into groups and going out of them: what is heard, read and refused from which commit on."""

from __future__ import annotations

import pytest

from accounts.actions import delete_account
from accounts.models import User
from accounts.testing import MakeApi
from chat.testing import Connect, durable, message_command, say, say_later, sent
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database
from groups.actions import NewGroup, add_members, create_group, leave_group, remove_member, rename_group
from groups.models import Group, Membership

pytestmark = pytest.mark.django_db(transaction=True)


async def test_who_leaves_hears_nothing_from_the_same_commit_on(
    alice: User, bob: User, group: NewGroup, connect: Connect
) -> None:
    place, stream = group.group.conversation_id, f"c{group.group.conversation_id}"
    mine, his = await connect(alice), await connect(bob)
    await in_database(leave_group, bob.id, group.group.id)
    await say_later(alice, place, "after")
    his_frames = durable(await his.said_until_reply())
    assert [frame for frame in his_frames if frame["stream"] == stream] == []
    assert [frame["type"] for frame in his_frames] == ["conversation.left", "group.left"]
    mine_frames = [frame for frame in durable(await mine.said_until_reply()) if frame["stream"] == stream]
    assert [frame["type"] for frame in mine_frames] == ["message.sent", "member.left", "message.sent"]
    assert mine_frames[0]["payload"]["message"]["body"] == {"notice": {"kind": "member_left", "users": [bob.id]}}
    assert mine_frames[1]["payload"] == {"group": group.group.id, "user": bob.id}
    assert (await his.ask("sync", cursors={stream: 0}))["payload"]["gone"] == [stream]
    refused = await his.ask("message.send", **message_command(place, "still here"))
    assert refused["error"]["code"] == "not_a_member"
    assert (await his.ask("typing.start", conversation=place))["error"]["code"] == "not_a_member"


def test_what_was_said_until_then_stays_readable(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    place = group.group.conversation_id
    say(alice, place, "before")
    leave_group(bob.id, group.group.id)
    say(alice, place, "after")
    program = api(bob)
    (listed,) = program.get("conversations/").body
    assert (listed["own"]["left"], listed["own"]["unread"], listed["head"]) == (True, 2, 2)
    assert listed["last_message"]["body"] == {"text": "before"}
    for query in ({}, {"after": 0}, {"before": 10**6}):
        page = program.get(f"conversations/{place}/messages/", **query).body
        assert [message["seq"] for message in page["messages"]] == [1, 2]
    assert program.get("groups/").body == []
    for path in ("", "members/"):
        assert program.get(f"groups/{group.group.id}/{path}").status == 404


def test_who_has_left_hears_of_no_later_name(alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi) -> None:
    place = group.group.conversation_id
    leave_group(bob.id, group.group.id)
    remove_member(alice.id, group.group.id, dora.id)
    rename_group(alice.id, group.group.id, "Secret plans")
    for gone in (bob, dora):
        program = api(gone)
        assert program.get(f"conversations/{place}/").body["title"] == "Walks"
        assert [one["title"] for one in program.get("conversations/").body] == ["Walks"]
        assert "Secret plans" not in str(program.get("me/export/").body)
    assert api(alice).get(f"conversations/{place}/").body["title"] == "Secret plans"
    add_members(alice.id, group.group.id, [bob.id])
    assert api(bob).get(f"conversations/{place}/").body["title"] == "Secret plans"


async def test_who_is_brought_in_hears_from_then_on_and_nothing_of_before(
    alice: User, bob: User, dora: User, connect: Connect, api: MakeApi
) -> None:
    made = await in_database(create_group, alice.id, "Walks", [bob.id])
    place, stream = made.group.conversation_id, f"c{made.group.conversation_id}"
    await say_later(alice, place, "secret")
    hers, his = await connect(dora), await connect(bob)
    program = await in_database(api, alice)
    answer = await in_database(program.post, f"groups/{made.group.id}/members/", members=[dora.id, bob.id])
    assert (answer.status, [member["user"]["name"] for member in answer.body]) == (201, ["Dora"])
    await say_later(bob, place, "welcome")
    frames = durable(await hers.said_until_reply())
    assert [frame["type"] for frame in frames if frame["stream"] == stream] == ["message.sent", "message.sent"]
    joined = next(frame for frame in frames if frame["type"] == "conversation.joined")["payload"]["conversation"]
    assert (joined["own"]["unread"], joined["head"]) == (1, 4)
    assert [frame["type"] for frame in durable(await his.said_until_reply())][:2] == ["member.joined", "message.sent"]
    events, reply = await hers.exchange("sync", cursors={stream: 0})
    assert durable(events) == []
    assert reply["payload"]["reset"] == [stream]
    theirs = await in_database(api, dora)
    history = await in_database(theirs.get, f"conversations/{place}/messages/")
    assert [message["seq"] for message in history.body["messages"]] == [4, 5]
    assert (await in_database(theirs.get, "groups/")).body[0]["member_count"] == 3


def test_who_comes_back_does_not_hear_what_was_said_meanwhile(
    alice: User, bob: User, group: NewGroup, api: MakeApi
) -> None:
    place = group.group.conversation_id
    leave_group(bob.id, group.group.id)
    (between,) = say(alice, place, "meanwhile")
    add_members(alice.id, group.group.id, [bob.id])
    page = api(bob).get(f"conversations/{place}/messages/").body
    assert between not in [message["seq"] for message in page["messages"]]
    (listed,) = api(bob).get("conversations/").body
    assert (listed["own"]["left"], listed["own"]["unread"]) == (False, 1)
    assert not isinstance(sent(bob, place, "back again"), Refused)


def test_an_owner_stays_unless_alone(alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi) -> None:
    path = f"groups/{group.group.id}/leave/"
    refused = api(alice).post(path)
    assert (refused.status, refused.body["code"]) == (409, "owner_must_transfer")
    assert api(bob).post(path).status == 204
    assert api(bob).post(path).status == 404
    assert api(dora).post(path).status == 204
    assert api(alice).post(path).status == 204
    assert not Group.objects.exists()
    assert api(alice).get("conversations/").body[0]["own"]["left"] is True


def test_a_deleted_owners_group_goes_to_another(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    Membership.objects.filter(user__name="Dora").update(role=Membership.Role.ADMIN)
    delete_account(alice.id)
    (kept,) = api(bob).get("groups/").body
    members = api(bob).get(f"groups/{kept['id']}/members/").body
    roles = {member["user"]["name"]: member["role"] for member in members}
    assert roles == {"Bob": "member", "Dora": "owner"}
    assert (kept["owner"], kept["member_count"]) == (User.objects.get(name="Dora").id, 2)
