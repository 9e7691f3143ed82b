"""Built-in stickers: sent by name, alone or as an answer, and never edited."""

from __future__ import annotations

import io
import uuid
from typing import Any

import msgspec
import pytest
from PIL import Image

from accounts.models import User
from chat.actions import (
    Forwarding,
    edit_message,
    forward_messages,
)
from chat.models import Message
from chat.queries.conversations import participation
from chat.queries.counting import unread_of
from chat.serializers import conversation_data
from chat.stickers import known_stickers
from chat.testing import Connect, message_command, say, stored, stuck, worded
from files.testing import uploaded
from ggtalk.errors import Refused
from tooling.emoticons import FOLDER, FRAMES, STICKERS, frame

pytestmark = pytest.mark.django_db(transaction=True)

MOST_BYTES = 32 * 1024


async def test_a_sticker_is_heard_by_its_name(alice: User, bob: User, direct: int, connect: Connect) -> None:
    hers, his = await connect(alice), await connect(bob)
    body = {"text": "", "sticker": "party"}
    await hers.ask("message.send", **message_command(direct, "") | {"body": body})
    heard = await his.next_of("message.sent")
    assert heard["payload"]["message"]["body"] == body


def test_a_sticker_may_answer_and_counts_as_unread(alice: User, bob: User, direct: int) -> None:
    say(bob, direct, "done!")
    row = participation(direct, alice.id)
    assert row is not None
    answered = conversation_data(row).last_message
    assert answered is not None
    stored(stuck(alice, direct, "party", reply_to=answered.id))
    row = participation(direct, bob.id)
    assert row is not None
    assert unread_of(row).count == 1


@pytest.mark.parametrize("body", [{"sticker": "../../party"}, {"sticker": ""}, {"text": "words"}])
def test_what_is_no_sticker_or_not_alone_is_refused(alice: User, direct: int, body: dict[str, Any]) -> None:
    answer = stuck(alice, direct, **{"sticker": "party"} | body)
    assert isinstance(answer, Refused)
    assert answer.code == "invalid"


def test_a_sticker_shows_no_pictures_beside_it(alice: User, direct: int) -> None:
    answer = stuck(alice, direct, "party", images=[uploaded(alice)])
    assert isinstance(answer, Refused)
    assert answer.code == "invalid"


def test_a_stranger_sends_none(charlie: User, direct: int) -> None:
    answer = stuck(charlie, direct, "party")
    assert isinstance(answer, Refused)
    assert answer.code == "not_a_member"


def test_a_sticker_is_not_edited(alice: User, direct: int) -> None:
    said = stored(stuck(alice, direct, "party"))
    with pytest.raises(Refused) as refused:
        edit_message(alice.id, said.id, worded("words"))
    assert refused.value.code == "not_editable"


def test_each_name_has_a_small_moving_picture_and_a_still_one() -> None:
    assert known_stickers() == set(STICKERS)
    assert {path.name for path in FOLDER.iterdir()} == {
        f"{name}{kind}.webp" for name in STICKERS for kind in ("", ".still")
    }
    for name in STICKERS:
        moving, still = (FOLDER / f"{name}{kind}.webp" for kind in ("", ".still"))
        assert moving.stat().st_size < MOST_BYTES
        with Image.open(io.BytesIO(moving.read_bytes())) as picture, Image.open(still) as one:
            assert 1 < getattr(picture, "n_frames", 1) <= FRAMES
            assert getattr(one, "n_frames", 1) == 1
            assert picture.size == one.size == frame(STICKERS[name], 0).size


def test_a_sticker_is_forwarded_alone_and_in_a_card(alice: User, direct: int) -> None:
    said = stored(stuck(alice, direct, "party"))
    for merged in (False, True):
        forwarding = Forwarding(alice.id, [said.id], direct, uuid.uuid4(), merged)
        (reply,) = forward_messages(forwarding)
        body = msgspec.json.decode(Message.objects.get(id=reply.id).body)
        if merged:
            assert body["forwarded"]["lines"] == [{"name": alice.name, "kind": "sticker", "text": "party"}]
        else:
            assert body == {"text": "", "sticker": "party"}
