"""Two people, or two windows of one, do things at the same moment: it ends as if one had been first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts import actions
from accounts.models import FriendRequest, Friendship, Invitation, User
from accounts.queries import are_friends
from accounts.testing import PASSWORD, MakeApi, heard, make_user
from accounts.tests.contacts import Screen
from ggtalk.errors import Refused

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Runs the calls in threads that start at once; returns their answers or refusals."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return call()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_requests_that_cross_make_friends_once() -> None:
    for number in range(ROUNDS):
        one, other = make_user(f"One{number}").id, make_user(f"Other{number}").id
        answers = together(
            partial(actions.request_friend, one, other),
            partial(actions.request_friend, other, one),
        )
        assert sorted(answer.state for answer in answers) == ["accepted", "pending"]
        assert are_friends(one, other)
        assert are_friends(other, one)
    assert Friendship.objects.count() == 2 * ROUNDS
    assert FriendRequest.objects.count() == ROUNDS


def test_asking_again_from_two_windows_is_one_more_request(alice: User, charlie: User) -> None:
    for number in range(ROUNDS):
        answers = together(*[lambda: actions.request_friend(charlie.id, alice.id).id] * 3)
        assert len(set(answers)) == 1
        assert FriendRequest.objects.filter(state="pending").count() == 1
        actions.refuse_request(alice.id, answers[0], reason=f"no {number}")
    assert list(FriendRequest.objects.order_by("id").values_list("reason", flat=True)) == [
        f"no {number}" for number in range(ROUNDS)
    ]


def test_a_request_is_answered_once(alice: User, charlie: User) -> None:
    request = actions.request_friend(alice.id, charlie.id).id
    answers = together(
        lambda: actions.accept_request(charlie.id, request).state,
        lambda: actions.refuse_request(charlie.id, request).state,
    )
    assert "already_answered" in answers
    assert are_friends(alice.id, charlie.id) == ("accepted" in answers)


def test_accepting_and_removing_leave_no_half_friendship(api: MakeApi, alice: User, bob: User) -> None:
    screens = Screen(api(alice)), Screen(api(bob))
    together(
        lambda: actions.remove_friend(alice.id, bob.id),
        lambda: actions.remove_friend(bob.id, alice.id),
        lambda: actions.change_friend(alice.id, bob.id, remark="B"),
        lambda: actions.change_profile(bob.id, actions.ProfileChanges(name="Robert")),
    )
    for screen in screens:
        screen.follow()
    assert not Friendship.objects.exists()
    for user in (alice, bob):
        assert [name for name, _ in heard(user)].count("friend.removed") == 1


def test_a_chosen_account_is_given_once() -> None:
    new = actions.Registration(name="Dora", password=PASSWORD, account="dora")
    answers = together(*[lambda: actions.register(new, address="192.0.2.1").account] * 4)
    assert sorted(answers) == ["dora", "invalid", "invalid", "invalid"]


def test_an_invitation_for_one_lets_one_in(settings: Any) -> None:
    settings.REGISTRATION = "invite"
    Invitation.objects.create(code="welcome")
    new = actions.Registration(name="Dora", password=PASSWORD, invite="welcome")
    answers = together(*[lambda: actions.register(new, address="192.0.2.1").name] * 4)
    assert sorted(answers) == ["Dora", "invalid", "invalid", "invalid"]


def test_settings_of_two_windows_are_both_kept(api: MakeApi, alice: User) -> None:
    screen = Screen(api(alice))
    together(
        *(
            lambda key=key: actions.change_profile(alice.id, actions.ProfileChanges(settings={key: 1}))
            for key in ("theme", "language", "size")
        )
    )
    screen.assert_lawful("me.changed", "me.changed", "me.changed")
    assert screen.lists["me"]["settings"] == {"theme": 1, "language": 1, "size": 1}


def test_a_friend_group_is_deleted_while_somebody_is_put_into_it(api: MakeApi, alice: User, bob: User) -> None:
    screen = Screen(api(alice))
    default, work = alice.friend_groups.get().id, actions.create_friend_group(alice.id, "Work").id
    together(
        lambda: actions.change_friend(alice.id, bob.id, friend_group=work),
        lambda: actions.delete_friend_group(alice.id, work, move_to=default),
    )
    screen.follow()
    assert screen.lists["friends"][bob.id]["friend_group"] == default
    assert Friendship.objects.get(owner=alice).friend_group_id == default
