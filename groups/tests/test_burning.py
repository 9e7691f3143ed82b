"""In a group it burns for each who has opened it, and for everybody with the last one, or in the end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.actions import make_friends
from accounts.models import User
from accounts.testing import MakeApi, heard, make_user
from chat.actions import OwnChanges, change_own_state, delete_messages, open_message, recall_message
from chat.models import BurningContent, BurningReader, Message
from chat.testing import stored, whispered
from files.models import File
from files.testing import recorded, uploaded
from ggtalk.errors import Refused
from ggtalk.jobs.queue import perform_due
from groups.actions import NewGroup, add_members, leave_group, set_history
from groups.models import Group

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "the safe opens with 4711"


def refusal(what: Any, *args: Any) -> str:
    with pytest.raises(Refused) as refused:
        what(*args)
    return refused.value.code


def said_by(user: User, group: NewGroup, **more: Any) -> int:
    return stored(whispered(user, group.group.conversation_id, **{"text": SECRET, **more})).id


def seen_by(api: MakeApi, user: User, group: NewGroup) -> list[Any]:
    """What of the last messages burns, or has burnt, as a member sees it."""
    page = api(user).get(f"conversations/{group.group.conversation_id}/messages/").body["messages"]
    return [one["body"] for one in page if one["body"].keys() & {"burn", "burnt"}]


def pass_by(seconds: float) -> None:
    """So much time passes: what is due by then is done."""
    BurningReader.objects.update(until=timezone.now())
    perform_due(timezone.now() + timedelta(seconds=seconds))


def test_each_has_their_own_time_and_the_last_one_ends_it(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    said = said_by(alice, group)
    first = open_message(bob.id, said)
    assert msgspec.json.decode(msgspec.json.encode(first.body))["text"] == SECRET
    assert first.seconds_left == pytest.approx(10, abs=0.5)
    assert 0 < (open_message(bob.id, said).seconds_left or 0) <= 10
    assert open_message(alice.id, said).seconds_left is None, "its writer's look starts nothing"
    pass_by(12)
    assert refusal(open_message, bob.id, said) == "not_found"
    covered = [{"burn": {"kind": "text"}}]
    assert [seen_by(api, user, group) for user in (bob, dora, alice)] == [[], covered, covered]
    assert "message.deleted" in [kind for kind, _ in heard(bob)]
    assert open_message(dora.id, said).seconds_left == pytest.approx(10, abs=0.5)
    pass_by(12)
    assert [seen_by(api, user, group) for user in (bob, dora, alice)] == [[], [], [{"burnt": True}]]
    assert not BurningContent.objects.exists()
    assert not BurningReader.objects.exists()
    assert refusal(open_message, alice.id, said) == "burnt"


@pytest.fixture
def two_hours(settings: Settings) -> None:
    settings.BURN_GROUP_HOURS = 2


@pytest.mark.usefixtures("two_hours")
def test_it_goes_in_the_end_whoever_has_opened_it(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    said = said_by(alice, group)
    open_message(bob.id, said)
    pass_by(12)
    perform_due(timezone.now() + timedelta(hours=1, minutes=59))
    assert seen_by(api, dora, group) == [{"burn": {"kind": "text"}}]
    perform_due(timezone.now() + timedelta(hours=2, minutes=1))
    assert [seen_by(api, user, group) for user in (bob, dora)] == [[], [{"burnt": True}]]
    assert not BurningContent.objects.exists()


def test_it_is_not_shown_after_the_end_though_nobody_took_it_away_yet(alice: User, bob: User, group: NewGroup) -> None:
    said = said_by(alice, group)
    BurningContent.objects.update(burns_at=timezone.now() - timedelta(seconds=1))
    for user in (alice, bob):
        assert refusal(open_message, user.id, said) == "burnt"


def test_nobody_waits_for_who_has_left_or_came_later(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    set_history(alice.id, group.group.id, Group.History.WHOLE)
    said = said_by(bob, group)
    erin = make_user("Erin")
    make_friends([(alice.id, erin.id)])
    add_members(alice.id, group.group.id, [erin.id])
    leave_group(dora.id, group.group.id)
    assert open_message(erin.id, said).seconds_left is not None, "who reads everything reads this too"
    pass_by(12)
    assert seen_by(api, alice, group) == [{"burn": {"kind": "text"}}]
    open_message(alice.id, said)
    pass_by(12)
    assert seen_by(api, bob, group) == [{"burnt": True}]
    assert refusal(open_message, dora.id, said) in {"not_a_member", "burnt"}


def test_its_files_are_seen_while_it_stands_open_for_one_and_then_go(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    file = uploaded(alice)
    said = said_by(alice, group, text="", images=[file])
    open_message(bob.id, said)
    assert [api(user).get(f"files/{file}/").status for user in (bob, dora)] == [200, 404]
    pass_by(12)
    assert api(bob).get(f"files/{file}/").status == 404
    open_message(dora.id, said)
    pass_by(12)
    assert not File.objects.filter(pk=file).exists()


def test_a_voice_has_its_length_on_top(alice: User, bob: User, group: NewGroup) -> None:
    said = said_by(alice, group, text="", voice=recorded(alice, 2))
    assert open_message(bob.id, said).seconds_left == pytest.approx(12, abs=0.5)


def test_strangers_who_left_and_who_deleted_it_open_nothing(
    alice: User, bob: User, charlie: User, dora: User, group: NewGroup
) -> None:
    before = Message.objects.count()
    answer = whispered(charlie, group.group.conversation_id)
    assert isinstance(answer, Refused)
    assert (answer.code, Message.objects.count()) == ("not_a_member", before)
    said = said_by(alice, group)
    assert refusal(open_message, charlie.id, said) == refusal(open_message, charlie.id, 10**9) == "not_found"
    leave_group(dora.id, group.group.id)
    assert refusal(open_message, dora.id, said) == "not_a_member"
    delete_messages(bob.id, group.group.conversation_id, [said])
    assert refusal(open_message, bob.id, said) == "not_found"
    assert not BurningReader.objects.exists()


def test_recalled_it_is_gone_for_all(alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi) -> None:
    change_own_state(alice.id, group.group.conversation_id, OwnChanges(draft=SECRET))
    said = said_by(alice, group)
    open_message(bob.id, said)
    recall_message(alice.id, said)
    for user in (bob, dora):
        assert refusal(open_message, user.id, said) == "recalled"
    perform_due(timezone.now() + timedelta(days=2))
    assert msgspec.json.decode(Message.objects.get(id=said).body) == {"recalled": True}
