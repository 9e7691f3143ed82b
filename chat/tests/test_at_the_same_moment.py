"""What happens at the same moment comes one after the other, and nobody waits for who waits for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.actions import block_user, remove_friend
from accounts.models import User
from accounts.testing import heard
from chat.actions import (
    OwnChanges,
    SendReply,
    add_sticker,
    change_own_state,
    keep_message,
    recall_message,
    remove_sticker,
    unkeep_message,
)
from chat.drafts import DraftPlaces
from chat.inline import InlineObject
from chat.models import Favourite
from chat.testing import say, sent, stored, telling
from files.models import File
from files.testing import uploaded
from ggtalk.errors import Refused
from ggtalk.realtime.models import Stream

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one transaction in at a time"),
]


@pytest.mark.parametrize("parting", [block_user, remove_friend])
def test_nothing_arrives_after_two_people_have_parted(
    alice: User, bob: User, direct: int, parting: Callable[[int, int], object]
) -> None:
    say(alice, direct, "warm")
    at_the_stream = threading.Event()

    def speak() -> SendReply | Refused:
        try:
            with telling(at_the_stream, Stream._meta.db_table):
                return sent(alice, direct, "too late?")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            parting(bob.id, alice.id)
            speaking = pool.submit(speak)
            assert at_the_stream.wait(20)
        answer = speaking.result()
    assert isinstance(answer, Refused)
    assert answer.code == "not_available"
    assert Stream.objects.get(name=f"c{direct}").head == 1


def at_once(first: Callable[[], object], table: str, second: Callable[[], object]) -> None:
    """Does `first`, and within its transaction begins `second`, which has come to the table when `first` is committed.

    Nothing is tried again: two that wait for each other are found.
    """
    reached = threading.Event()

    def follow() -> object:
        try:
            with telling(reached, table):
                return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            following = pool.submit(follow)
            assert reached.wait(20)
        following.result()


def test_recalling_and_unkeeping_do_not_wait_for_each_other(alice: User, bob: User, direct: int) -> None:
    said = stored(sent(alice, direct, "kept")).id
    keep_message(bob.id, said)

    def unkeep() -> None:
        with pytest.raises(Refused):
            unkeep_message(bob.id, said)

    at_once(lambda: recall_message(alice.id, said), Stream._meta.db_table, unkeep)
    assert not Favourite.objects.exists()


def test_unkeeping_before_a_recall_leaves_nobody_to_tell(alice: User, bob: User, direct: int) -> None:
    said = stored(sent(alice, direct, "kept")).id
    keep_message(bob.id, said)
    at_once(lambda: unkeep_message(bob.id, said), Stream._meta.db_table, lambda: recall_message(alice.id, said))
    told = [kind for kind, _ in heard(bob) if kind.startswith("favourite")]
    assert told == ["favourite.added", "favourite.removed"]


def test_a_draft_and_a_sticker_of_one_picture_do_not_wait_for_each_other(alice: User, direct: int) -> None:
    file = uploaded(alice)
    places = DraftPlaces(inline=[InlineObject(start=0, image=file)])
    drafted = OwnChanges(draft="\ufffc", draft_places=places)
    at_once(
        lambda: change_own_state(alice.id, direct, drafted), Stream._meta.db_table, lambda: add_sticker(alice.id, file)
    )
    at_once(
        lambda: remove_sticker(alice.id, file),
        Stream._meta.db_table,
        lambda: change_own_state(alice.id, direct, OwnChanges(draft="")),
    )
    assert File.objects.get(pk=file).unkept_since is not None
