"""Voice messages: heard by whom the message is seen, and by nobody else; they stand alone."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import Forwarding, Notice, Outgoing, create_group_conversation, forward_messages, send_messages
from chat.actions.changes import edit_message, recall_message
from chat.bodies import OutgoingBody
from chat.models import Message, MessagePicture
from chat.testing import Connect, durable, message_command, say, shown, spoken, stored, worded
from files.testing import recorded, uploaded
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)


def hears(api: MakeApi, user: User, file: int) -> bool:
    return api(user).get(f"files/{file}/").status == 200


def refusal(answer: Any) -> str:
    assert isinstance(answer, Refused), answer
    return answer.code


async def test_it_is_heard_with_length_and_waveform_also_after_being_away(
    alice: User, bob: User, direct: int, connect: Connect
) -> None:
    voice = await in_database(recorded, alice, 2)
    hers = await connect(alice)
    command = message_command(direct, "")
    command["body"]["voice"] = voice
    reply = await hers.ask("message.send", **command)
    assert reply["payload"]["seq"] == 1
    his = await connect(bob)
    frames, _ = await his.exchange("sync", cursors={f"c{direct}": 0})
    (heard,) = durable(frames)
    body = heard["payload"]["message"]["body"]
    assert (body["text"], body["voice"]["id"], body["voice"]["duration_ms"]) == ("", voice, 2000)
    assert len(body["voice"]["peaks"]) == 64


def test_both_hear_it_charlie_does_not_and_nobody_once_it_is_recalled(
    alice: User, bob: User, charlie: User, direct: int, api: MakeApi
) -> None:
    voice = recorded(alice)
    assert not hears(api, bob, voice)
    said = stored(spoken(alice, direct, voice))
    assert (hears(api, alice, voice), hears(api, bob, voice), hears(api, charlie, voice)) == (True, True, False)
    recall_message(alice.id, said.id)
    assert not hears(api, bob, voice)


def test_only_an_own_voice_goes_as_a_voice_and_only_pictures_as_pictures(alice: User, bob: User, direct: int) -> None:
    assert refusal(spoken(alice, direct, recorded(bob))) == "no_such_voice"
    assert refusal(spoken(alice, direct, 10**9)) == "no_such_voice"
    assert refusal(spoken(alice, direct, uploaded(alice))) == "no_such_voice"
    assert refusal(shown(alice, direct, [recorded(alice)])) == "no_such_picture"
    assert not Message.objects.exists()


def test_charlie_says_nothing_where_he_is_not(charlie: User, direct: int) -> None:
    assert refusal(spoken(charlie, direct, recorded(charlie))) == "not_a_member"


def test_it_stands_alone_but_may_answer(alice: User, direct: int) -> None:
    voice, (seq,) = recorded(alice), say(alice, direct, "Well?")
    assert refusal(spoken(alice, direct, voice, text="and words")) == "invalid"
    assert refusal(spoken(alice, direct, voice, images=[uploaded(alice)])) == "invalid"
    question = Message.objects.get(seq=seq).id
    said = stored(spoken(alice, direct, voice, reply_to=question, text=" \n"))
    body = json.loads(Message.objects.get(id=said.id).body)
    assert (body["reply_to"], body["text"]) == (question, "")


@pytest.mark.parametrize("voice", [0, -1, "1", None, [1], 2**60])
async def test_bad_voices_are_named(alice: User, direct: int, connect: Connect, voice: Any) -> None:
    mine = await connect(alice)
    command = message_command(direct, "")
    command["body"]["voice"] = voice
    error = (await mine.ask("message.send", **command))["error"]
    assert (error["code"], list(error["fields"])) == ("invalid", ["body.voice"])


def test_what_is_sent_twice_is_stored_once(alice: User, direct: int) -> None:
    one, other, client_id = recorded(alice), recorded(alice, 2), uuid.uuid4()

    def again(voice: int) -> Any:
        (answer,) = send_messages([Outgoing(alice.id, direct, client_id, OutgoingBody(text="", voice=voice))])
        return answer

    first = stored(again(one))
    assert again(one) == first
    assert refusal(again(other)) == "client_id_conflict"


def test_it_has_no_words_to_edit(alice: User, direct: int) -> None:
    said = stored(spoken(alice, direct, recorded(alice)))
    with pytest.raises(Refused) as refused:
        edit_message(alice.id, said.id, worded("words"))
    assert refused.value.code == "not_editable"


def test_voices_are_found_by_their_kind(alice: User, bob: User, charlie: User, direct: int, api: MakeApi) -> None:
    say(alice, direct, "words")
    said = stored(spoken(alice, direct, recorded(alice)))
    hits = api(bob).get("messages/search/?kind=voice").body["hits"]
    assert [hit["message"]["id"] for hit in hits] == [said.id]
    assert api(charlie).get("messages/search/?kind=voice").body["hits"] == []


@pytest.mark.parametrize("merged", [False, True])
def test_it_is_forwarded_and_heard_there_also_after_it_is_recalled_here(
    alice: User, charlie: User, direct: int, api: MakeApi, merged: bool
) -> None:
    said = stored(spoken(alice, direct, recorded(alice)))
    with transaction.atomic():
        members = [alice.id, charlie.id]
        group = create_group_conversation("walks", members, Notice("group_created", alice.id, members)).id
    command = Forwarding(alice.id, [said.id], group, uuid.uuid4(), merged)
    (there,) = forward_messages(command)
    recall_message(alice.id, said.id)
    held = MessagePicture.objects.get(message=there.id).file_id
    assert hears(api, charlie, held)
    body = json.loads(Message.objects.get(id=there.id).body)
    if merged:
        assert [line["kind"] for line in body["forwarded"]["lines"]] == ["voice"]
    else:
        assert (body["voice"]["id"], body["voice"]["duration_ms"]) == (held, 1000)
