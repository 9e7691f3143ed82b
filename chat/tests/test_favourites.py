"""Favourites: kept by one, whatever they delete or leave; gone for everybody when the message is."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from accounts.actions import delete_account
from accounts.models import User
from accounts.testing import MakeApi, heard
from chat.actions import (
    Forwarding,
    burn_message,
    delete_messages,
    edit_message,
    forward_messages,
    keep_message,
    open_message,
    recall_message,
    send_shake,
    unkeep_message,
)
from chat.models import Favourite
from chat.testing import Connect, say, sent, shown, stored, whispered, worded
from files.testing import uploaded
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)


def refusal(what: Any, *args: Any) -> str:
    with pytest.raises(Refused) as refused:
        what(*args)
    return refused.value.code


def kept(api: MakeApi, user: User, **query: Any) -> list[str]:
    listed = api(user).get("favourites/", **query).body["favourites"]
    return [one["message"]["body"].get("text", "") for one in listed]


def test_what_is_kept_is_listed_as_it_is_now(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    one, two = (stored(sent(alice, direct, text)).id for text in ("one", "two"))
    for message in (one, two, one):
        keep_message(bob.id, message)
    edit_message(alice.id, one, worded("one, edited"))
    assert kept(api, bob) == ["two", "one, edited"]
    assert kept(api, alice) == []
    unkeep_message(bob.id, two)
    assert kept(api, bob) == ["one, edited"]
    assert [(kind, told) for kind, told in heard(bob) if kind.startswith("favourite")] == [
        ("favourite.added", {"message": one}),
        ("favourite.added", {"message": two}),
        ("favourite.removed", {"message": two}),
    ]


async def test_all_of_ones_clients_hear_it_and_nobody_else(
    alice: User, bob: User, direct: int, connect: Connect
) -> None:
    said = stored(await in_database(sent, alice, direct, "hello")).id
    his, his_phone, mine = await connect(bob), await connect(bob), await connect(alice)
    assert (await his.ask("message.keep", message=said, on=True))["payload"] == {}
    assert (await his_phone.next_of("favourite.added"))["payload"] == {"message": said}
    await his.ask("message.keep", message=said, on=False)
    assert (await his_phone.next_of("favourite.removed"))["payload"] == {"message": said}
    assert [frame["type"] for frame in await mine.said_until_reply() if frame["type"].startswith("favourite")] == []


def test_it_stays_with_its_pictures_when_it_is_deleted_for_oneself(
    alice: User, bob: User, direct: int, api: MakeApi
) -> None:
    file = uploaded(alice)
    said = stored(shown(alice, direct, [file], "look")).id
    keep_message(bob.id, said)
    delete_messages(bob.id, direct, [said])
    assert kept(api, bob) == ["look"]
    assert api(bob).get(f"files/{file}/").status == 200
    (copy,) = forward_messages(Forwarding(bob.id, [said], direct, uuid.uuid4(), False))
    assert api(bob).get(f"conversations/{direct}/messages/").body["messages"][-1]["id"] == copy.id
    unkeep_message(bob.id, said)
    assert api(bob).get(f"files/{file}/").status == 404
    assert refusal(keep_message, bob.id, said) == "not_found"


def test_what_is_recalled_or_burnt_nobody_keeps(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    said = stored(sent(alice, direct, "hello")).id
    secret = stored(whispered(alice, direct)).id
    for user in (alice, bob):
        keep_message(user.id, said)
        assert refusal(keep_message, user.id, secret) == "not_keepable"
    recall_message(alice.id, said)
    open_message(bob.id, secret)
    burn_message(secret)
    for user in (alice, bob):
        assert kept(api, user) == []
        assert ("favourite.removed", {"message": said}) in heard(user)
    assert refusal(keep_message, bob.id, said) == "recalled"
    assert refusal(keep_message, bob.id, secret) == "burnt"


def test_charlie_keeps_nothing_and_nobody_a_line(alice: User, bob: User, charlie: User, direct: int) -> None:
    said = stored(sent(alice, direct, "hello")).id
    keep_message(bob.id, said)
    line = send_shake(alice.id, direct).id
    for act in (keep_message, unkeep_message):
        assert refusal(act, charlie.id, said) == refusal(act, charlie.id, 10**9) == "not_found"
    assert refusal(unkeep_message, alice.id, said) == "not_found", "somebody else keeps it"
    assert refusal(keep_message, bob.id, line) == "not_keepable"


def test_they_are_searched_and_paged(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    ids = [stored(sent(alice, direct, f"{number} {'早上好' if number % 2 else 'Grüße'}")).id for number in range(10)]
    for message in ids:
        keep_message(bob.id, message)
    assert kept(api, bob, q="早上") == [f"{number} 早上好" for number in (9, 7, 5, 3, 1)]
    assert kept(api, bob, q="GRÜSSE 4") == ["4 Grüße"]
    assert kept(api, bob, q='"') == []
    (hit,) = api(bob).get("favourites/", q="7").body["favourites"]
    assert hit["marks"] == [[0, 1]]
    texts: list[str] = []
    before: dict[str, int] = {}
    while True:
        page = api(bob).get("favourites/", limit=3, **before).body
        texts += [one["message"]["body"]["text"][0] for one in page["favourites"]]
        if page["next"] is None:
            break
        before = {"before": page["next"]}
    assert texts == [str(number) for number in range(9, -1, -1)]
    assert api(bob).get("favourites/", q="x" * 201).body["code"] == "invalid"


def test_a_thousand_are_kept_at_most(alice: User, bob: User, direct: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.actions.favourites.MOST_FAVOURITES", 2)
    say(alice, direct, "0")
    ids = [stored(sent(alice, direct, text)).id for text in "abc"]
    for message in ids[:2]:
        keep_message(bob.id, message)
    assert refusal(keep_message, bob.id, ids[2]) == "too_many_favourites"
    keep_message(bob.id, ids[0])
    unkeep_message(bob.id, ids[0])
    keep_message(bob.id, ids[2])


def test_they_stand_in_the_export_and_go_with_the_account(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    keep_message(bob.id, stored(sent(alice, direct, "hello")).id)
    (told,) = api(bob).get("me/export/").body["favourites"]
    assert told["body"] == {"text": "hello"}
    delete_account(bob.id)
    assert not Favourite.objects.exists()
