"""Links into a group: made by who may, used by whoever has one, as long and as often as it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.testing import Api, MakeApi, make_user
from chat.models import Message
from groups.actions import NewGroup, dissolve_group, make_link, prune_links, remove_member, set_admin
from groups.actions.links import KEPT_DAYS
from groups.limits import LINKS
from groups.models import JoinLink, JoinRequest, Membership
from groups.tests.test_joining import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def new_link(user: User, group: NewGroup, hours: int | None = 24, uses: int | None = None) -> str:
    return make_link(user.id, group.group.id, expires_in_hours=hours, most_uses=uses).token


def used(program: Api, token: str) -> str:
    """What comes of using a link: `joined`, or the code of the refusal."""
    answer = program.post("groups/links/join/", token=token)
    return "joined" if answer.status == 201 else answer.body["code"]


def test_a_link_shows_the_group_and_lets_in(alice: User, charlie: User, group: NewGroup, api: MakeApi) -> None:
    made = api(alice).post(f"groups/{group.group.id}/links/", expires_in_hours=24, most_uses=5)
    assert made.status == 201
    token, link = made.body["token"], made.body["link"]
    assert (link["uses"], link["most_uses"], link["made_by"]) == (0, 5, alice.id)
    seen = api(charlie).post("groups/links/look/", token=token)
    assert (seen.status, seen.body["name"], seen.body["member_count"]) == (200, "Walks", 3)
    assert used(api(charlie), token) == "joined"
    assert used(api(charlie), token) == "already_member"
    (listed,) = api(alice).get(f"groups/{group.group.id}/links/").body
    assert listed == {**link, "uses": 1}
    notices = Message.objects.filter(conversation=group.group.conversation_id).values_list("body", flat=True)
    assert [kind for kind in ("group_link_made", "member_joined_by_link") if any(kind in one for one in notices)] == [
        "group_link_made",
        "member_joined_by_link",
    ]
    assert not any(token in one for one in notices)


def test_the_secret_is_stored_nowhere(alice: User, group: NewGroup) -> None:
    token = new_link(alice, group)
    assert len(token) >= 32
    row = JoinLink.objects.values().get()
    assert token not in str(row)
    assert len(row["token_hash"]) == 64


def test_each_reason_why_a_link_leads_nowhere_is_told(
    alice: User, charlie: User, group: NewGroup, api: MakeApi
) -> None:
    program = api(charlie)
    expired, revoked, gone = (new_link(alice, group) for _ in range(3))
    links = list(JoinLink.objects.order_by("id"))
    JoinLink.objects.filter(id=links[0].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert api(alice).delete(f"groups/{group.group.id}/links/{links[1].pk}/").status == 204
    assert api(alice).delete(f"groups/{group.group.id}/links/{links[1].pk}/").status == 204
    assert [one["id"] for one in api(alice).get(f"groups/{group.group.id}/links/").body] == [links[2].pk]
    for token, code in ((expired, "link_expired"), (revoked, "link_revoked"), ("guess", "link_unknown")):
        assert used(program, token) == code
        assert program.post("groups/links/look/", token=token).body["code"] == code
    dissolve_group(alice.id, group.group.id)
    for token in (gone, expired, revoked):
        assert used(program, token) == "link_dissolved"
        assert "Walks" not in str(program.post("groups/links/look/", token=token).body)
    assert not Membership.objects.filter(user=charlie).exists()


def test_a_link_is_used_as_often_as_it_says_also_by_two_at_once(
    alice: User, charlie: User, group: NewGroup, api: MakeApi
) -> None:
    token = new_link(alice, group, uses=1)
    first, second = api(charlie), api(make_user("Emil"))
    answers = at_once(
        [lambda: first.post("groups/links/join/", token=token), lambda: second.post("groups/links/join/", token=token)]
    )
    assert sorted(one.status for one in answers) == [201, 410]
    assert next(one for one in answers if one.status == 410).body["code"] == "link_used_up"
    assert (JoinLink.objects.get().uses, Membership.objects.count()) == (1, 4)


def test_the_last_place_is_given_once_and_the_other_keeps_the_link(
    alice: User, charlie: User, group: NewGroup, api: MakeApi, settings: Any
) -> None:
    settings.MAX_GROUP_MEMBERS = 3
    token = new_link(alice, group, uses=1)
    assert used(api(charlie), token) == "group_full"
    settings.MAX_GROUP_MEMBERS = 4
    assert used(api(charlie), token) == "joined"


def test_who_was_removed_asks_even_with_a_link(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    token = new_link(alice, group, uses=1)
    remove_member(alice.id, group.group.id, bob.id)
    answer = api(bob).post("groups/links/join/", token=token)
    assert (answer.status, answer.body["request"]["state"]) == (201, "pending")
    assert (JoinLink.objects.get().uses, JoinRequest.objects.get().user_id) == (0, bob.id)


def test_who_may_not_make_links_sees_none(alice: User, bob: User, charlie: User, group: NewGroup, api: MakeApi) -> None:
    new_link(alice, group)
    link, path = JoinLink.objects.get().pk, f"groups/{group.group.id}/links/"
    assert api(bob).get(path).body["code"] == "not_allowed"
    assert api(bob).delete(f"{path}{link}/").body["code"] == "not_allowed"
    for method in ("get", "post"):
        theirs, none = (getattr(api(charlie), method)(f"groups/{one}/links/") for one in (group.group.id, 10**9))
        assert (theirs.status, theirs.body) == (none.status, none.body) == (404, none.body)
    set_admin(alice.id, group.group.id, bob.id, is_admin=True)
    assert [one["id"] for one in api(bob).get(path).body] == [link]
    other = api(charlie).post("groups/", name="Mine", members=[]).body["id"]
    assert api(charlie).delete(f"groups/{other}/links/{link}/").status == 404


@pytest.mark.parametrize(
    "body", [{"expires_in_hours": 0}, {"expires_in_hours": 10**6}, {"most_uses": 0}, {"most_uses": -1}, {"token": "x"}]
)
def test_what_makes_no_sense_is_refused(alice: User, group: NewGroup, api: MakeApi, body: dict[str, Any]) -> None:
    assert api(alice).post(f"groups/{group.group.id}/links/", **body).status == 400


def test_a_group_has_so_many_links(alice: User, group: NewGroup, api: MakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groups.actions.links.MOST_LINKS", 1)
    path = f"groups/{group.group.id}/links/"
    assert api(alice).post(path).status == 201
    assert api(alice).post(path).body["code"] == "too_many_links"


def test_guessing_is_limited(charlie: User, api: MakeApi) -> None:
    program = api(charlie)
    answers = [program.post("groups/links/look/", token="guess").status for _ in range(LINKS.most + 1)]
    assert answers == [404] * LINKS.most + [429]


def test_what_leads_nowhere_is_forgotten_after_a_while(
    alice: User, charlie: User, group: NewGroup, api: MakeApi
) -> None:
    tokens = [new_link(alice, group, hours=1), new_link(alice, group, hours=None, uses=1), new_link(alice, group, None)]
    assert used(api(charlie), tokens[1]) == "joined"
    soon, late = (timezone.now() + timedelta(days=days) for days in (KEPT_DAYS - 1, KEPT_DAYS + 1))
    assert prune_links(soon) == 0
    assert prune_links(late) == 2
    assert [used(api(charlie), token) for token in tokens] == ["link_unknown", "link_unknown", "already_member"]
    dissolve_group(alice.id, group.group.id)
    assert prune_links(late) == 1
