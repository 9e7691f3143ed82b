"""Requests to join that wait: taken back, counted for who proposes, and told of together."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.actions import make_friends
from accounts.models import User
from accounts.testing import MakeApi, heard, make_user
from accounts.throttle import Limit
from groups.actions import NewGroup, join_group, set_admin, set_join_mode
from groups.models import Group, JoinRequest
from groups.tests.test_joining import answer, ask, listed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by_approval(alice: User, group: NewGroup) -> Group:
    """Alice's group with Bob and Dora, which is joined by approval."""
    set_join_mode(alice.id, group.group.id, Group.JoinMode.APPROVAL)
    return Group.objects.get()


def test_a_request_is_taken_back_while_it_waits(
    alice: User, bob: User, charlie: User, by_approval: Group, api: MakeApi
) -> None:
    request = ask(charlie, by_approval, api).body["request"]["id"]
    for other in (alice, bob, make_user("Emil")):
        assert api(other).delete(f"groups/requests/{request}/").status == 404
    assert api(charlie).delete(f"groups/requests/{request}/").status == 204
    assert listed(alice, api) == listed(charlie, api) == []
    for person in (alice, charlie):
        assert ("join_request.removed", {"request": request}) in heard(person)
    assert answer(alice, request, api).status == 404
    assert api(charlie).delete(f"groups/requests/{request}/").status == 404
    again = ask(charlie, by_approval, api, "once more").body["request"]
    assert answer(alice, again["id"], api, "refuse").status == 204
    late = api(charlie).delete(f"groups/requests/{again['id']}/")
    assert (late.status, late.body["code"]) == (409, "already_answered")


def test_who_is_proposed_counts_each(
    bob: User, by_approval: Group, api: MakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    friends = [make_user(f"Friend {number}").id for number in range(4)]
    make_friends([(bob.id, friend) for friend in friends])
    monkeypatch.setattr("groups.actions.members.PROPOSALS", Limit("proposals in a test", 3, 60))
    path = f"groups/{by_approval.id}/members/"
    assert api(bob).post(path, members=friends[:2]).status == 201
    assert api(bob).post(path, members=friends[2:]).body["code"] == "throttled"
    assert JoinRequest.objects.count() == 2


def test_many_requests_are_asked_about_together(
    alice: User, bob: User, by_approval: Group, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        join_group(make_user(f"Asker {number}").id, by_approval.id)
    before = len(heard(bob))
    with django_assert_max_num_queries(30):
        set_admin(alice.id, by_approval.id, bob.id, is_admin=True)
    assert [kind for kind, _ in heard(bob)[before:]].count("join_request.changed") == 30
    with django_assert_max_num_queries(30):
        set_admin(alice.id, by_approval.id, bob.id, is_admin=False)
    assert [kind for kind, _ in heard(bob)].count("join_request.removed") == 30
