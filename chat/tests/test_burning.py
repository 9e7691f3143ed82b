"""Burn after reading: covered until the other one opens it, and then gone from everything the server keeps."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from accounts.testing import MakeApi, database_bytes
from chat.actions import (
    Forwarding,
    Outgoing,
    OutgoingBody,
    OwnChanges,
    Reaction,
    burn_message,
    change_own_state,
    delete_messages,
    edit_message,
    forward_messages,
    open_message,
    pin_message,
    plain_body,
    react_to_message,
    recall_message,
    send_messages,
)
from chat.actions.stickers import add_sticker
from chat.drafts import DraftPlaces
from chat.inline import InlineObject
from chat.models import BurningContent, Message, MessageChange
from chat.search import catch_up
from chat.testing import Connect, replied, say, sent, spoken, stored, whispered, worded
from files.models import Content, File
from files.testing import recorded, uploaded
from ggtalk.errors import Refused
from ggtalk.jobs.queue import perform_due
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.sync import missed_by

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "the safe opens with 4711"
BURNT = {"burnt": True}


def opened(user: User, message: int) -> tuple[Any, float | None]:
    """What somebody is shown who opens it, and how long it is there."""
    shown = msgspec.json.decode(msgspec.json.encode(open_message(user.id, message)))
    return shown["body"], shown["seconds_left"]


def refusal(what: Any, *args: Any) -> str:
    with pytest.raises(Refused) as refused:
        what(*args)
    return refused.value.code


def burn(message: int) -> None:
    """Its time has come: the worker does what is due."""
    assert BurningContent.objects.filter(message=message, burns_at__isnull=False).exists()
    perform_due(timezone.now() + timedelta(minutes=10))


def body_of(message: int) -> Any:
    return msgspec.json.decode(Message.objects.get(id=message).body)


def test_it_is_covered_until_it_is_opened(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    said = stored(whispered(alice, direct, SECRET)).id
    for user in (alice, bob):
        program = api(user)
        (message,) = program.get(f"conversations/{direct}/messages/").body["messages"]
        assert message["body"] == {"burn": {"kind": "text"}}
        assert program.get(f"conversations/{direct}/").body["last_message"]["body"] == {"burn": {"kind": "text"}}
        assert program.get(f"messages/{said}/versions/").body["versions"][0]["body"] == {"burn": {"kind": "text"}}
        assert program.get("messages/search/", q="4711").body["hits"] == []
        assert SECRET not in str(program.get("me/export/").body)
    assert SECRET.encode() not in b"".join(missed_by(bob.id, {f"c{direct}": 0}).frames)


def test_opened_by_the_other_it_burns_in_ten_seconds(alice: User, bob: User, direct: int) -> None:
    said = stored(whispered(alice, direct, SECRET)).id
    assert opened(alice, said) == ({"text": SECRET, "burn": True}, None), "its writer's look starts nothing"
    perform_due()
    assert body_of(said) == {"burn": {"kind": "text"}}
    body, left = opened(bob, said)
    assert body["text"] == SECRET
    assert left == pytest.approx(10, abs=0.5)
    assert "burns_at" in body_of(said)["burn"]
    for user in (alice, bob):
        assert 0 < (opened(user, said)[1] or 0) <= 10
    assert MessageChange.objects.filter(kind=MessageChange.Kind.OPENED).count() == 1
    burn(said)
    assert body_of(said) == BURNT
    for user in (alice, bob):
        assert refusal(open_message, user.id, said) == "burnt"


def test_it_is_not_shown_after_its_time_though_nobody_took_it_away_yet(alice: User, bob: User, direct: int) -> None:
    file = uploaded(alice)
    said = stored(whispered(alice, direct, "", images=[file])).id
    open_message(bob.id, said)
    BurningContent.objects.update(burns_at=timezone.now() - timedelta(seconds=1))
    for user in (alice, bob):
        assert refusal(open_message, user.id, said) == "burnt"


async def test_both_hear_it_opened_and_burnt(alice: User, bob: User, direct: int, connect: Connect) -> None:
    mine, his = await connect(alice), await connect(bob)
    said = stored(await in_database(whispered, alice, direct, SECRET)).id
    reply = await his.ask("message.open", message=said)
    assert reply["payload"]["body"]["text"] == SECRET
    heard = await mine.next_of("message.opened")
    assert heard["payload"]["message"]["body"]["burn"]["kind"] == "text"
    assert SECRET not in str(heard)
    await in_database(burn, said)
    for line in (mine, his):
        heard = await line.next_of("message.burnt")
        assert (heard["payload"]["message"]["id"], heard["payload"]["message"]["body"]) == (said, BURNT)
    frames = (await in_database(missed_by, bob.id, {f"c{direct}": 0})).frames
    assert [msgspec.json.decode(frame)["payload"]["message"]["body"] for frame in frames] == [BURNT] * 3


def test_nothing_is_left_of_it(alice: User, bob: User, direct: int, tmp_path: Path, settings: Settings) -> None:
    change_own_state(alice.id, direct, OwnChanges(draft=SECRET))
    change_own_state(alice.id, direct, OwnChanges(draft=""))
    said = stored(whispered(alice, direct, SECRET)).id
    catch_up()
    say(bob, direct, "hm")
    replied(bob, direct, "what?", said)
    delete_messages(alice.id, direct, [said + 2])
    react_to_message(Reaction(bob.id, said, "😀", True))
    open_message(bob.id, said)
    assert SECRET.encode() in database_bytes()
    burn(said)
    catch_up()
    if connection.vendor == "sqlite":  # what was in the log of writes is in the database now
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert SECRET.encode() not in database_bytes()
    row = Message.objects.get(id=said)
    assert (row.reactions, row.edited_at) == (None, None)


def test_pictures_and_voices_are_hidden_before_and_gone_after(
    alice: User, bob: User, direct: int, api: MakeApi
) -> None:
    file, voice, kept = uploaded(alice), recorded(alice), uploaded(alice, "#123456")
    say(alice, direct, "hi")
    pictured = stored(whispered(alice, direct, "", images=[file, kept])).id
    (answer,) = send_messages(
        [Outgoing(alice.id, direct, uuid.uuid4(), OutgoingBody(text="also", images=[kept]))],
    )
    stored(answer)
    heard = stored(spoken(alice, direct, voice, burn=True)).id
    assert [body_of(one)["burn"]["kind"] for one in (pictured, heard)] == ["picture", "voice"]
    his = api(bob)
    assert his.get(f"files/{file}/").status == 404, "who guesses its number sees nothing before it is opened"
    open_message(bob.id, pictured)
    assert opened(bob, heard)[1] == pytest.approx(10 + body_length(alice, heard), abs=0.5)
    names = list(Content.objects.filter(files__in=[file, voice]).values_list("name", flat=True))
    assert his.get(f"files/{file}/").status == his.get(f"files/{voice}/").status == 200
    assert refusal(add_sticker, bob.id, file) == "not_found", "nobody collects what burns"
    burn(pictured)  # its worker does all that is due
    assert not File.objects.filter(id__in=[file, voice]).exists()
    assert not any(default_storage.exists(name) for name in names)
    assert his.get(f"files/{kept}/").status == 200, "another message shows it"


def body_length(user: User, message: int) -> float:
    return float(opened(user, message)[0]["voice"]["duration_ms"]) / 1000


def test_nothing_can_be_made_of_it(alice: User, bob: User, direct: int) -> None:
    said = stored(whispered(alice, direct, SECRET)).id
    for merged in (True, False):
        wanted = Forwarding(bob.id, [said], direct, uuid.uuid4(), merged)
        assert refusal(forward_messages, wanted) == "not_forwardable"
    assert refusal(pin_message, bob.id, said) == "not_pinnable"
    assert refusal(edit_message, alice.id, said, worded("x")) == "not_editable"
    open_message(bob.id, said)
    burn(said)
    assert refusal(react_to_message, Reaction(bob.id, said, "😀", True)) == "burnt"
    assert refusal(recall_message, alice.id, said) == "burnt"
    assert refusal(edit_message, alice.id, said, worded("x")) == "burnt"


def test_recalled_before_it_was_opened_it_is_gone_too(alice: User, bob: User, direct: int) -> None:
    said = stored(whispered(alice, direct, SECRET)).id
    recall_message(alice.id, said)
    assert not BurningContent.objects.exists()
    assert refusal(open_message, bob.id, said) == "recalled"
    burn_message(said)
    assert body_of(said) == {"recalled": True}


def test_charlie_and_who_deleted_it_open_nothing(alice: User, bob: User, charlie: User, direct: int) -> None:
    said = stored(whispered(alice, direct, SECRET)).id
    plain = stored(sent(alice, direct, "plain")).id
    assert refusal(open_message, charlie.id, said) == refusal(open_message, charlie.id, 10**9) == "not_found"
    assert refusal(open_message, bob.id, plain) == "not_burning"
    delete_messages(bob.id, direct, [said])
    assert refusal(open_message, bob.id, said) == "not_found"


def test_sent_twice_it_is_stored_once_also_when_it_has_burnt(alice: User, bob: User, direct: int) -> None:
    client_id = uuid.uuid4()
    body = OutgoingBody(text=SECRET, burn=True)
    first, again = send_messages([Outgoing(alice.id, direct, client_id, body)] * 2)
    assert first == again
    said = stored(first).id
    assert send_messages([Outgoing(alice.id, direct, client_id, body)]) == [first]
    (other,) = send_messages([Outgoing(alice.id, direct, client_id, plain_body(SECRET))])
    assert isinstance(other, Refused)
    assert other.code == "client_id_conflict"
    open_message(bob.id, said)
    burn(said)
    assert send_messages([Outgoing(alice.id, direct, client_id, body)]) == [first]
    assert body_of(said) == BURNT


def test_a_draft_that_still_stands_is_still_told(alice: User, bob: User, direct: int) -> None:
    change_own_state(alice.id, direct, OwnChanges(draft="not sent yet"))
    said = stored(whispered(alice, direct, SECRET)).id
    open_message(bob.id, said)
    burn(said)
    frames = b"".join(missed_by(alice.id, {f"u{alice.id}": 0}).frames)
    assert b"not sent yet" in frames


def test_a_draft_of_one_sticker_is_not_taken_for_another(alice: User, bob: User, direct: int) -> None:
    def drafted(name: str) -> OwnChanges:
        return OwnChanges(draft="\ufffc", draft_places=DraftPlaces(inline=[InlineObject(start=0, sticker=name)]))

    change_own_state(alice.id, direct, drafted("party"))
    change_own_state(alice.id, direct, drafted("heart"))
    said = stored(whispered(alice, direct, SECRET)).id
    open_message(bob.id, said)
    burn(said)
    frames = b"".join(missed_by(alice.id, {f"u{alice.id}": 0}).frames)
    assert b"party" not in frames
    assert b"heart" in frames
