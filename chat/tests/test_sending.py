"""Sending: stored once, in one order, heard by every client, answered after the commit."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.actions import block_user, make_friends, remove_friend, unblock_user
from accounts.models import User
from accounts.testing import make_user
from chat.actions import Outgoing, SendReply, open_direct_conversation, plain_body, send_messages
from chat.models import Message
from chat.testing import Connect, durable, message_command, say, sent
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database
from ggtalk.realtime.models import Stream

pytestmark = pytest.mark.django_db(transaction=True)


async def test_every_client_of_both_sides_hears_a_message_once(
    alice: User, bob: User, direct: int, connect: Connect
) -> None:
    mine, mine_too, his = await connect(alice), await connect(alice), await connect(bob)
    reply = await mine.ask("message.send", **message_command(direct, "你好 😀"))
    frames = [await socket.next_of("message.sent") for socket in (mine_too, his)]
    stored = await in_database(Message.objects.get)
    assert reply["payload"] == {"id": stored.id, "seq": 1}
    assert frames[0] == frames[1]
    assert (frames[0]["stream"], frames[0]["seq"]) == (f"c{direct}", 1)
    message = frames[0]["payload"]["message"]
    assert message == {
        "id": stored.id,
        "conversation": direct,
        "seq": 1,
        "sender": alice.id,
        "client_id": str(stored.client_id),
        "body": {"text": "你好 😀"},
        "sent_at": stored.sent_at.isoformat().replace("+00:00", "Z"),
    }


async def test_the_senders_own_client_hears_it_too(alice: User, direct: int, connect: Connect) -> None:
    mine = await connect(alice)
    events, reply = await mine.exchange("message.send", **message_command(direct, "one"))
    assert [event["type"] for event in durable(events)] == ["message.sent"]
    assert durable(events)[0]["payload"]["message"]["id"] == reply["payload"]["id"]


def test_the_same_client_id_is_stored_once(alice: User, direct: int) -> None:
    client_id = uuid.uuid4()
    first = sent(alice, direct, "once", client_id)
    assert sent(alice, direct, "once", client_id) == first
    assert Message.objects.count() == 1
    assert Stream.objects.get(name=f"c{direct}").head == 1


def test_the_same_client_id_counts_as_the_same_after_cleaning(alice: User, direct: int) -> None:
    client_id = uuid.uuid4()
    assert sent(alice, direct, "a\r\nb\x07", client_id) == sent(alice, direct, "a\nb", client_id)


def test_another_body_under_the_same_client_id_is_refused(alice: User, bob: User, direct: int) -> None:
    client_id = uuid.uuid4()
    sent(alice, direct, "this", client_id)
    assert _code(sent(alice, direct, "that", client_id)) == "client_id_conflict"
    assert isinstance(sent(bob, direct, "Bob's own", client_id), SendReply), "client ids are each sender's own"


def test_the_same_client_id_in_another_conversation_is_refused(alice: User, direct: int) -> None:
    dora = make_user("Dora")
    make_friends([(alice.id, dora.id)])
    other = open_direct_conversation(alice.id, dora.id).id
    client_id = uuid.uuid4()
    sent(alice, direct, "this", client_id)
    assert _code(sent(alice, other, "this", client_id)) == "client_id_conflict"


def test_a_repeat_is_answered_even_where_nothing_may_be_said_any_more(alice: User, bob: User, direct: int) -> None:
    client_id = uuid.uuid4()
    first = sent(alice, direct, "once", client_id)
    block_user(bob.id, alice.id)
    repeat = Outgoing(alice.id, direct, client_id, plain_body("once"))
    assert sent(alice, direct, "once", client_id) == first
    answers = send_messages([repeat, Outgoing(alice.id, direct, uuid.uuid4(), plain_body("new"))])
    assert answers[0] == first
    assert _code(answers[1]) == "not_available"
    assert _code(sent(alice, direct, "other", client_id)) == "client_id_conflict"
    assert Stream.objects.get(name=f"c{direct}").head == 1


def test_a_repeat_holds_up_none_of_its_neighbours(alice: User, bob: User, direct: int) -> None:
    client_id = uuid.uuid4()
    first = sent(alice, direct, "once", client_id)
    answers = send_messages(
        [
            Outgoing(bob.id, direct, uuid.uuid4(), plain_body("before")),
            Outgoing(alice.id, direct, client_id, plain_body("once")),
            Outgoing(bob.id, direct, uuid.uuid4(), plain_body("after")),
        ]
    )
    assert answers[1] == first
    assert [answer.seq for answer in answers if isinstance(answer, SendReply)] == [2, 1, 3]


def test_repeats_within_one_batch(alice: User, bob: User, direct: int) -> None:
    client_id = uuid.uuid4()
    answers = send_messages(
        [
            Outgoing(alice.id, 10**9, client_id, plain_body("to nowhere")),
            Outgoing(alice.id, direct, client_id, plain_body("this")),
            Outgoing(bob.id, direct, client_id, plain_body("this")),
            Outgoing(alice.id, direct, client_id, plain_body("this")),
            Outgoing(alice.id, direct, client_id, plain_body("that")),
            Outgoing(alice.id, direct, client_id, plain_body(" ")),
        ]
    )
    codes = [_code(answer) for answer in answers]
    assert codes == ["not_a_member", None, None, None, "client_id_conflict", "invalid"]
    assert answers[1] == answers[3] != answers[2]
    assert Message.objects.count() == 2


def test_a_repeat_gets_its_answer_even_when_sending_is_over(alice: User, bob: User, direct: int) -> None:
    client_id = uuid.uuid4()
    first = sent(alice, direct, "in time", client_id)
    remove_friend(bob.id, alice.id)
    assert sent(alice, direct, "in time", client_id) == first


def test_one_bad_message_never_fails_its_neighbours(alice: User, charlie: User, direct: int) -> None:
    texts = [(alice, "one"), (charlie, "let me in"), (alice, ""), (alice, "x" * 20_001), (alice, "two")]
    answers = send_messages([Outgoing(user.id, direct, uuid.uuid4(), plain_body(text)) for user, text in texts])
    assert [_code(answer) for answer in answers] == [None, "not_a_member", "invalid", "invalid", None]
    assert [answer.seq for answer in answers if isinstance(answer, SendReply)] == [1, 2]


def test_charlie_cannot_tell_a_foreign_conversation_from_none(charlie: User, direct: int) -> None:
    foreign, none = sent(charlie, direct, "hello"), sent(charlie, direct + 10**6, "hello")
    assert isinstance(foreign, Refused)
    assert isinstance(none, Refused)
    assert foreign.as_payload() == none.as_payload()
    assert foreign.code == "not_a_member"


def test_blocks_and_ended_friendships_refuse_alike(alice: User, bob: User, direct: int, settings: Any) -> None:
    block_user(bob.id, alice.id)
    refused = [sent(alice, direct, "hello"), sent(bob, direct, "hello")]
    unblock_user(bob.id, alice.id)
    assert isinstance(sent(alice, direct, "hello"), SendReply)
    remove_friend(bob.id, alice.id)
    refused.append(sent(alice, direct, "hello"))
    told = [one.as_payload() for one in refused if isinstance(one, Refused)]
    assert told == told[:1] * 3
    settings.DIRECT_CHAT = "everyone"
    assert isinstance(sent(alice, direct, "hello"), SendReply)


def test_everyone_means_nobody_who_is_frozen(alice: User, bob: User, direct: int, settings: Any) -> None:
    settings.DIRECT_CHAT = "everyone"
    remove_friend(bob.id, alice.id)
    User.objects.filter(id=bob.id).update(is_active=False)
    assert _code(sent(alice, direct, "hello")) == "not_available"


def test_a_batch_takes_the_same_queries_however_large(alice: User, bob: User, direct: int) -> None:
    friends = [make_user(f"Friend{number}") for number in range(8)]
    make_friends([(alice.id, friend.id) for friend in friends])
    places = [(alice, open_direct_conversation(alice.id, friend.id).id) for friend in friends]

    def queries(batch: list[tuple[User, int]]) -> int:
        with CaptureQueriesContext(connection) as captured:
            answers = send_messages([Outgoing(user.id, place, uuid.uuid4(), plain_body("hi")) for user, place in batch])
        assert all(isinstance(answer, SendReply) for answer in answers)
        return len(captured)

    say(alice, direct, "warm")
    for user, place in places:
        say(user, place, "warm")
    assert queries([(alice, direct)]) <= queries(places[:2]) == queries(places * 5)
    one_more_step = 1  # streams that take the same number of messages move on together
    assert queries(places * 5 + [(bob, direct)]) == queries(places * 5) + one_more_step


def test_a_rollback_tells_nobody_and_leaves_no_hole(alice: User, direct: int) -> None:
    with transaction.atomic():
        sent(alice, direct, "lost")
        transaction.set_rollback(True)
    assert say(alice, direct, "kept") == [1]
    assert Message.objects.count() == 1


def test_many_senders_at_once_make_one_gapless_order(alice: User, bob: User, direct: int) -> None:
    shared = [uuid.uuid4() for _ in range(15)]
    answers: dict[str, list[Any]] = {}

    def write(name: str, user: User) -> None:
        try:
            answers[name] = [sent(user, direct, f"{user.name} {client_id}", client_id) for client_id in shared]
        finally:
            connection.close()

    threads = [
        threading.Thread(target=write, args=(f"{user.name}{turn}", user)) for user in (alice, bob) for turn in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers["Alice0"] == answers["Alice1"] == answers["Alice2"]
    assert answers["Bob0"] == answers["Bob1"] == answers["Bob2"]
    assert list(Message.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 31))


async def test_bad_payloads_are_named_and_the_line_stays(alice: User, direct: int, connect: Connect) -> None:
    mine = await connect(alice)
    good = message_command(direct, "x")
    bad: list[dict[str, Any]] = [
        {},
        {**good, "client_id": "no uuid"},
        {**good, "conversation": -1},
        {**good, "conversation": 2**70},
        {**good, "body": {"html": "<b>"}},
        {**good, "body": {"text": 5}},
        {**good, "body": {"notice": {"kind": "member_left", "users": []}}},
        {**good, "extra": 1},
    ]
    for payload in bad:
        assert (await mine.ask("message.send", **payload))["error"]["code"] == "invalid", payload
    long = await mine.ask("message.send", **message_command(direct, "字" * 20_001))
    assert "20000" in long["error"]["fields"]["body.text"]
    assert "payload" in await mine.ask("message.send", **message_command(direct, "😀" * 20_000))


def _code(answer: SendReply | Refused) -> str | None:
    return answer.code if isinstance(answer, Refused) else None
