"""The table of rights, row by row over REST: role by right, on oneself and others, and for who is outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from accounts.actions import make_friends
from accounts.models import User
from accounts.testing import Answer, Api, MakeApi, make_user
from groups.actions import add_members, create_group
from groups.management.commands.write_group_rights import TABLE
from groups.models import Group, JoinRequest, Membership
from groups.rights import RIGHTS, Right, Role, may, rights_table

pytestmark = pytest.mark.django_db(transaction=True)

Ask = Callable[[Api, int, int], Answer]
"""(who asks, group, the one it is about)"""

BY_MESSAGE = {Right.MENTION_ALL, Right.PIN, Right.SPEAK_IN_SILENCE}
"""Used by what one says, and tested in test_mentions.py, test_pins.py and test_silence.py."""

ALSO_OVER_ONESELF = {Right.SET_NICKNAME}

ASKED: Mapping[Right, Ask] = {
    Right.BRING: lambda api, group, other: api.post(f"groups/{group}/members/", members=[]),
    Right.ADMIT: lambda api, group, other: api.post(f"groups/requests/{waiting(group)}/accept/"),
    Right.SET_JOIN_MODE: lambda api, group, other: api.post(f"groups/{group}/join_mode/", join_mode="open"),
    Right.LINK: lambda api, group, other: api.post(f"groups/{group}/links/", expires_in_hours=24),
    Right.SET_HISTORY: lambda api, group, other: api.post(f"groups/{group}/history/", history="whole"),
    Right.RENAME: lambda api, group, other: api.patch(f"groups/{group}/", name="Another name"),
    Right.SET_AVATAR: lambda api, group, other: api.patch(f"groups/{group}/", avatar="builtin:3"),
    Right.ANNOUNCE: lambda api, group, other: api.post(f"groups/{group}/announcements/", text="read this"),
    Right.REMOVE: lambda api, group, other: api.delete(f"groups/{group}/members/{other}/"),
    Right.SET_PRIVATE: lambda api, group, other: api.patch(f"groups/{group}/", allows_private_chat=False),
    Right.SET_NICKNAME: lambda api, group, other: api.patch(f"groups/{group}/members/{other}/", nickname="Nick"),
    Right.SILENCE: lambda api, group, other: api.post(f"groups/{group}/members/{other}/silence/", seconds=60),
    Right.SILENCE_ALL: lambda api, group, other: api.post(f"groups/{group}/silence/", seconds=None),
    Right.SET_ROLE: lambda api, group, other: api.patch(f"groups/{group}/members/{other}/", role="admin"),
    Right.HAND_OVER: lambda api, group, other: api.post(f"groups/{group}/owner/", user=other),
    Right.DISSOLVE: lambda api, group, other: api.delete(f"groups/{group}/"),
}


def waiting(group: int) -> int:
    """A request to join this group; of a group that is not there none is."""
    if not Group.objects.filter(id=group).exists():
        return 10**9
    someone = make_user("Someone")
    request = JoinRequest.objects.create(group_id=group, number=1, name="Ranks", user=someone)
    return request.pk


@pytest.fixture
def ranks() -> dict[str, list[User]]:
    """Two of each role but one owner, in one group."""
    people = [make_user(f"Person {number}") for number in range(5)]
    make_friends([(people[0].id, other.id) for other in people[1:]])
    made = create_group(people[0].id, "Ranks", [other.id for other in people[1:]])
    Membership.objects.filter(group=made.group, user__in=people[1:3]).update(role=Role.ADMIN)
    return {Role.OWNER: people[:1], Role.ADMIN: people[1:3], Role.MEMBER: people[3:]}


@pytest.mark.parametrize("right", ASKED)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("of", Role)
def test_each_right(ranks: dict[str, list[User]], api: MakeApi, right: Right, role: Role, of: Role) -> None:
    actor = ranks[role][0]
    others = [user for user in ranks[of] if user != actor]
    group = Group.objects.get()
    answer = ASKED[right](api(actor), group.id, (others or [actor])[0].id)
    allowed = may(role, right, of if others else role) or (right in ALSO_OVER_ONESELF and not others)
    assert answer.status in ((200, 201, 204) if allowed else (403,)), answer.body
    assert allowed or answer.body["code"] == "not_allowed"


@pytest.mark.parametrize("right", ASKED)
def test_who_is_outside_learns_nothing(ranks: dict[str, list[User]], charlie: User, api: MakeApi, right: Right) -> None:
    group, other = Group.objects.get(), ranks[Role.MEMBER][0]
    answers = [ASKED[right](api(charlie), number, other.id) for number in (group.id, 10**9)]
    assert {(answer.status, str(answer.body)) for answer in answers} == {(404, str(answers[0].body))}
    assert Membership.objects.filter(group=group).count() == 5


@pytest.mark.parametrize("right", [right for right in Right if RIGHTS[right].over_others])
def test_a_stranger_is_no_member_to_act_on(
    ranks: dict[str, list[User]], charlie: User, api: MakeApi, right: Right
) -> None:
    group, owner = Group.objects.get(), ranks[Role.OWNER][0]
    answers = [ASKED[right](api(owner), group.id, other) for other in (charlie.id, 10**9)]
    assert {(answer.status, str(answer.body)) for answer in answers} == {(404, str(answers[0].body))}


def test_nobody_has_a_right_over_themselves(ranks: dict[str, list[User]], api: MakeApi) -> None:
    group, owner = Group.objects.get(), ranks[Role.OWNER][0]
    for right in (Right.REMOVE, Right.SILENCE, Right.SET_ROLE, Right.HAND_OVER):
        assert ASKED[right](api(owner), group.id, owner.id).status == 403


def test_every_right_is_asked_for() -> None:
    assert set(Right) == ASKED.keys() | BY_MESSAGE


def test_the_table_for_people_is_fresh() -> None:
    assert TABLE.read_text(encoding="utf-8") == rights_table()


def test_a_right_that_was_lost_is_not_used(alice: User, bob: User, dora: User, api: MakeApi) -> None:
    made = create_group(alice.id, "Walks", [bob.id])
    add_members(alice.id, made.group.id, [dora.id])
    hers, his = api(alice), api(bob)
    assert hers.patch(f"groups/{made.group.id}/members/{bob.id}/", role="admin").status == 204
    assert his.delete(f"groups/{made.group.id}/members/{dora.id}/").status == 204
    assert hers.patch(f"groups/{made.group.id}/members/{bob.id}/", role="member").status == 204
    assert his.patch(f"groups/{made.group.id}/", name="Mine").status == 403
    assert hers.patch(f"groups/{made.group.id}/members/{bob.id}/", role="owner").status == 400
