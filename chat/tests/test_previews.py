"""What is behind a link is shown with the message, where the operator allows it, until its author takes it away."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import msgspec
import pytest
from django.core.cache import cache
from pytest_django import Settings

from accounts.models import User
from accounts.testing import MakeApi
from accounts.throttle import Limit
from chat import tasks
from chat.actions import (
    Forwarding,
    edit_message,
    forward_messages,
    plain_body,
    recall_message,
    remove_preview,
)
from chat.models import Message, MessagePicture
from chat.testing import Connect, message_command, sent, stored, worded
from e2e.web import Web
from files.models import File
from files.testing import picture
from ggtalk.errors import Refused
from ggtalk.jobs.queue import perform_due
from ggtalk.realtime.databases import in_database
from ggtalk.sealing.keys import MARK, new_key

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def allowed(settings: Settings) -> None:
    settings.LINK_PREVIEWS = True
    cache.clear()


@pytest.fixture
def page(web: Web) -> str:
    """A page with a picture."""
    web.serve("/p.png", picture(size=(300, 200)), "image/png")
    return web.serve(
        "/page",
        """<title>A walk</title><meta property="og:description" content="to the hills">
        <meta property="og:site_name" content="Walks"><meta property="og:image" content="/p.png">""",
    )


def body_of(message: int) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.json.decode(Message.objects.get(id=message).body)
    return body


def said(sender: User, conversation: int, text: str) -> int:
    """Says it, and does what is to be done later."""
    message = stored(sent(sender, conversation, text)).id
    perform_due()
    return message


def preview_of(message: int) -> dict[str, Any] | None:
    return body_of(message).get("preview")


@pytest.fixture
def previewed(alice: User, direct: int, page: str) -> int:
    """A message of Alice's that shows what is behind its link."""
    return said(alice, direct, page)


def test_nothing_is_visited_unless_the_operator_allows_it(
    alice: User, direct: int, web: Web, page: str, settings: Settings
) -> None:
    settings.LINK_PREVIEWS = False
    assert preview_of(said(alice, direct, page)) is None
    assert web.asked == []


async def test_both_hear_of_it_after_the_message(
    alice: User, bob: User, direct: int, page: str, connect: Connect
) -> None:
    hers, his = await connect(alice), await connect(bob)
    command = message_command(direct, f"look: {page}.")
    reply = (await hers.ask("message.send", **command))["payload"]
    await in_database(perform_due)
    for client in (hers, his):
        heard = (await client.next_of("message.previewed"))["payload"]["message"]
        preview = heard["body"]["preview"]
        assert preview.pop("image").items() >= {"width": 300, "height": 200, "media_type": "image/png"}.items()
        assert preview == {"url": page, "title": "A walk", "description": "to the hills", "site": "Walks"}
        assert (heard["id"], heard["body"]["text"]) == (reply["id"], f"look: {page}.")
        assert "edited_at" not in heard
    assert (await hers.ask("message.send", **command))["payload"] == reply
    fresh = await connect(bob)
    frames, _ = await fresh.exchange("sync", cursors={f"c{direct}": 0})
    assert [frame["type"] for frame in frames if frame.get("stream") == f"c{direct}"][-1] == "message.previewed"


def test_its_picture_is_seen_by_whom_the_message_is_seen(
    bob: User, charlie: User, previewed: int, api: MakeApi
) -> None:
    path = f"files/{(preview_of(previewed) or {})['image']['id']}/"
    assert [api(user).get(path).status for user in (bob, charlie)] == [200, 404]


def test_a_page_is_visited_once_a_day(alice: User, bob: User, direct: int, web: Web, page: str) -> None:
    first, again = (preview_of(said(user, direct, page)) for user in (alice, bob))
    assert first is not None
    assert again is not None
    assert [path for path, _ in web.asked] == ["/page", "/p.png"]
    assert File.objects.get(pk=again["image"]["id"]).owner_id == bob.id
    assert first.keys() == again.keys()
    missing = web.url("/missing")
    assert [preview_of(said(alice, direct, missing)) for _ in range(2)] == [None, None]
    assert [path for path, _ in web.asked].count("/missing") == 1


def test_nobody_has_the_server_visit_too_much(
    alice: User, bob: User, direct: int, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "PREVIEWS", Limit("few previews", 2, 3600))
    pages = [web.serve(f"/{number}", f"<title>{number}</title>") for number in range(4)]
    shown = [preview_of(said(alice, direct, address)) is not None for address in pages[:3]]
    assert shown == [True, True, False]
    assert preview_of(said(bob, direct, pages[3])) is not None


@pytest.mark.parametrize(
    "bad",
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/png"),
        (b"<svg/>", "image/svg+xml"),
        (picture() + b"x" * (5 * 1024 * 1024), "image/png"),
        (picture()[:40], "image/png"),
    ],
    ids=["in disguise", "svg", "too large", "damaged"],
)
def test_a_bad_picture_is_left_out(alice: User, direct: int, web: Web, page: str, bad: tuple[bytes, str]) -> None:
    web.serve("/p.png", *bad)
    preview = preview_of(said(alice, direct, page))
    assert preview is not None
    assert "image" not in preview


def test_a_picture_inside_is_not_fetched(alice: User, direct: int, web: Web) -> None:
    address = web.serve("/", "<title>x</title><meta property=og:image content='http://127.0.0.1/secret.png'>")
    preview = preview_of(said(alice, direct, address))
    assert preview is not None
    assert "image" not in preview


def test_an_edit_takes_it_along_or_looks_anew(alice: User, direct: int, web: Web, page: str, api: MakeApi) -> None:
    message = said(alice, direct, page)
    edit_message(alice.id, message, worded(f"again: {page}"))
    assert preview_of(message) is not None
    edit_message(alice.id, message, worded(web.serve("/other", "<title>other</title>")))
    assert preview_of(message) is None
    assert not MessagePicture.objects.exists()
    perform_due()
    assert (preview_of(message) or {})["title"] == "other"
    edit_message(alice.id, message, worded("none"))
    perform_due()
    assert preview_of(message) is None
    versions = api(alice).get(f"messages/{message}/versions/").body["versions"]
    assert ["preview" in version["body"] for version in versions] == [False] * 4


def test_only_its_author_takes_it_away(alice: User, bob: User, charlie: User, previewed: int) -> None:
    message = previewed
    for user, code in ((bob, "not_yours"), (charlie, "not_found")):
        with pytest.raises(Refused) as refused:
            remove_preview(user.id, message)
        assert refused.value.code == code
    assert preview_of(message) is not None
    remove_preview(alice.id, message)
    changed = Message.objects.get(id=message).changed_seq
    remove_preview(alice.id, message)
    perform_due()
    assert preview_of(message) is None
    assert Message.objects.get(id=message).changed_seq == changed
    assert not MessagePicture.objects.exists()


def test_what_is_recalled_before_it_is_made_gets_none(alice: User, direct: int, web: Web, page: str) -> None:
    message = stored(sent(alice, direct, page)).id
    recall_message(alice.id, message)
    perform_due()
    assert (body_of(message), web.asked) == ({"recalled": True}, [])
    message = said(alice, direct, page)
    recall_message(alice.id, message)
    assert body_of(message) == {"recalled": True}
    assert not MessagePicture.objects.exists()


def test_it_is_forwarded_with_a_picture_of_who_forwards(
    alice: User, bob: User, direct: int, page: str, api: MakeApi
) -> None:
    message = said(alice, direct, page)
    (copy,) = forward_messages(Forwarding(bob.id, [message], direct, uuid.uuid4(), merged=False))
    preview = preview_of(copy.id)
    assert preview is not None
    assert File.objects.get(pk=preview["image"]["id"]).owner_id == bob.id
    (card,) = forward_messages(Forwarding(bob.id, [message], direct, uuid.uuid4(), merged=True))
    (item,) = api(alice).get(f"messages/{card.id}/forwarded/").body["messages"]
    assert File.objects.get(pk=item["body"]["preview"]["image"]["id"]).owner_id == bob.id


def test_what_a_client_says_of_a_preview_is_refused(alice: User, direct: int, api: MakeApi) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"text": "x", "preview": {"title": "a lie"}}, type(plain_body("")))
    assert api(alice).get("messages/limits/").body["previews"] is True


def test_what_is_remembered_of_a_page_is_sealed_like_the_message(
    alice: User, direct: int, page: str, web: Web, settings: Settings
) -> None:
    def remembered() -> str:
        return str(cache.get(f"link-preview:{hashlib.sha256(page.encode()).hexdigest()}"))

    said(alice, direct, page)
    assert "A walk" in remembered()
    cache.clear()
    settings.MESSAGE_KEYS = (new_key(),)
    titles = [(preview_of(said(alice, direct, page)) or {})["title"] for _ in range(2)]
    assert titles == ["A walk"] * 2
    assert remembered().startswith(MARK)
    visits = len(web.asked)
    settings.MESSAGE_KEYS = (new_key(), *settings.MESSAGE_KEYS)
    assert (preview_of(said(alice, direct, page)) or {})["title"] == "A walk"
    assert len(web.asked) == visits, "the older key still opens it"
    settings.MESSAGE_KEYS = (new_key(),)
    assert (preview_of(said(alice, direct, page)) or {})["title"] == "A walk"
    assert len(web.asked) > visits, "without its key it is nothing"
