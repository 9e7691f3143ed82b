"""Pictures go with messages: seen by whom the message is seen, and by nobody else."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.testing import MakeApi
from chat.actions import (
    Notice,
    Outgoing,
    add_participants,
    create_group_conversation,
    drop_pictures,
    remove_participant,
)
from chat.actions.send import send_messages
from chat.bodies import MOST_IMAGES, OutgoingBody
from chat.models import Message, MessagePicture
from chat.testing import Connect, durable, message_command, say, shown, stored
from files.actions import UNKEPT_FOR, prune_files
from files.models import File
from files.testing import uploaded
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group(alice: User) -> int:
    """A group conversation that Alice is alone in."""
    with transaction.atomic():
        return create_group_conversation("walks", [alice.id], Notice("group_created", alice.id, [alice.id])).id


def picture_command(conversation: int, images: Any, text: str = "") -> dict[str, Any]:
    payload = message_command(conversation, text)
    payload["body"]["images"] = images
    return payload


def sees(api: MakeApi, user: User, file: int) -> bool:
    return api(user).get(f"files/{file}/").status == 200


async def test_both_hear_them_in_their_order_with_all_that_is_needed_to_draw(
    alice: User, bob: User, direct: int, connect: Connect, api: MakeApi
) -> None:
    files = [await in_database(uploaded, alice, colour) for colour in ("#ff0000", "#00ff00")]
    program = await in_database(api, bob)
    hers, his = await connect(alice), await connect(bob)
    reply = await hers.ask("message.send", **picture_command(direct, files[::-1], "look"))
    heard = (await his.next_of("message.sent"))["payload"]["message"]
    assert heard["id"] == reply["payload"]["id"]
    assert heard["body"]["text"] == "look"
    assert [image["id"] for image in heard["body"]["images"]] == files[::-1]
    green = {"media_type": "image/png", "width": 60, "height": 40, "colour": "#00ff00", "animated": False}
    assert heard["body"]["images"][0].items() >= green.items()
    page = (await in_database(program.get, f"conversations/{direct}/messages/")).body
    listed = (await in_database(program.get, "conversations/")).body
    assert page["messages"] == [heard]
    assert listed[0]["last_message"] == heard


async def test_they_are_there_after_being_away(alice: User, bob: User, direct: int, connect: Connect) -> None:
    file = await in_database(uploaded, alice)
    await in_database(shown, alice, direct, [file])
    his = await connect(bob)
    frames, _ = await his.exchange("sync", cursors={f"c{direct}": 0})
    (heard,) = durable(frames)
    assert (heard["type"], heard["payload"]["message"]["body"]["images"][0]["id"]) == ("message.sent", file)


def test_whom_it_was_shown_sees_it_and_charlie_does_not(
    alice: User, bob: User, charlie: User, direct: int, api: MakeApi
) -> None:
    file, unsent = uploaded(alice), uploaded(alice)
    assert not sees(api, bob, file)
    stored(shown(alice, direct, [file]))
    assert (sees(api, bob, file), sees(api, charlie, file), sees(api, bob, unsent)) == (True, False, False)


def test_members_see_what_was_shown_while_they_were_there(alice: User, bob: User, group: int, api: MakeApi) -> None:
    before, during, after = (uploaded(alice, colour) for colour in ("#ff0000", "#00ff00", "#0000ff"))
    stored(shown(alice, group, [before]))
    with transaction.atomic():
        add_participants(group, [bob.id], Notice("member_joined", alice.id, [bob.id]))
    stored(shown(alice, group, [during]))
    with transaction.atomic():
        remove_participant(group, bob.id, Notice("member_left", bob.id, [bob.id]))
    stored(shown(alice, group, [after]))
    assert [sees(api, bob, file) for file in (before, during, after)] == [False, True, False]


def test_only_own_uploads_can_be_sent(alice: User, bob: User, charlie: User, direct: int) -> None:
    bobs, mine = uploaded(bob), uploaded(alice)
    foreign, none = shown(alice, direct, [mine, bobs]), shown(alice, direct, [mine, 10**9])
    assert isinstance(foreign, Refused)
    assert isinstance(none, Refused)
    assert foreign.as_payload() == none.as_payload()
    assert foreign.code == "no_such_picture"
    assert not Message.objects.exists()


def test_charlie_shows_nothing_where_he_is_not(alice: User, charlie: User, direct: int) -> None:
    answer = shown(charlie, direct, [uploaded(charlie)])
    assert isinstance(answer, Refused)
    assert answer.code == "not_a_member"
    assert not MessagePicture.objects.exists()


@pytest.mark.parametrize("images", [[], list(range(1, MOST_IMAGES + 2)), [0], [-1], ["1"], None, 1, [2**60]])
async def test_bad_images_are_named(alice: User, direct: int, connect: Connect, images: Any) -> None:
    mine = await connect(alice)
    error = (await mine.ask("message.send", **picture_command(direct, images, "x")))["error"]
    assert (error["code"], next(iter(error["fields"])).startswith("body.images")) == ("invalid", True)


def test_a_text_of_blanks_goes_when_there_are_pictures(alice: User, direct: int) -> None:
    stored(shown(alice, direct, [uploaded(alice)], " \n "))
    assert Message.objects.get().body.startswith('{"text":"","images":[{"id":')
    too_long = shown(alice, direct, [uploaded(alice)], "x" * 20_001)
    assert isinstance(too_long, Refused)


def test_what_is_sent_twice_is_stored_once(alice: User, direct: int) -> None:
    one, other = uploaded(alice, "#ff0000"), uploaded(alice, "#00ff00")
    client_id = uuid.uuid4()

    def again(files: list[int]) -> Any:
        (answer,) = send_messages([Outgoing(alice.id, direct, client_id, OutgoingBody(text="", images=files))])
        return answer

    first = stored(again([one, other]))
    assert again([one, other]) == first
    assert again([other, one]).code == "client_id_conflict"
    assert MessagePicture.objects.count() == 2


def test_what_a_message_shows_is_kept_until_it_shows_it_no_more(alice: User, direct: int, api: MakeApi) -> None:
    twice, once = uploaded(alice, "#ff0000"), uploaded(alice, "#00ff00")
    first = stored(shown(alice, direct, [twice, once]))
    second = stored(shown(alice, direct, [twice]))
    later = timezone.now() + UNKEPT_FOR + timedelta(minutes=1)
    assert prune_files(later) == 0
    with transaction.atomic():
        drop_pictures([first.id])
    assert prune_files(later + UNKEPT_FOR) == 1
    assert list(File.objects.values_list("id", flat=True)) == [twice]
    with transaction.atomic():
        drop_pictures([second.id])
    assert prune_files(later + UNKEPT_FOR) == 1


def test_pictures_cost_the_same_however_many_and_nothing_where_there_are_none(alice: User, direct: int) -> None:
    files = [uploaded(alice, f"#0000{n:02x}") for n in range(9)]
    say(alice, direct, "warm")
    stored(shown(alice, direct, files))

    def queries(bodies: list[OutgoingBody]) -> int:
        with CaptureQueriesContext(connection) as captured:
            answers = send_messages([Outgoing(alice.id, direct, uuid.uuid4(), body) for body in bodies])
        assert all(not isinstance(answer, Refused) for answer in answers)
        return len(captured)

    plain = [OutgoingBody(text="a"), OutgoingBody(text="b")]
    one = [OutgoingBody(text="", images=files[:1]), OutgoingBody(text="b")]
    many = [OutgoingBody(text="", images=files) for _ in range(5)]
    assert queries(plain) + 3 == queries(one) == queries(many)
