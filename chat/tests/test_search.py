"""Finding messages: Chinese and English, parts and words, by person, kind and time; nobody finds what is not theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.actions import make_friends
from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import open_direct_conversation
from chat.models import Message
from chat.queries.messages import MESSAGE_COLUMNS
from chat.search import catch_up, message_changed
from chat.search.indexes import index_in_use
from chat.search.plain import PlainIndex
from chat.testing import say
from ggtalk.sealing.keys import new_key

pytestmark = pytest.mark.django_db(transaction=True)

TEXTS = (
    "上午的报告发我一份",
    "The quarterly REPORT is at https://example.org/q3",
    "Café at three? 50%_off",
    "报",
    "ok",
    'she said "good morning" and left',
    "ＦＵＬＬ ｗｉｄｔｈ 报告 report",
    "😂😂 well done",
)


@pytest.fixture(params=["indexed", "fresh", "sealed"])
def said(request: pytest.FixtureRequest, settings: Settings, alice: User, bob: User, direct: int) -> int:
    """The conversation in which the texts were said, taken into the index, not yet, or encrypted and in none."""
    if request.param == "sealed":
        settings.MESSAGE_KEYS = (new_key(),)
    say(alice, direct, *TEXTS)
    if request.param == "indexed":
        catch_up()
    return direct


@pytest.fixture
def cast(alice: User, bob: User, charlie: User) -> tuple[User, User, User]:
    return alice, bob, charlie


def texts(api: MakeApi, user: User, **query: Any) -> list[str]:
    """The texts that are found, page by page."""
    found: list[dict[str, Any]] = []
    after: dict[str, Any] = {}
    while True:
        answer = api(user).get("messages/search/", **query, **after)
        assert answer.status == 200, answer.body
        found += answer.body["hits"]
        if answer.body["next"] is None:
            return [hit["message"]["body"]["text"] for hit in found]
        after = {"after": answer.body["next"]}


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("报告", [6, 0]),
        ("报", [6, 3, 0]),
        ("的报告发", [0]),
        ("report", [6, 1]),
        ("REPO", [6, 1]),
        ("arter", [1]),
        ("ok", [4]),
        ("o", [7, 6, 5, 4, 2, 1]),
        ("quarterly q3", [1]),
        ("report 报告", [6]),
        ('"good morning"', [5]),
        ("morning good", [5]),
        ('"morning good"', []),
        ("example.org/q", [1]),
        ("50%_o", [2]),
        ("%", [2]),
        ("_", [2]),
        ("Café", [2]),
        ("😂", [7]),
        ("😂😂", [7]),
        ("nothing of the kind", []),
        ('"', []),
        ("text", []),
    ],
)
def test_words_and_parts_are_found(bob: User, said: int, api: MakeApi, typed: str, places: list[int]) -> None:
    assert texts(api, bob, q=typed) == [TEXTS[place] for place in places]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere the database compares, which knows case only")
@pytest.mark.parametrize("typed", ["full", "ｆｕｌｌ", "cafe", "CAFÉ"])
def test_width_and_accents_make_no_difference(bob: User, direct: int, alice: User, api: MakeApi, typed: str) -> None:
    say(alice, direct, *TEXTS)
    catch_up()
    assert len(texts(api, bob, q=typed)) == 1


def test_hits_are_marked_in_characters(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    say(alice, direct, "😀 Report, REPORT und Bericht")
    (hit,) = api(bob).get("messages/search/", q="report bericht").body["hits"]
    text = hit["message"]["body"]["text"]
    assert [text[start:end] for start, end in hit["marks"]] == ["Report", "REPORT", "Bericht"]


def test_charlie_finds_nothing(said: int, charlie: User, api: MakeApi) -> None:
    for query in ({"q": "report"}, {"q": "o"}, {"kind": "link"}, {"q": "报告", "order": "relevance"}, {}):
        assert api(charlie).get("messages/search/", **query).body == {"hits": [], "next": None}
    answers = [api(charlie).get("messages/search/", q="report", conversation=one) for one in (said, 900_000_001)]
    assert [answer.status for answer in answers] == [404, 404]
    assert answers[0].body == answers[1].body


def test_filters(alice: User, bob: User, said: int, api: MakeApi) -> None:
    say(bob, said, "another report of mine")
    assert texts(api, alice, q="report", sender=bob.id) == ["another report of mine"]
    assert texts(api, alice, kind="link") == [TEXTS[1]]
    assert texts(api, alice, kind="picture") == []
    assert len(texts(api, alice, conversation=said)) == len(TEXTS) + 1
    now = timezone.now()
    assert texts(api, alice, q="report", **{"from": (now + timedelta(minutes=5)).isoformat()}) == []
    assert texts(api, alice, q="report", until=(now - timedelta(minutes=5)).isoformat()) == []
    assert len(texts(api, alice, q="report", until=(now + timedelta(minutes=5)).isoformat())) == 3
    Message.objects.filter(sender=alice).update(sent_at=now - timedelta(days=3))
    assert texts(api, alice, q="report", **{"from": (now - timedelta(days=1)).isoformat()}) == [
        "another report of mine"
    ]


def test_relevance_puts_whole_words_and_short_texts_first(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    say(alice, direct, "report", "reporters reported it at length", "it is a report among many other words", "late")
    assert texts(api, bob, q="report", order="relevance", limit=1) == [
        "report",
        "it is a report among many other words",
        "reporters reported it at length",
    ]


def test_pages_hold_everything_once(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    say(alice, direct, *(f"report {number}" for number in range(30)))
    catch_up()
    say(alice, direct, *(f"report {number}" for number in range(30, 45)))
    expected = [f"report {number}" for number in reversed(range(45))]
    for limit in (1, 7, 15, 45, 100):
        assert texts(api, bob, q="report", limit=limit) == expected


def test_a_changed_text_is_found_by_its_new_words_only(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    say(alice, direct, "the old words", "stays")
    catch_up()
    row = Message.objects.order_by("id").values_list(*MESSAGE_COLUMNS)[0]
    for body in ({"text": "new ones"}, {"recalled": True}):
        stored = msgspec.json.encode(body).decode()
        with transaction.atomic():
            message_changed(row, stored)
            Message.objects.filter(id=row[0]).update(body=stored)
        row = (*row[:5], stored, row[6])
        assert texts(api, bob, q="old words") == []
        assert texts(api, bob, q="new ones") == (["new ones"] if "text" in body else [])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM chat_search WHERE chat_search MATCH 'wor'")
            assert cursor.fetchone() == (0,)


def test_the_number_of_queries_does_not_depend_on_what_is_found(
    alice: User, bob: User, direct: int, api: MakeApi
) -> None:
    say(alice, direct, *(f"report {number}" for number in range(40)))
    catch_up()
    program = api(bob)
    program.get("messages/search/", q="report")
    counts = []
    for limit in (1, 30):
        with CaptureQueriesContext(connection) as captured:
            program.get("messages/search/", q="report", limit=limit)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10


def test_a_long_talk_is_looked_through_stretch_by_stretch(
    alice: User, bob: User, direct: int, api: MakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(alice, direct, *("ok" if number % 20 == 0 else f"filling {number}" for number in range(60)))
    catch_up()
    monkeypatch.setattr("chat.search.plain.STRETCH", 15)
    answer = api(bob).get("messages/search/", q="ok").body
    assert len(answer["hits"]) < 3
    assert answer["next"] is not None
    assert texts(api, bob, q="ok") == ["ok"] * 3


def test_among_many_conversations_only_ones_own_are_found(
    cast: tuple[User, User, User], direct: int, api: MakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob, charlie = cast
    monkeypatch.setattr("chat.search.sqlite.FEW_CONVERSATIONS", 0)
    monkeypatch.setattr("chat.search.finding.CHUNK", 4)
    make_friends([(alice.id, charlie.id)])
    other = open_direct_conversation(alice.id, charlie.id).id
    for number in range(30):
        say(alice, direct if number % 7 == 0 else other, f"report {number}")
    catch_up()
    assert texts(api, bob, q="report") == [f"report {number}" for number in reversed(range(0, 30, 7))]
    assert texts(api, charlie, q="report", limit=2) == [f"report {n}" for n in reversed(range(30)) if n % 7]
    assert texts(api, alice, q="report", limit=3) == [f"report {number}" for number in reversed(range(30))]


def test_each_database_has_its_index() -> None:
    assert isinstance(index_in_use(), PlainIndex) == (connection.vendor != "sqlite")


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 201}, {"kind": "spell"}, {"order": "oldest"}, {"after": -1}, {"limit": 0}, {"limit": 101},
        {"from": "yesterday"}, {"until": "2026-01-01"}, {"conversation": "a"}, {"page": 1},
    ],
)  # fmt: skip
def test_bad_questions_are_named(alice: User, api: MakeApi, query: dict[str, Any]) -> None:
    answer = api(alice).get("messages/search/", **query)
    assert (answer.status, answer.body["code"]) == (400, "invalid")
