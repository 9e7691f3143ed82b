"""An edit changes words, and what stands between them: what else a message shows stays, and it never becomes empty."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec
import pytest

from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import Forwarding, Wording, edit_message, forward_messages, recall_message, remove_preview
from chat.inline import InlineObject
from chat.models import Message, MessagePicture
from chat.testing import Connect, replied, sent, shown, spoken, stored, stuck, whispered, worded
from files.actions import UNKEPT_FOR, forget_files, prune_files
from files.models import File
from files.testing import recorded, uploaded
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)

HERE = "\ufffc"
LINK = "https://example.org/"


def body_of(message: int) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.json.decode(Message.objects.get(id=message).body)
    return body


def showing(*files: int, text: str = "") -> Wording:
    """A wording with pictures behind its words."""
    places = [InlineObject(start=len(text) + n, image=file) for n, file in enumerate(files)]
    return Wording(text=text + HERE * len(files), inline=places or msgspec.UNSET)


def refusal(user: User, message: int, wording: Wording) -> str:
    with pytest.raises(Refused) as refused:
        edit_message(user.id, message, wording)
    return refused.value.code


def previewed(sender: User, conversation: int) -> tuple[int, int]:
    """A message with a link, and the picture that its preview shows."""
    file = uploaded(sender)
    said = stored(shown(sender, conversation, [file], LINK)).id
    body = body_of(said)
    preview = {"url": LINK, "title": "t", "description": "", "site": "s", "image": body.pop("images")[0]}
    Message.objects.filter(id=said).update(body=msgspec.json.encode({**body, "preview": preview}).decode())
    return said, file


def seen(api: MakeApi, users: list[User], *files: int) -> list[set[int]]:
    """For each user the answers to asking for the files."""
    return [{api(user).get(f"files/{file}/").status for file in files} for user in users]


@pytest.mark.parametrize(
    "more",
    [{"images": [1]}, {"voice": 1}, {"sticker": "party"}, {"burn": True}, {"reply_to": 1}, {"preview": {}}],
    ids=lambda more: next(iter(more)),
)
async def test_an_edit_says_nothing_but_words(alice: User, direct: int, connect: Connect, more: dict[str, Any]) -> None:
    said = stored(await in_database(sent, alice, direct, "words"))
    hers = await connect(alice)
    reply = await hers.ask("message.edit", message=said.id, body={"text": "", **more})
    assert reply["error"]["code"] == "invalid"
    assert await in_database(body_of, said.id) == {"text": "words"}


def test_words_go_where_pictures_stay_and_nowhere_else(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    above, between = uploaded(alice), uploaded(alice, "#00ff00")
    pictures = stored(shown(alice, direct, [above], "look")).id
    words = stored(sent(alice, direct, "words")).id
    answer = stored(replied(alice, direct, "an answer", words)).id
    edit_message(alice.id, pictures, showing(between, text="see "))
    edit_message(alice.id, pictures, worded(" "))
    body = body_of(pictures)
    assert (body["text"], [one["id"] for one in body["images"]], "inline" in body) == ("", [above], False)
    for message in (words, answer):
        for nothing in ("", " \n", "\u200b", HERE):
            assert refusal(alice, message, worded(nothing)) == "invalid"
    edit_message(alice.id, answer, showing(between))
    assert body_of(answer)["reply_to"] == words
    assert seen(api, [bob], above, between) == [{200}]


def test_what_has_no_words_is_not_worded_anew(alice: User, direct: int) -> None:
    voice, own = recorded(alice), uploaded(alice)
    alone = [stored(one).id for one in (stuck(alice, direct, "party"), stuck(alice, direct, own))]
    alone += [stored(one).id for one in (spoken(alice, direct, voice), whispered(alice, direct))]
    first = stored(sent(alice, direct, "to be forwarded")).id
    alone += [one.id for one in forward_messages(Forwarding(alice.id, [first], direct, uuid.uuid4(), True))]
    before = list(Message.objects.order_by("id").values_list("body", flat=True))
    for message in alone:
        for wording in (worded("words"), worded(""), showing(uploaded(alice, "#00ff00"))):
            assert refusal(alice, message, wording) == "not_editable"
    assert list(Message.objects.order_by("id").values_list("body", flat=True)) == before
    assert MessagePicture.objects.count() == 2


def test_what_an_edit_takes_out_is_kept_for_its_versions_and_for_whom_they_are(
    alice: User, bob: User, charlie: User, direct: int, api: MakeApi
) -> None:
    first, second, third = (uploaded(alice, colour) for colour in ("#ff0000", "#00ff00", "#0000ff"))
    said = stored(sent(alice, direct, "words")).id
    for wording in (showing(first), showing(second, third), worded("none")):
        edit_message(alice.id, said, wording)
    prune_files(File.objects.get(pk=first).created_at + 2 * UNKEPT_FOR)
    assert seen(api, [alice, bob, charlie], first, second, third) == [{200}, {200}, {404}]
    versions = api(bob).get(f"messages/{said}/versions/").body["versions"]
    assert [len(version["body"].get("inline", [])) for version in versions] == [0, 1, 2, 0]
    assert api(charlie).get(f"messages/{said}/versions/").status == 404
    recall_message(alice.id, said)
    assert seen(api, [bob, charlie], first, second, third) == [{404}, {404}]
    assert not MessagePicture.objects.exists()
    prune_files(File.objects.get(pk=first).created_at + 2 * UNKEPT_FOR)
    assert not File.objects.exists()


def test_only_who_wrote_it_words_it_anew_and_only_with_their_own(
    alice: User, bob: User, charlie: User, direct: int, api: MakeApi
) -> None:
    hers, his, foreign = uploaded(alice), uploaded(bob), uploaded(charlie)
    said = stored(sent(alice, direct, "words")).id
    for file in (his, foreign, recorded(alice), 10**9):
        assert refusal(alice, said, showing(hers, file)) == "no_such_picture"
    assert refusal(bob, said, showing(his)) == "not_yours"
    assert refusal(charlie, said, showing(foreign)) == refusal(charlie, 10**9, showing(foreign)) == "not_found"
    assert body_of(said) == {"text": "words"}
    assert not MessagePicture.objects.exists()
    assert File.objects.filter(unkept_since=None).count() == 0
    forget_files([hers])
    assert refusal(alice, said, showing(hers)) == "no_such_picture"


def test_the_picture_of_a_preview_that_stands_between_the_words_stays_with_them(
    alice: User, bob: User, direct: int, api: MakeApi
) -> None:
    said, file = previewed(alice, direct)
    edit_message(alice.id, said, showing(file, text=f"{LINK} "))
    remove_preview(alice.id, said)
    assert "preview" not in body_of(said)
    prune_files(File.objects.get(pk=file).created_at + 2 * UNKEPT_FOR)
    assert seen(api, [bob], file) == [{200}]


def test_the_picture_of_a_preview_goes_with_its_link(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    said, file = previewed(alice, direct)
    edit_message(alice.id, said, worded("no link"))
    assert body_of(said) == {"text": "no link"}
    assert seen(api, [bob], file) == [{404}]
    assert File.objects.get(pk=file).unkept_since is not None
