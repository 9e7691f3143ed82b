"""Somebody whose pages are closed is told of what was said, by a real push service whose browsers read it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import block_user, change_friend, freeze_user, unblock_user
from accounts.models import User
from accounts.testing import signed_in
from chat.actions import (
    Mark,
    OwnChanges,
    burn_message,
    change_own_state,
    delete_messages,
    mark_read,
    recall_message,
    send_shake,
)
from chat.models import Message
from chat.testing import Connect, mentioned, say, say_later, sent, shown, spoken, stored, stuck, whispered
from files.testing import recorded, uploaded
from ggtalk.jobs.queue import perform_due
from ggtalk.realtime.databases import in_database, run_closing
from groups.actions import NewGroup, remove_member
from groups.models import Membership
from notifications.actions import look_for_pushes
from notifications.models import PushedRoom, PushLook
from notifications.push_testing import Pushing, a_while_passes, subscribed

pytestmark = pytest.mark.django_db(transaction=True)


def read(user: User, conversation: int, seq: int) -> None:
    assert mark_read([Mark(user.id, conversation, seq)]) == [None]


def test_told_by_name_and_text_for_that_browser_alone(alice: User, bob: User, direct: int, pushing: Pushing) -> None:
    browser, other = (pushing.browser(bob) for _ in range(2))
    say(alice, direct, "the ferry\n leaves at nine")
    assert a_while_passes() == 2
    (told,) = pushing.service.shown(browser)
    sent_at = Message.objects.get().sent_at
    assert told.pop("sent_at") == sent_at.isoformat().replace("+00:00", "Z")
    body = {"title": "Alice", "body": "the ferry leaves at nine", "tag": f"c{direct}", "path": f"/chats/{direct}"}
    assert told == body
    assert len(pushing.service.shown(other)) == 1
    (one, two) = pushing.service.taken
    assert one.headers["TTL"] == "86400"
    assert one.headers["Urgency"] == "high"
    assert one.headers["Topic"] != two.headers["Topic"], "the service can't tell that it is the same conversation"
    assert one.key == signed_in(bob).get("notifications/push/").body["public_key"]


def test_a_burst_is_one_notification_and_what_follows_replaces_it(
    alice: User, bob: User, direct: int, pushing: Pushing
) -> None:
    browser = pushing.browser(bob)
    say(alice, direct, "one", "two")
    assert look_for_pushes() == 1
    say(alice, direct, "three")
    assert a_while_passes() == 0, "the job that is noted already will see it"
    assert [told["title"] for told in pushing.service.shown(browser)] == ["Alice (3)"]
    say(alice, direct, "four")
    PushedRoom.objects.update(told_at=timezone.now())
    assert look_for_pushes() == 1
    assert perform_due(timezone.now() + timedelta(seconds=20)) == 0, "not so soon again"
    assert a_while_passes(40) == 0
    first, second = pushing.service.taken
    assert second.shown["title"] == "Alice (4)"
    assert (second.topic, second.shown["tag"]) == (first.topic, first.shown["tag"])
    assert a_while_passes() == 0
    assert len(pushing.service.taken) == 2


def test_nobody_is_told_of_their_own_nor_of_what_they_have_read(
    alice: User, bob: User, direct: int, pushing: Pushing
) -> None:
    pushing.browser(alice)
    (seq,) = say(alice, direct, "mine")
    assert a_while_passes() == 0
    (seq,) = say(bob, direct, "read at once")
    read(alice, direct, seq)
    assert a_while_passes() == 0
    (seq,) = say(bob, direct, "read before it is told")
    assert look_for_pushes() == 1
    read(alice, direct, seq)
    a_while_passes()
    assert pushing.service.taken == []


async def test_who_has_a_page_open_there_is_not_told_until_it_is_closed(
    alice: User, bob: User, direct: int, connect: Connect, pushing: Pushing
) -> None:
    device = await in_database(signed_in, bob)
    browser = await in_database(subscribed, device, pushing.service)
    other = await in_database(pushing.browser, bob)
    socket = await connect(bob, device.token)
    await say_later(alice, direct, "hello")
    assert await in_database(a_while_passes) == 1
    assert (len(pushing.service.shown(browser)), len(pushing.service.shown(other))) == (0, 1)
    friend = await connect(alice)
    await socket.close()
    while (await friend.next_of("presence.changed"))["payload"] != {"user": bob.id, "presence": "offline"}:
        continue
    assert await in_database(a_while_passes) == 1, "who fell silent is told late rather than never"
    assert len(pushing.service.shown(browser)) == 1


def test_as_each_wants_to_be_told_of_a_group(
    alice: User, bob: User, dora: User, group: NewGroup, pushing: Pushing
) -> None:
    room = group.group.conversation_id
    for_all, by_name = pushing.browser(bob), pushing.browser(dora)
    change_own_state(dora.id, room, OwnChanges(notify="mentions"))
    say(alice, room, "anybody?")
    a_while_passes()
    assert [told["body"] for told in pushing.service.shown(for_all)] == ["Alice: anybody?"]
    assert pushing.service.shown(by_name) == []
    mentioned(alice, room, dora)
    a_while_passes(120)
    assert [(told["title"], told["body"]) for told in pushing.service.shown(by_name)] == [
        ("Walks", "Alice: @Dora look")
    ]
    urgencies = {(one.shown["body"], one.headers["Urgency"]) for one in pushing.service.taken}
    assert urgencies == {("Alice: anybody?", "normal"), ("Alice: @Dora look", "normal"), ("Alice: @Dora look", "high")}
    change_own_state(bob.id, room, OwnChanges(notify="nothing"))
    mentioned(alice, room, None)
    a_while_passes(240)
    assert len(pushing.service.shown(for_all)) == 2
    assert pushing.service.shown(by_name)[-1]["title"] == "Walks (2)"


def test_who_left_or_was_removed_is_told_nothing_that_was_said_later(
    alice: User, bob: User, group: NewGroup, pushing: Pushing
) -> None:
    room = group.group.conversation_id
    pushing.browser(bob)
    say(alice, room, "for all of us")
    assert look_for_pushes() == 1
    remove_member(alice.id, group.group.id, bob.id)
    say(alice, room, "not for him")
    a_while_passes()
    assert pushing.service.taken == []


def test_nobody_is_told_of_whom_they_have_blocked(alice: User, bob: User, group: NewGroup, pushing: Pushing) -> None:
    room = group.group.conversation_id
    pushing.browser(bob)
    block_user(bob.id, alice.id)
    say(alice, room, "hear me")
    a_while_passes()
    assert pushing.service.taken == []
    unblock_user(bob.id, alice.id)
    say(alice, room, "and now")
    a_while_passes()
    assert [one.shown["body"] for one in pushing.service.taken] == ["Alice: and now"]


def test_who_is_frozen_or_signed_out_is_told_nothing(alice: User, bob: User, direct: int, pushing: Pushing) -> None:
    pushing.browser(bob)
    say(alice, direct, "hello")
    assert look_for_pushes() == 1
    freeze_user(bob.id)
    a_while_passes()
    assert pushing.service.taken == []
    assert not PushedRoom.objects.exists()


def test_what_is_gone_or_burns_or_is_no_message_is_not_told(
    alice: User, bob: User, direct: int, group: NewGroup, pushing: Pushing
) -> None:
    browser = pushing.browser(bob)
    recall_message(alice.id, stored(sent(alice, direct, "taken back")).id)
    delete_messages(bob.id, direct, [stored(sent(alice, direct, "not for me")).id])
    a_while_passes()
    assert pushing.service.taken == [], "and what the server says of the group is no message"
    burns = stored(whispered(alice, direct, "the safe opens with 4711"))
    a_while_passes()
    assert pushing.service.shown(browser)[-1]["body"] == "[Burns after reading]"
    burn_message(burns.id)
    say(alice, direct, "later")
    a_while_passes()
    assert "4711" not in str([one.shown for one in pushing.service.taken])


def test_in_the_words_and_with_the_names_of_the_reader(
    alice: User, bob: User, direct: int, group: NewGroup, pushing: Pushing
) -> None:
    browser = pushing.browser(bob, "zh-CN")
    room = group.group.conversation_id

    def told() -> tuple[str, str]:
        a_while_passes(120)
        for conversation in (direct, room):
            read(bob, conversation, Message.objects.filter(conversation=conversation).latest("seq").seq)
        shown = pushing.service.shown(browser)[-1]
        return shown["title"], shown["body"]

    change_friend(bob.id, alice.id, remark="小爱")
    stored(shown(alice, direct, [uploaded(alice)], "看"))
    assert told() == ("小爱", "[图片] 看")
    stored(spoken(alice, direct, recorded(alice)))
    assert told()[1].startswith("[语音] 0:0")
    stored(stuck(alice, direct, "party"))
    assert told() == ("小爱", "[动态表情：庆祝]")
    send_shake(alice.id, direct)
    assert told() == ("小爱", "小爱发来一个窗口震动")
    Membership.objects.filter(user=alice).update(nickname="领队")
    say(alice, room, "走")
    assert told() == ("Walks", "小爱：走")
    change_friend(bob.id, alice.id, remark="")
    say(alice, room, "走")
    assert told() == ("Walks", "领队：走")


def test_without_the_text_where_somebody_wants_none(alice: User, bob: User, direct: int, pushing: Pushing) -> None:
    device = signed_in(bob)
    browser = subscribed(device, pushing.service)
    device.patch("me/", settings={"push_shows_text": False})
    say(alice, direct, "between us", "and more")
    a_while_passes()
    assert [(told["title"], told["body"]) for told in pushing.service.shown(browser)] == [
        ("Alice (2)", "2 new messages")
    ]
    assert "between us" not in str(pushing.service.taken)


def test_nothing_is_told_of_what_was_said_before_anybody_was_to_be_told(
    alice: User, bob: User, direct: int, pushing: Pushing
) -> None:
    say(alice, direct, "before")
    device = signed_in(bob)
    subscribed(device, pushing.service)
    assert a_while_passes() == 0
    device.delete("notifications/push/")
    say(alice, direct, "in between")
    subscribed(device, pushing.service)
    assert a_while_passes() == 0
    say(alice, direct, "after")
    assert a_while_passes() == 1


def test_of_several_processes_that_look_one_notes_the_job(
    alice: User, bob: User, direct: int, pushing: Pushing
) -> None:
    browser = pushing.browser(bob)
    say(alice, direct, "hello")
    together = threading.Barrier(4)

    def looked(_number: int) -> int:
        together.wait()
        return run_closing(look_for_pushes)

    with ThreadPoolExecutor(4) as processes:
        assert sum(processes.map(looked, range(4))) == 1
    a_while_passes()
    assert len(pushing.service.shown(browser)) == 1


def test_what_took_long_to_commit_is_found_and_what_is_settled_is_passed(
    alice: User, bob: User, direct: int, group: NewGroup, pushing: Pushing
) -> None:
    pushing.browser(bob)
    begun = PushLook.objects.get().message
    say(alice, group.group.conversation_id, "slow")
    slow = Message.objects.latest("id")
    Message.objects.filter(id=slow.id).delete()
    say(alice, direct, "quick")
    assert look_for_pushes() == 1
    assert PushLook.objects.get().message == begun, "what is new is looked at again"
    slow.save(force_insert=True)
    assert look_for_pushes() == 1
    Message.objects.update(sent_at=timezone.now() - timedelta(minutes=1))
    assert look_for_pushes() == 0
    assert PushLook.objects.get().message == Message.objects.latest("id").id
