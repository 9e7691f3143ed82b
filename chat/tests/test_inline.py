"""Stickers and pictures between the words: each at one place of the text, seen by whom the message is seen."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec
import pytest

from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import (
    Forwarding,
    OutgoingBody,
    Wording,
    edit_message,
    forward_messages,
    open_message,
    recall_message,
    send_messages,
)
from chat.actions.send import Outgoing, SendReply
from chat.inline import MOST_INLINE, InlineObject
from chat.models import DraftUpload, Message, MessagePicture
from chat.testing import Connect, message_command, stored
from files.actions import UNKEPT_FOR, forget_files, prune_files
from files.models import File
from files.testing import recorded, uploaded
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)

HERE = "\ufffc"


def sticker(start: int, name: str | int = "party") -> InlineObject:
    return InlineObject(start=start, sticker=name)


def image(start: int, file: int) -> InlineObject:
    return InlineObject(start=start, image=file)


def mixed(sender: User, conversation: int, text: str, *inline: InlineObject, **more: Any) -> SendReply | Refused:
    body = OutgoingBody(text=text, inline=list(inline), **more)
    (answer,) = send_messages([Outgoing(sender.id, conversation, uuid.uuid4(), body)])
    return answer


def body_of(message: int) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.json.decode(Message.objects.get(id=message).body)
    return body


async def test_both_hear_what_stands_between_the_words(
    alice: User, bob: User, direct: int, connect: Connect, api: MakeApi
) -> None:
    file = await in_database(uploaded, alice)
    program = await in_database(api, bob)
    hers, his = await connect(alice), await connect(bob)
    inline = [{"start": 5, "image": file}, {"start": 3, "sticker": "party"}]
    body = {"text": f"😀 a{HERE} {HERE}!", "inline": inline}
    await hers.ask("message.send", **message_command(direct, "") | {"body": body})
    told = (await his.next_of("message.sent"))["payload"]["message"]["body"]
    assert told["text"] == body["text"]
    assert told["inline"][0] == {"start": 3, "sticker": "party"}
    assert told["inline"][1]["image"].items() >= {"id": file, "width": 60}.items()
    found = await in_database(program.get, f"conversations/{direct}/messages/")
    assert found.body["messages"][0]["body"] == told


@pytest.mark.parametrize(
    ("text", "inline"),
    [
        (f"a{HERE}", [{"start": 0, "sticker": "party"}]),
        (f"a{HERE}", [{"start": 2, "sticker": "party"}]),
        (f"{HERE}{HERE}", [{"start": 0, "sticker": "party"}]),
        (HERE, [{"start": 0, "sticker": "party"}, {"start": 0, "sticker": "heart"}]),
        (HERE, [{"start": 0}]),
        (HERE, [{"start": 0, "sticker": "party", "image": 1}]),
        (HERE, [{"start": 0, "sticker": "../party"}]),
        (HERE, [{"start": -1, "sticker": "party"}]),
        (HERE, [{"start": 2**40, "sticker": "party"}]),
        (HERE, [{"start": True, "sticker": "party"}]),
        (HERE, [{"start": 0, "sticker": ["party"]}]),
        (HERE, [{"start": 0, "image": "1"}]),
        (HERE, [{"start": 0, "image": 0}]),
        (HERE, []),
        (HERE, {"start": 0, "sticker": "party"}),
        ("words", [{"start": 1, "sticker": "party"}]),
        (HERE * (MOST_INLINE + 1), [{"start": n, "sticker": "party"} for n in range(MOST_INLINE + 1)]),
    ],
)
async def test_what_does_not_fit_its_text_is_refused(
    alice: User, direct: int, connect: Connect, text: str, inline: Any
) -> None:
    hers = await connect(alice)
    body = {"text": text, "inline": inline}
    reply = await hers.ask("message.send", **message_command(direct, "") | {"body": body})
    assert reply["error"]["code"] in {"invalid", "bad_command"}
    assert not await in_database(Message.objects.exists)


def test_a_text_without_objects_keeps_no_place_for_any(alice: User, direct: int) -> None:
    body = OutgoingBody(text=f"copied {HERE}from elsewhere")
    (answer,) = send_messages([Outgoing(alice.id, direct, uuid.uuid4(), body)])
    assert body_of(stored(answer).id) == {"text": "copied from elsewhere"}
    (answer,) = send_messages([Outgoing(alice.id, direct, uuid.uuid4(), OutgoingBody(text=HERE))])
    assert isinstance(answer, Refused)


def test_only_own_pictures_stand_in_a_line(alice: User, bob: User, direct: int) -> None:
    bobs, voice = uploaded(bob), recorded(alice)
    for file in (bobs, voice, 10**9):
        for one in (image(0, file), sticker(0, file)):
            answer = mixed(alice, direct, HERE, one)
            assert isinstance(answer, Refused)
            assert answer.code == "no_such_picture"
    assert not Message.objects.exists()
    assert not MessagePicture.objects.exists()


def test_nothing_stands_in_what_stands_alone(alice: User, direct: int) -> None:
    for alone in ({"sticker": "party"}, {"voice": recorded(alice)}):
        (answer,) = send_messages(
            [Outgoing(alice.id, direct, uuid.uuid4(), OutgoingBody(text=HERE, inline=[sticker(0)], **alone))]
        )
        assert isinstance(answer, Refused)
        assert answer.code == "invalid"


def test_who_sees_the_message_sees_its_pictures(
    alice: User, bob: User, charlie: User, direct: int, api: MakeApi
) -> None:
    file, own = uploaded(alice), uploaded(alice, "#00ff00")
    stored(mixed(alice, direct, f"{HERE}{HERE}", image(0, file), sticker(1, own)))
    for user, status in ((bob, 200), (charlie, 404)):
        assert {api(user).get(f"files/{one}/").status for one in (file, own)} == {status}


def test_pictures_above_and_in_the_text_are_told_apart(alice: User, direct: int) -> None:
    above, in_line = uploaded(alice), uploaded(alice, "#00ff00")
    said = stored(mixed(alice, direct, f"a{HERE}", image(1, in_line), images=[above]))
    body = body_of(said.id)
    assert [one["id"] for one in body["images"]] == [above]
    assert body["inline"][0]["image"]["id"] == in_line


def test_an_edit_changes_them_and_earlier_versions_keep_theirs(
    alice: User, bob: User, direct: int, api: MakeApi
) -> None:
    first, second = uploaded(alice), uploaded(alice, "#00ff00")
    said = stored(mixed(alice, direct, f"a{HERE}", image(1, first)))
    edit_message(alice.id, said.id, Wording(text=f"{HERE}b{HERE}", inline=[image(0, second), image(2, first)]))
    assert [one["image"]["id"] for one in body_of(said.id)["inline"]] == [second, first]
    edit_message(alice.id, said.id, Wording(text="nothing"))
    assert body_of(said.id) == {"text": "nothing"}
    assert {api(bob).get(f"files/{one}/").status for one in (first, second)} == {200}
    with pytest.raises(Refused) as refused:
        edit_message(alice.id, said.id, Wording(text=HERE, inline=[image(0, uploaded(bob))]))
    assert refused.value.code == "no_such_picture"
    recall_message(alice.id, said.id)
    assert {api(bob).get(f"files/{one}/").status for one in (first, second)} == {404}


def test_they_are_forwarded_as_files_of_who_forwards(
    alice: User, bob: User, charlie: User, direct: int, api: MakeApi
) -> None:
    file, own = uploaded(alice), uploaded(alice, "#00ff00")
    said = stored(mixed(alice, direct, f"a{HERE}{HERE}{HERE}", image(1, file), sticker(2, own), sticker(3)))
    for merged in (False, True):
        (copy,) = forward_messages(Forwarding(bob.id, [said.id], direct, uuid.uuid4(), merged))
        held = set(MessagePicture.objects.filter(message=copy.id).values_list("file_id", flat=True))
        assert len(held) == 2
        assert set(File.objects.filter(pk__in=held).values_list("owner_id", flat=True)) == {bob.id}
    body = body_of(copy.id)
    assert (body["forwarded"]["lines"][0]["kind"], body["forwarded"]["lines"][0]["text"]) == ("picture", "a")
    item = api(alice).get(f"messages/{copy.id}/forwarded/").body["messages"][0]["body"]
    shown = {(one.get("image") or one["sticker"])["id"] for one in item["inline"][:2]}
    assert shown == held
    assert item["inline"][2] == {"start": 3, "sticker": "party"}


def test_what_burns_is_covered_as_a_picture_and_takes_its_files_along(
    alice: User, bob: User, direct: int, api: MakeApi
) -> None:
    file = uploaded(alice)
    said = stored(mixed(alice, direct, f"look {HERE}", image(5, file), burn=True))
    assert body_of(said.id) == {"burn": {"kind": "picture"}}
    assert api(bob).get(f"files/{file}/").status == 404
    open_message(bob.id, said.id)
    assert api(bob).get(f"files/{file}/").status == 200


def test_a_message_with_a_picture_in_it_is_found_as_a_picture(
    alice: User, bob: User, direct: int, api: MakeApi
) -> None:
    with_picture = stored(mixed(alice, direct, f"look {HERE}", image(5, uploaded(alice))))
    stored(mixed(alice, direct, f"look {HERE}", sticker(5)))
    hits = api(bob).get("messages/search/?kind=picture").body["hits"]
    assert [hit["message"]["id"] for hit in hits] == [with_picture.id]
    assert len(api(bob).get("messages/search/?q=look").body["hits"]) == 2


def draft_places(file: int) -> dict[str, Any]:
    return {"inline": [{"start": 5, "image": file}, {"start": 6, "sticker": "party"}]}


def test_a_draft_keeps_what_stands_in_it_on_every_device(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    file = uploaded(alice)
    program, address = api(alice), f"conversations/{direct}/"
    mention = {"start": 0, "length": 4, "user": bob.id}
    draft, places = f"@Bob {HERE}{HERE}", draft_places(file) | {"mentions": [mention]}
    answer = program.patch(address, draft=draft, draft_places=places)
    assert (answer.status, answer.body["draft"], answer.body["draft_places"]) == (200, draft, places)
    assert program.get(address).body["own"] == answer.body
    prune_files(File.objects.get(pk=file).created_at + 2 * UNKEPT_FOR)
    assert program.get(f"files/{file}/").status == 200
    assert api(bob).get(f"files/{file}/").status == 404
    changed = program.patch(address, draft=f"words{HERE}")
    assert changed.body["draft"] == "words"
    assert "draft_places" not in changed.body
    assert not DraftUpload.objects.exists()
    prune_files(File.objects.get(pk=file).created_at + 2 * UNKEPT_FOR)
    assert program.get(f"files/{file}/").status == 404


def test_a_sent_draft_leaves_its_pictures_to_the_message(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    file = uploaded(alice)
    program, address = api(alice), f"conversations/{direct}/"
    program.patch(address, draft=f"look {HERE}{HERE}", draft_places=draft_places(file))
    stored(mixed(alice, direct, f"look {HERE}", image(5, file)))
    program.patch(address, draft="")
    assert File.objects.get(pk=file).unkept_since is None


def test_a_draft_holds_nothing_of_others(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    address = f"conversations/{direct}/"
    foreign = api(alice).patch(address, draft=f"look {HERE}{HERE}", draft_places=draft_places(uploaded(bob)))
    assert (foreign.status, foreign.body["code"]) == (400, "no_such_picture")
    misfit: dict[str, Any] = {"draft": "a", "draft_places": draft_places(uploaded(alice))}
    lonely: dict[str, Any] = {"draft_places": {}}
    for changes in (lonely, misfit):
        refused = api(alice).patch(address, **changes)
        assert (refused.status, refused.body["code"]) == (400, "invalid")
    assert not DraftUpload.objects.exists()


def test_a_picture_that_went_before_its_draft_came_is_told(alice: User, direct: int, api: MakeApi) -> None:
    file = uploaded(alice)
    forget_files([file])
    answer = api(alice).patch(f"conversations/{direct}/", draft=f"look {HERE}{HERE}", draft_places=draft_places(file))
    assert (answer.status, answer.body["code"]) == (400, "no_such_picture")
