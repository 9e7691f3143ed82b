"""Three people talk in a group; one leaves and hears nothing more."""

from __future__ import annotations

import pytest

from e2e.cast import Cast, befriend
from e2e.program import Program, message
from e2e.site import Refused


@pytest.fixture
def three(cast: Cast) -> tuple[Program, Program, Program]:
    """Alice and two friends of hers who do not know each other, all connected."""
    alice, bob, carol = cast.alice, cast.bob, cast.person("Carol")
    befriend(alice, carol)
    for person in (alice, bob, carol):
        person.connect()
    return alice, bob, carol


def found_group(owner: Program, members: list[Program]) -> tuple[int, int]:
    """A new group; its id and its conversation's."""
    group = owner.ask("POST", "/api/groups/", {"name": "周末爬山 ⛰", "members": [member.id for member in members]})
    return group["id"], group["conversation"]["id"]


def test_three_people_talk_and_one_leaves(three: tuple[Program, Program, Program]) -> None:
    alice, bob, carol = three
    group, conversation = found_group(alice, [bob, carol])
    for person in three:
        assert person.hear("group.joined")["group"]["name"] == "周末爬山 ⛰"
        assert person.hear("conversation.joined")["conversation"]["id"] == conversation
    for person in three:
        person.say(conversation, f"{person.user['name']} is here")
    for person in three:
        for other in three:
            person.hear_text(f"{other.user['name']} is here")
    assert {member["user"]["id"] for member in bob.ask("GET", f"/api/groups/{group}/members/")} == {
        person.id for person in three
    }

    carol.ask("POST", f"/api/groups/{group}/leave/", {})
    assert carol.hear("group.left") == {"group": group}
    assert carol.hear("conversation.left") == {"conversation": conversation}
    for person in (alice, bob):
        assert person.hear("member.left") == {"group": group, "user": carol.id}
    alice.say(conversation, "Only for those who stayed")
    bob.hear_text("Only for those who stayed")
    carol.command("ping")
    assert "Only for those who stayed" not in carol.heard_texts(conversation)
    with pytest.raises(Refused) as refused:
        carol.command("message.send", message(conversation, "One more thing"))
    assert refused.value.code == "not_a_member"
    carol.disconnect()
    carol.connect()
    assert f"c{conversation}" not in carol.cursors
    with pytest.raises(Refused):
        carol.ask("GET", f"/api/groups/{group}/members/")
    assert alice.texts(conversation) == bob.texts(conversation)


def test_the_owner_stays_until_alone(three: tuple[Program, Program, Program]) -> None:
    alice, bob, _ = three
    group, _ = found_group(alice, [bob])
    with pytest.raises(Refused) as refused:
        alice.ask("POST", f"/api/groups/{group}/leave/", {})
    assert refused.value.code == "owner_must_transfer"
    bob.ask("POST", f"/api/groups/{group}/leave/", {})
    alice.ask("POST", f"/api/groups/{group}/leave/", {})
    assert alice.ask("GET", "/api/groups/") == []


def test_only_friends_can_be_drawn_into_a_group(three: tuple[Program, Program, Program], cast: Cast) -> None:
    _, bob, carol = three
    with pytest.raises(Refused) as stranger:
        found_group(bob, [carol])
    with pytest.raises(Refused) as nobody:
        bob.ask("POST", "/api/groups/", {"name": "With nobody", "members": [987_654_321]})
    assert stranger.value.code == nobody.value.code
    assert bob.ask("GET", "/api/groups/") == []
    carol.command("ping")
    assert carol.unheard("group.joined") == []


def test_members_who_are_no_friends_may_talk_as_long_as_they_share_a_group(
    three: tuple[Program, Program, Program],
) -> None:
    alice, bob, carol = three
    with pytest.raises(Refused):
        bob.direct_with(carol)
    group, _ = found_group(alice, [bob, carol])
    conversation = bob.direct_with(carol)
    bob.say(conversation, "We share a group")
    carol.hear_text("We share a group")
    bob.ask("POST", f"/api/groups/{group}/leave/", {})
    with pytest.raises(Refused) as refused:
        bob.say(conversation, "and now no more")
    assert refused.value.code == "not_available"
    alice.say(alice.direct_with(carol), "the barrier")
    carol.hear_text("the barrier")
    assert carol.texts(conversation) == ["We share a group"]
