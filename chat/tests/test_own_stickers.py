"""Everybody's own stickers: collected from uploads and messages, ordered, sent, and seen by whom they were shown to."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.utils import timezone
from PIL import Image

from accounts.actions import delete_account
from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import Forwarding, add_sticker, forward_messages, move_sticker, remove_sticker, stickers
from chat.models import Message, OwnSticker
from chat.queries.stickers import collection_of
from chat.testing import Connect, message_command, shown, stored, stuck
from files.actions import UNKEPT_FOR, prune_files, upload_picture
from files.models import File
from files.testing import moving, picture, recorded, uploaded
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.sync import missed_by

pytestmark = pytest.mark.django_db(transaction=True)

RED, GREEN, BLUE = "#ff0000", "#00ff00", "#0000ff"


def collected(user: User) -> list[int]:
    return [sticker.file_id for sticker in collection_of(user.id)]


def refused(action: Any, *arguments: Any) -> str:
    with pytest.raises(Refused) as caught:
        action(*arguments)
    return caught.value.code


def body_of(message: int) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.json.decode(Message.objects.get(id=message).body)
    return body


def sees(api: MakeApi, user: User, file: int) -> bool:
    return api(user).get(f"files/{file}/").status == 200


async def test_all_clients_of_its_owner_hear_of_it_and_nobody_else(
    alice: User, bob: User, connect: Connect, api: MakeApi
) -> None:
    program, file = await in_database(api, alice), await in_database(uploaded, alice)
    phone, desk, his = await connect(alice), await connect(alice), await connect(bob)
    added = (await in_database(lambda: program.post("stickers/", file=file))).body
    for client in (phone, desk):
        assert (await client.next_of("sticker.added"))["payload"] == {"sticker": added}
    assert (await in_database(program.get, "stickers/")).body == {"stickers": [added]}
    await in_database(program.delete, f"stickers/{file}/")
    for client in (phone, desk):
        assert (await client.next_of("sticker.removed"))["payload"] == {"sticker": file}
    assert (await in_database(program.get, "stickers/")).body == {"stickers": []}
    assert [frame["type"] for frame in (await his.exchange("ping"))[0] if "sticker" in frame["type"]] == []


def test_the_collection_is_what_was_heard_of_it(alice: User) -> None:
    files = [uploaded(alice, colour) for colour in (RED, GREEN, BLUE)]
    for file in files:
        add_sticker(alice.id, file)
    move_sticker(alice.id, files[2], 9)
    move_sticker(alice.id, files[0], 1)
    remove_sticker(alice.id, files[1])
    add_sticker(alice.id, files[1])
    assert collected(alice) == [files[1], files[0], files[2]]
    for start in ([], collected(alice)):
        assert followed(alice, start) == collected(alice)


def followed(user: User, stickers: list[int]) -> list[int]:
    """A collection as it was loaded at any time, and then everything that was heard of it since its beginning."""
    for frame in missed_by(user.id, {f"u{user.id}": 0}).frames:
        event = msgspec.json.decode(frame)
        payload = event["payload"]
        if event["type"] == "sticker.added" and payload["sticker"]["id"] not in stickers:
            stickers = [payload["sticker"]["id"], *stickers]
        elif event["type"] == "sticker.removed":
            stickers = [file for file in stickers if file != payload["sticker"]]
        elif event["type"] == "stickers.ordered":
            stickers = [file for file in payload["stickers"] if file in stickers]
    return stickers


def test_the_same_picture_is_collected_once(alice: User, bob: User, direct: int) -> None:
    mine, same, his = uploaded(alice), uploaded(alice), uploaded(bob)
    stored(shown(bob, direct, [his]))
    assert {add_sticker(alice.id, file).id for file in (mine, same, his)} == {mine}
    assert collected(alice) == [mine]


def test_a_picture_and_a_sticker_of_somebody_are_taken_from_messages(
    alice: User, bob: User, charlie: User, direct: int, api: MakeApi
) -> None:
    photo, sticker = uploaded(bob, RED), add_sticker(bob.id, uploaded(bob, GREEN)).id
    assert api(alice).post("stickers/", file=photo).status == 404
    stored(shown(bob, direct, [photo]))
    stored(stuck(bob, direct, sticker))
    taken = [add_sticker(alice.id, file).id for file in (photo, sticker)]
    assert collected(alice) == taken[::-1]
    assert not {*taken} & {photo, sticker}
    assert [refused(add_sticker, charlie.id, file) for file in (photo, sticker, *taken)] == ["not_found"] * 4
    assert [refused(remove_sticker, charlie.id, file) for file in taken] == ["not_found"] * 2
    assert refused(move_sticker, charlie.id, taken[0], 0) == "not_found"


async def test_it_is_sent_and_heard_with_all_that_is_needed_to_draw(
    alice: User, bob: User, direct: int, connect: Connect
) -> None:
    file = (await in_database(lambda: add_sticker(alice.id, upload_picture(alice.id, io.BytesIO(moving())).id))).id
    hers, his = await connect(alice), await connect(bob)
    command = message_command(direct, "") | {"body": {"text": "", "sticker": file}}
    first = await hers.ask("message.send", **command)
    assert (await hers.ask("message.send", **command))["payload"] == first["payload"]
    body = (await his.next_of("message.sent"))["payload"]["message"]["body"]
    assert body["sticker"].items() >= {"id": file, "media_type": "image/webp", "animated": True}.items()


def test_whom_it_was_sent_to_sees_it_and_charlie_does_not(
    alice: User, bob: User, charlie: User, direct: int, api: MakeApi
) -> None:
    sticker = add_sticker(alice.id, uploaded(alice)).id
    assert not sees(api, bob, sticker)
    stored(stuck(alice, direct, sticker))
    assert [sees(api, user, sticker) for user in (bob, charlie)] == [True, False]


def test_only_own_pictures_are_sent(alice: User, bob: User, direct: int) -> None:
    for file in (uploaded(bob), recorded(alice), 10**9):
        answer = stuck(alice, direct, file)
        assert isinstance(answer, Refused)
        assert answer.code == "no_such_sticker"
    beside = stuck(alice, direct, uploaded(alice), text="words")
    assert isinstance(beside, Refused)
    assert not Message.objects.exists()


def test_it_is_forwarded_alone_and_in_a_card(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    sticker = add_sticker(alice.id, uploaded(alice)).id
    said = stored(stuck(alice, direct, sticker))
    (copy,) = forward_messages(Forwarding(bob.id, [said.id], direct, uuid.uuid4(), merged=False))
    forwarded = body_of(copy.id)["sticker"]
    assert File.objects.get(pk=forwarded["id"]).owner_id == bob.id
    (card,) = forward_messages(Forwarding(bob.id, [said.id], direct, uuid.uuid4(), merged=True))
    assert body_of(card.id)["forwarded"]["lines"] == [{"name": alice.name, "kind": "sticker", "text": ""}]
    (item,) = api(alice).get(f"messages/{card.id}/forwarded/").body["messages"]
    assert sees(api, alice, item["body"]["sticker"]["id"])
    (again,) = forward_messages(Forwarding(alice.id, [card.id], direct, uuid.uuid4(), merged=False))
    (item,) = api(bob).get(f"messages/{again.id}/forwarded/").body["messages"]
    assert File.objects.get(pk=item["body"]["sticker"]["id"]).owner_id == alice.id


def test_it_is_kept_as_long_as_the_collection_or_a_message_shows_it(alice: User, bob: User, direct: int) -> None:
    kept, sent, dropped = (add_sticker(alice.id, uploaded(alice, colour)).id for colour in (RED, GREEN, BLUE))
    stored(stuck(alice, direct, sent))
    for file in (sent, dropped):
        remove_sticker(alice.id, file)
    prune_files(timezone.now() + UNKEPT_FOR + timedelta(seconds=1))
    assert set(File.objects.values_list("pk", flat=True)) == {kept, sent}


def test_two_hundred_at_most(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stickers.MOST_STICKERS == 200
    monkeypatch.setattr(stickers, "MOST_STICKERS", 2)
    first = add_sticker(alice.id, uploaded(alice, RED)).id
    add_sticker(alice.id, uploaded(alice, GREEN))
    assert refused(add_sticker, alice.id, uploaded(alice, BLUE)) == "too_many_stickers"
    assert add_sticker(alice.id, first).id == first
    remove_sticker(alice.id, first)
    add_sticker(alice.id, uploaded(alice, BLUE))


def test_what_is_no_small_picture_is_refused(alice: User, api: MakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(add_sticker, alice.id, recorded(alice)) == "not_a_picture"
    assert refused(add_sticker, alice.id, uploaded(alice, size=(4097, 2))) == "sticker_too_large"
    monkeypatch.setattr(stickers, "MOST_BYTES", 10)
    assert refused(add_sticker, alice.id, uploaded(alice)) == "sticker_too_large"
    program = api(alice)
    script = program.raw("post", "files/", b"<svg onload=alert(1)>", "image/gif")
    assert (script.status, script.body["code"]) == (400, "not_a_picture")
    for body in ({"file": True}, {"file": "x"}, {}, {"file": 0}, {"file": 1, "position": 0}):
        assert program.post("stickers/", **body).status == 400
    for position in (-1, 2**31, "first"):
        assert program.patch("stickers/1/", position=position).status == 400
    assert not OwnSticker.objects.exists()


def test_nothing_of_where_it_was_taken_goes_along(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    exif = Image.Exif()
    exif[0x010F] = "secret camera"
    photo = upload_picture(alice.id, io.BytesIO(picture("JPEG", exif=exif))).id
    sticker = add_sticker(alice.id, photo).id
    stored(stuck(alice, direct, sticker))
    assert b"secret camera" not in api(bob).get(f"files/{sticker}/").body


def test_it_is_in_the_export_and_goes_with_the_account(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    sticker = add_sticker(alice.id, uploaded(alice)).id
    stored(stuck(alice, direct, sticker))
    add_sticker(bob.id, sticker)
    assert api(alice).get("me/export/").body["stickers"] == [sticker]
    delete_account(alice.id)
    assert not OwnSticker.objects.filter(user=alice).exists()
    assert OwnSticker.objects.filter(user=bob).count() == 1
    assert sees(api, bob, sticker)
