"""My groups and their members as they were + the events = asked for afresh, for everybody concerned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from accounts.actions import delete_account, make_friends
from accounts.models import User
from accounts.testing import make_user
from ggtalk.realtime.streams import names_heard_by
from ggtalk.realtime.sync import heads_of, missed_by
from groups.actions import (
    NewGroup,
    accept_join,
    add_members,
    announce,
    choose_group_avatar,
    create_group,
    dissolve_group,
    end_silence,
    end_silence_of_everybody,
    hand_over_group,
    join_group,
    leave_group,
    refuse_join,
    remove_member,
    rename_group,
    see_answers,
    set_admin,
    set_history,
    set_join_mode,
    set_nickname,
    set_private_chat,
    silence_everybody,
    silence_member,
    take_back_announcement,
    withdraw_join,
)
from groups.models import Group, JoinRequest
from groups.queries import announcements_of, groups_of, join_requests_of, members_of
from groups.rights import Right, roles_with
from groups.serializers import announcement_data, group_data, join_request_data, members_data

pytestmark = pytest.mark.django_db(transaction=True)

Json = dict[str, Any]


class Groups:
    """One user's groups and members as they were loaded, moved on by the events they hear."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.load()

    def load(self) -> None:
        """Asks for everything afresh."""
        self.groups: dict[int, Json] = {}
        self.members: dict[int, dict[int, Json]] = {}
        self.announcements: dict[int, list[Json]] = {}
        for group, count in groups_of(self.user.id):
            self.groups[group.id] = plain(group_data(group, count))
            self.announcements[group.id] = [plain(announcement_data(row)) for row in announcements_of(group.id)]
            self.members[group.id] = by_user(group.id)
        rows = join_requests_of(self.user.id, roles_with(Right.ADMIT))
        self.requests: dict[int, Json] = {row.pk: plain(join_request_data(row)) for row in rows}
        self.cursors = heads_of(names_heard_by(self.user.id))

    def follow(self) -> None:
        """Applies what was missed; who came into a group loads its members, who is too far behind loads everything."""
        missed = missed_by(self.user.id, self.cursors)
        if missed.reset:
            self.load()
            return
        for frame in missed.frames:
            event = msgspec.json.decode(frame)
            hear: Callable[[Json], None] | None = {
                "group.joined": self._joined,
                "group.changed": self._changed,
                "group.left": self._left,
                "announcement.posted": self._posted,
                "announcement.removed": self._removed,
                "member.joined": self._member_joined,
                "member.changed": self._member_is,
                "member.left": self._member_left,
                "me.changed": lambda payload: self._card_is(payload["me"]),
                "user.changed": lambda payload: self._card_is(payload["user"]),
                "join_request.changed": self._request_is,
                "join_request.removed": self._request_gone,
            }.get(event["type"])
            if hear:
                hear(event["payload"])

    def _joined(self, payload: Json) -> None:
        group = payload["group"]
        self.groups[group["id"]] = group
        self.announcements[group["id"]] = [plain(announcement_data(row)) for row in announcements_of(group["id"])]
        self.members[group["id"]] = by_user(group["id"])

    def _changed(self, payload: Json) -> None:
        self.groups[payload["group"]["id"]] = payload["group"]

    def _left(self, payload: Json) -> None:
        del self.announcements[payload["group"]], self.groups[payload["group"]], self.members[payload["group"]]

    def _posted(self, payload: Json) -> None:
        self.announcements[payload["group"]].insert(0, payload["announcement"])

    def _removed(self, payload: Json) -> None:
        known = self.announcements[payload["group"]]
        known[:] = [one for one in known if one["id"] != payload["announcement"]]

    def _member_joined(self, payload: Json) -> None:
        self.groups[payload["group"]]["member_count"] += 1
        self._member_is(payload)

    def _member_is(self, payload: Json) -> None:
        member = payload["member"]
        self.members[payload["group"]][member["user"]["id"]] = member
        if member["role"] == "owner":
            self.groups[payload["group"]]["owner"] = member["user"]["id"]

    def _member_left(self, payload: Json) -> None:
        self.groups[payload["group"]]["member_count"] -= 1
        del self.members[payload["group"]][payload["user"]]

    def _card_is(self, card: Json) -> None:
        for members in self.members.values():
            if member := members.get(card["id"]):
                member["user"] = {name: card[name] for name in member["user"]}

    def _request_is(self, payload: Json) -> None:
        self.requests[payload["request"]["id"]] = payload["request"]

    def _request_gone(self, payload: Json) -> None:
        self.requests.pop(payload["request"], None)


def by_user(group: int) -> dict[int, Json]:
    """A group's members, by their ids."""
    return {member.user.id: plain(member) for member in members_data(members_of(group))}


def plain(data: Any) -> Any:
    """A representation as it goes over the wire."""
    return msgspec.json.decode(msgspec.json.encode(data))


def test_groups_and_members_follow_events(alice: User, bob: User, dora: User, group: NewGroup) -> None:
    emil = make_user("Emil")
    make_friends([(bob.id, emil.id)])
    number = group.group.id
    followed = [Groups(user) for user in (alice, bob, dora, emil)]
    changes: list[Callable[[], Any]] = [
        lambda: create_group(alice.id, "another", [bob.id]),
        lambda: add_members(bob.id, number, [emil.id]),
        lambda: rename_group(alice.id, number, "renamed"),
        lambda: choose_group_avatar(alice.id, number, "builtin:3"),
        lambda: announce(alice.id, number, "read this"),
        lambda: announce(alice.id, number, "and this"),
        lambda: take_back_announcement(alice.id, number, announcements_of(number)[1].pk),
        lambda: set_nickname(dora.id, number, dora.id, "朵"),
        lambda: set_nickname(alice.id, number, bob.id, "Bobby"),
        lambda: silence_member(alice.id, number, bob.id, None),
        lambda: silence_member(alice.id, number, dora.id, 600),
        lambda: end_silence(alice.id, number, dora.id),
        lambda: silence_everybody(alice.id, number, 600),
        lambda: end_silence_of_everybody(alice.id, number),
        lambda: silence_everybody(alice.id, number, None),
        lambda: set_private_chat(alice.id, number, allowed=False),
        lambda: set_admin(alice.id, number, bob.id, is_admin=True),
        lambda: leave_group(dora.id, number),
        lambda: hand_over_group(alice.id, number, bob.id),
        lambda: remove_member(bob.id, number, emil.id),
        lambda: add_members(bob.id, number, [emil.id]),
        lambda: add_members(alice.id, number, [dora.id]),
        lambda: delete_account(alice.id),
        lambda: leave_group(emil.id, number),
        lambda: dissolve_group(bob.id, number),
    ]
    check_each(changes, followed)


def check_each(changes: list[Callable[[], Any]], followed: list[Groups]) -> None:
    """After each change everybody holds what they would get afresh."""
    for change in changes:
        change()
        for one in followed:
            one.follow()
            fresh = Groups(one.user)
            assert (one.groups, one.members) == (fresh.groups, fresh.members)
            assert (one.announcements, one.requests) == (fresh.announcements, fresh.requests)
            one.load()


def test_requests_to_join_follow_events(alice: User, bob: User, dora: User, charlie: User, group: NewGroup) -> None:
    emil = make_user("Emil")
    make_friends([(bob.id, emil.id)])
    number = group.group.id

    def of(user: User) -> int:
        return JoinRequest.objects.get(user=user).pk

    changes: list[Callable[[], Any]] = [
        lambda: set_join_mode(alice.id, number, Group.JoinMode.APPROVAL),
        lambda: set_history(alice.id, number, Group.History.WHOLE),
        lambda: join_group(charlie.id, number, "me"),
        lambda: add_members(bob.id, number, [emil.id]),
        lambda: set_admin(alice.id, number, bob.id, is_admin=True),
        lambda: rename_group(alice.id, number, "renamed"),
        lambda: refuse_join(bob.id, of(charlie), "no"),
        lambda: see_answers(charlie.id),
        lambda: join_group(charlie.id, number, "once more"),
        lambda: withdraw_join(charlie.id, of(charlie)),
        lambda: join_group(charlie.id, number, "after all"),
        lambda: accept_join(alice.id, of(charlie)),
        lambda: hand_over_group(alice.id, number, dora.id),
        lambda: set_admin(dora.id, number, bob.id, is_admin=False),
        lambda: remove_member(dora.id, number, charlie.id),
        lambda: join_group(charlie.id, number, "let me back"),
        lambda: leave_group(alice.id, number),
        lambda: delete_account(charlie.id),
        lambda: dissolve_group(dora.id, number),
    ]
    check_each(changes, [Groups(user) for user in (alice, bob, dora, charlie, emil)])
