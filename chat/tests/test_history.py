"""The history pages both ways, without holes and without an end in sight."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import Mark, Outgoing, mark_read, plain_body, send_messages
from chat.models import Message
from chat.testing import say

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def long(alice: User, bob: User, direct: int) -> list[int]:
    """120 messages with read marks between them; their numbers."""
    seqs: list[int] = []
    for turn in range(12):
        batch = [Outgoing(alice.id, direct, uuid.uuid4(), plain_body(f"{turn}.{line}")) for line in range(10)]
        seqs += [answer.seq for answer in send_messages(batch)]  # type: ignore[union-attr] # none is refused
        mark_read([Mark(bob.id, direct, seqs[-1])])
    return seqs


def test_paging_back_and_forth_finds_every_message_once(bob: User, direct: int, long: list[int], api: MakeApi) -> None:
    program = api(bob)
    page: dict[str, Any] = program.get(f"conversations/{direct}/messages/").body
    assert [message["seq"] for message in page["messages"]] == long[-50:]
    assert page["more"]
    back = list(page["messages"])
    while page["more"]:
        page = program.get(f"conversations/{direct}/messages/", before=back[0]["seq"], limit=33).body
        back = page["messages"] + back
    assert [message["seq"] for message in back] == long
    forth = [0]
    more = True
    while more:
        page = program.get(f"conversations/{direct}/messages/", after=forth[-1], limit=50).body
        forth += [message["seq"] for message in page["messages"]]
        more = page["more"]
    assert forth[1:] == long


def test_the_ends_are_empty_pages(bob: User, direct: int, long: list[int], api: MakeApi) -> None:
    for query in ({"before": 1}, {"before": 0}, {"after": long[-1]}, {"after": 2**53}):
        assert api(bob).get(f"conversations/{direct}/messages/", **query).body == {"messages": [], "more": False}


def test_one_page_takes_few_queries(bob: User, direct: int, long: list[int], api: MakeApi) -> None:
    program = api(bob)
    program.get("conversations/")
    counts = []
    for limit in (1, 100):
        with CaptureQueriesContext(connection) as captured:
            program.get(f"conversations/{direct}/messages/", limit=limit)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 4


def test_history_and_events_show_the_same_message(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    say(alice, direct, "same")
    listed = api(bob).get("conversations/").body[0]["last_message"]
    assert api(bob).get(f"conversations/{direct}/messages/").body["messages"] == [listed]


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0}, {"limit": 201}, {"before": "x"}, {"after": -1}, {"before": 5, "after": 5}, {"page": 2},
        {"around": 3, "after": 5}, {"at": "today"}, {"at": "2026-11-05T00:00:00"},
    ],
)  # fmt: skip
def test_bad_questions_are_named(alice: User, direct: int, api: MakeApi, query: dict[str, Any]) -> None:
    answer = api(alice).get(f"conversations/{direct}/messages/", **query)
    assert (answer.status, answer.body["code"]) == (400, "invalid")


def test_a_page_around_a_number(bob: User, direct: int, long: list[int], api: MakeApi) -> None:
    def around(number: int, limit: int) -> tuple[list[int], bool, bool]:
        page = api(bob).get(f"conversations/{direct}/messages/", around=number, limit=limit).body
        return [message["seq"] for message in page["messages"]], page["earlier"], page["more"]

    assert around(long[60], 5) == (long[58:63], True, True)
    assert around(long[0], 4) == (long[:4], False, True)
    assert around(long[-1], 4) == (long[-2:], True, False)
    assert around(0, 3) == (long[:3], False, True)
    assert around(long[60], 200) == (long, False, False)


def test_a_page_from_a_moment_on_and_the_calendar(bob: User, direct: int, long: list[int], api: MakeApi) -> None:
    for number, seq in enumerate(long):
        sent_at = datetime(2026, 1, 31, 15, 30, tzinfo=UTC) + timedelta(days=number // 40)
        Message.objects.filter(conversation=direct, seq=seq).update(sent_at=sent_at)

    def at(moment: str) -> tuple[list[int], bool, bool]:
        page = api(bob).get(f"conversations/{direct}/messages/", at=moment, limit=2).body
        return [message["seq"] for message in page["messages"]], page["earlier"], page["more"]

    assert at("2026-02-01T00:00:00Z") == (long[40:42], True, True)
    assert at("2026-02-01T23:00:00+08:00") == (long[40:42], True, True)
    assert at("2020-01-01T00:00:00Z") == (long[:2], False, True)
    assert at("2030-01-01T00:00:00Z") == ([], True, False)

    def days(**query: str) -> list[int]:
        found: list[int] = api(bob).get(f"conversations/{direct}/days/", **query).body["days"]
        return found

    assert days(month="2026-01") == [31]
    assert days(month="2026-02") == [1, 2]
    assert days(month="2026-02", zone="Asia/Tokyo") == [1, 2, 3]
    assert days(month="2026-03") == []
    known = api(bob).get(f"conversations/{direct}/days/", month="2026-03").body
    assert (known["first"], known["last"]) == ("2026-01-31T15:30:00Z", "2026-02-02T15:30:00Z")


@pytest.mark.parametrize(
    "query",
    [
        {}, {"month": "2026-13"}, {"month": "0000-01"}, {"month": "9999-12", "zone": "../../etc/passwd"},
        {"month": "2026-01", "zone": "Nowhere/At_all"}, {"month": "2026-01", "zone": ""},
        {"month": "9999-12"}, {"month": "x"},
    ],
)  # fmt: skip
def test_a_month_that_is_none_is_named(alice: User, direct: int, api: MakeApi, query: dict[str, str]) -> None:
    answer = api(alice).get(f"conversations/{direct}/days/", **query)
    assert (answer.status, answer.body["code"]) == (400, "invalid")
