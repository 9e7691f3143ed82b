"""Alice blocks Charlie; he is told nothing."""

from __future__ import annotations

from accounts.models import User
from accounts.queries import has_blocked
from accounts.testing import MakeApi
from accounts.tests.contacts import Screen


def test_a_block_is_mine_alone(api: MakeApi, alice: User, charlie: User) -> None:
    hers, his = Screen(api(alice)), Screen(api(charlie))
    answer = hers.api.post("blocks/", user=charlie.id)
    assert (answer.status, answer.body["name"]) == (201, "Charlie")
    hers.assert_lawful("block.added")
    his.assert_lawful()
    assert has_blocked(alice.id, charlie.id)
    assert hers.api.post("blocks/", user=charlie.id).status == 201
    hers.assert_lawful()
    assert hers.api.delete(f"blocks/{charlie.id}/").status == 204
    hers.assert_lawful("block.removed")
    his.assert_lawful()


def test_a_blocked_friend_stays_a_friend(api: MakeApi, alice: User, bob: User) -> None:
    hers, his = Screen(api(alice)), Screen(api(bob))
    hers.api.post("blocks/", user=bob.id)
    hers.assert_lawful("block.added")
    his.assert_lawful()
    assert alice.id in his.lists["friends"]


def test_the_card_of_somebody_blocked_is_kept_up_to_date(api: MakeApi, alice: User, charlie: User) -> None:
    hers, his = Screen(api(alice)), Screen(api(charlie))
    hers.api.post("blocks/", user=charlie.id)
    his.api.patch("me/", name="Charles")
    hers.assert_lawful("block.added", "user.changed")


def test_what_can_not_be_blocked(api: MakeApi, alice: User, charlie: User) -> None:
    hers = api(alice)
    assert hers.post("blocks/", user=alice.id).status == 400
    assert hers.post("blocks/", user=999_999).status == 404
    assert hers.delete(f"blocks/{charlie.id}/").body == hers.delete("blocks/999999/").body
    assert hers.delete("blocks/999999/").status == 404
