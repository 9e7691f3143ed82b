"""Each time somebody asked is kept with its own answer, and read page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import FriendRequest, User
from accounts.queries.friend_requests import REQUESTS_PER_PAGE
from accounts.testing import Api, MakeApi, make_user
from accounts.tests.contacts import Screen, all_requests

State = FriendRequest.State
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def history(one: User, other: User, count: int, state: State = State.REFUSED) -> list[int]:
    """Requests of long ago, seen by both, the oldest first; two each were made in the same moment."""
    made = [
        FriendRequest.objects.create(
            from_user=one,
            to_user=other,
            state=state,
            reason=f"no {number}",
            seen_by_receiver=True,
            created_at=LONG_AGO + timedelta(minutes=number // 2),
        )
        for number in range(count)
    ]
    return [request.id for request in made]


def ids(requests: Any) -> list[int]:
    return [request["id"] for request in requests]


def ask_and_refuse(asking: Api, answering: Api, reason: str) -> int:
    assert asking.user is not None
    assert answering.user is not None
    request: int = asking.post("friends/requests/", user=answering.user.id, note=f"before {reason}").body["id"]
    assert answering.post(f"friends/requests/{request}/refuse/", reason=reason).status == 200
    return request


def test_all_pages_together_are_every_request_once_the_newest_first(api: MakeApi, alice: User, charlie: User) -> None:
    old = history(charlie, alice, 2 * REQUESTS_PER_PAGE + 3)
    mine = api(alice)
    contacts = mine.get("friends/").body
    assert ids(all_requests(mine, contacts)) == old[::-1]
    first = mine.get("friends/requests/").body
    assert (ids(first["requests"]), first["next"]) == (ids(contacts["requests"]), contacts["requests_next"])
    assert len(first["requests"]) == REQUESTS_PER_PAGE
    assert ids(all_requests(api(charlie), api(charlie).get("friends/").body)) == old[::-1]


def test_what_waits_or_was_not_seen_comes_at_once_however_old(api: MakeApi, alice: User, charlie: User) -> None:
    dora, erin = make_user("Dora"), make_user("Erin")
    (pending,) = history(dora, alice, 1, State.PENDING)
    (unseen,) = history(alice, erin, 1)
    FriendRequest.objects.filter(id=unseen).update(seen_by_sender=False)
    history(charlie, alice, REQUESTS_PER_PAGE + 4)
    contacts = api(alice).get("friends/").body
    assert sorted(ids(contacts["requests"])[REQUESTS_PER_PAGE:]) == [pending, unseen]
    assert len(contacts["requests"]) == REQUESTS_PER_PAGE + 2
    assert api(alice).post("friends/requests/seen/").status == 204
    assert unseen not in ids(api(alice).get("friends/").body["requests"])


def test_nothing_is_said_to_follow_where_all_came_at_once(api: MakeApi, alice: User, charlie: User) -> None:
    old = history(charlie, alice, REQUESTS_PER_PAGE + 3)
    FriendRequest.objects.filter(id__in=old[:3]).update(seen_by_receiver=False)
    contacts = api(alice).get("friends/").body
    assert (ids(contacts["requests"]), contacts["requests_next"]) == (old[::-1], None)
    FriendRequest.objects.filter(id=old[1]).update(seen_by_receiver=True)
    contacts = api(alice).get("friends/").body
    assert old[1] not in ids(contacts["requests"])
    assert contacts["requests_next"] == old[3]


def test_asking_changes_a_long_list_as_its_events_say(api: MakeApi, alice: User, charlie: User) -> None:
    history(charlie, alice, REQUESTS_PER_PAGE + 1)
    alices, charlies = Screen(api(alice)), Screen(api(charlie))
    reasons = {ask_and_refuse(charlies.api, alices.api, reason): reason for reason in ("one", "two", "three")}
    alices.assert_lawful(*["friend_request.changed"] * 6)
    charlies.assert_lawful(*["friend_request.changed"] * 6)
    for request, reason in reasons.items():
        told = alices.lists["requests"][request]
        assert (told["note"], told["state"], told["reason"]) == (f"before {reason}", "refused", reason)


def test_friends_who_parted_may_ask_again_and_nothing_is_overwritten(api: MakeApi, alice: User, charlie: User) -> None:
    alices, charlies = Screen(api(alice)), Screen(api(charlie))
    first = charlies.api.post("friends/requests/", user=alice.id, note="first").body["id"]
    alices.api.post(f"friends/requests/{first}/accept/")
    alices.api.delete(f"friends/{charlie.id}/")
    second = charlies.api.post("friends/requests/", user=alice.id, note="second").body["id"]
    alices.follow(), charlies.follow()
    for screen in (alices, charlies):
        screen.assert_lawful()
        states = {request["id"]: request["state"] for request in screen.lists["requests"].values()}
        assert states == {first: "accepted", second: "pending"}


def test_who_was_refused_and_is_blocked_asks_and_takes_nothing_away(api: MakeApi, alice: User, charlie: User) -> None:
    alices, charlies = Screen(api(alice)), Screen(api(charlie))
    refused = ask_and_refuse(charlies.api, alices.api, "no")
    alices.api.post("blocks/", user=charlie.id)
    asked = charlies.api.post("friends/requests/", user=alice.id).body
    assert asked["state"] == "pending"
    alices.follow(), charlies.follow()
    alices.assert_lawful()
    charlies.assert_lawful()
    assert list(alices.lists["requests"]) == [refused]
    assert sorted(charlies.lists["requests"]) == [refused, asked["id"]]


def test_a_page_takes_as_many_questions_as_one_request(
    api: MakeApi, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    mine = api(alice)
    history(make_user("Dora"), alice, 1)
    with django_assert_max_num_queries(50) as few:
        mine.get("friends/requests/")
    for number in range(REQUESTS_PER_PAGE):
        history(make_user(f"User{number}"), alice, 1)
    with django_assert_max_num_queries(50) as many:
        assert len(mine.get("friends/requests/").body["requests"]) == REQUESTS_PER_PAGE
    assert len(many) == len(few)


def test_a_stranger_reads_no_page_of_others(api: MakeApi, alice: User, bob: User, charlie: User) -> None:
    old = history(bob, alice, REQUESTS_PER_PAGE + 2)
    stranger = api(charlie)
    assert stranger.get("friends/requests/").body == {"requests": [], "next": None}
    others, missing = (stranger.get("friends/requests/", after=request) for request in (old[-1], 999_999))
    assert (others.status, others.body) == (missing.status, missing.body) == (200, {"requests": [], "next": None})


def test_a_hidden_request_begins_no_page_for_whom_it_is_hidden_from(api: MakeApi, alice: User, charlie: User) -> None:
    history(charlie, alice, 3)
    (hidden,) = history(charlie, alice, 1, State.PENDING)
    FriendRequest.objects.filter(id=hidden).update(is_hidden=True, created_at=LONG_AGO + timedelta(days=1))
    assert api(alice).get("friends/requests/", after=hidden).body == {"requests": [], "next": None}
    assert len(api(charlie).get("friends/requests/", after=hidden).body["requests"]) == 3


@pytest.mark.parametrize("after", ["", "abc", "-1", "0", "1.5", str(2**70)])
def test_nonsense_for_a_page_is_refused(api: MakeApi, alice: User, after: str) -> None:
    answer = api(alice).get("friends/requests/", after=after)
    assert (answer.status, answer.body["code"]) == (400, "invalid")
