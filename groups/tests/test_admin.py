"""The operator's pages: found by people and names, few queries, and never a word of what was said."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.testing import shown
from chat.models import Message
from groups.actions import (
    NewGroup,
    announce,
    create_group,
    join_group,
    make_link,
    set_join_mode,
    set_nickname,
    silence_member,
)
from groups.models import Group, JoinLink, Silence

pytestmark = pytest.mark.django_db(transaction=True)

GROUPS = "/admin/groups/group/"
MEMBERS, SILENCES, ANNOUNCEMENTS, REQUESTS, LINKS = (
    f"/admin/groups/{name}/" for name in ("membership", "silence", "announcement", "joinrequest", "joinlink")
)
OF_GROUPS = [MEMBERS, SILENCES, ANNOUNCEMENTS, REQUESTS, LINKS]


@pytest.mark.parametrize(("search", "found"), [("walk", True), ("Ｄora", True), ("dora", True), ("nobody", False)])
def test_groups_are_found(group: NewGroup, operator: Client, search: str, found: bool) -> None:
    assert ("Walks" in shown(operator, f"{GROUPS}?q={search}")) is found


def test_groups_are_shown_with_their_members(group: NewGroup, operator: Client) -> None:
    page = shown(operator, f"{GROUPS}{group.group.id}/change/")
    for name in ("Walks", "Alice (alice)", "Dora (dora)", str(group.group.number)):
        assert name in page


def test_nothing_can_be_changed(group: NewGroup, operator: Client) -> None:
    address = f"{GROUPS}{group.group.id}/"
    assert operator.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert operator.post(f"{address}change/", {"title": "x"}).status_code == 403
    assert operator.get(f"{GROUPS}add/").status_code == 403


def test_what_belongs_to_groups_is_shown_and_found(
    alice: User, bob: User, charlie: User, group: NewGroup, operator: Client
) -> None:
    lively(alice, bob, charlie, group.group)
    for address in OF_GROUPS:
        for search in (str(group.group.number), "Ｗalks"):
            page = shown(operator, f"{address}?q={search}")
            assert "Walks" in page, address
            assert "a private" not in page
        assert "Walks" not in shown(operator, f"{address}?q=nobody").partition('id="result_list"')[2]
    assert "Bobby" in shown(operator, f"{MEMBERS}?q=bob")
    assert "Charlie" in shown(operator, f"{REQUESTS}?q=charlie")


def test_an_operator_lifts_a_silence_and_revokes_a_link(
    alice: User, bob: User, charlie: User, group: NewGroup, operator: Client
) -> None:
    lively(alice, bob, charlie, group.group)
    silence, link = Silence.objects.get(), JoinLink.objects.get()
    operator.post(SILENCES, {"action": "lift", "_selected_action": silence.pk})
    operator.post(LINKS, {"action": "revoke", "_selected_action": link.pk})
    assert not Silence.objects.exists()
    assert JoinLink.objects.get().revoked_at is not None
    said = "".join(Message.objects.order_by("seq").values_list("body", flat=True))
    assert "member_unsilenced" in said
    assert "group_link_revoked" in said


def test_who_may_only_look_lifts_nothing(alice: User, bob: User, charlie: User, group: NewGroup) -> None:
    lively(alice, bob, charlie, group.group)
    looking = User.objects.create_user("looking", "x", name="Looking", is_staff=True)
    looking.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(looking, backend="django.contrib.auth.backends.ModelBackend")
    for address, action, row in ((SILENCES, "lift", Silence.objects.get()), (LINKS, "revoke", JoinLink.objects.get())):
        assert "Walks" in shown(client, address)
        client.post(address, {"action": action, "_selected_action": row.pk})
    assert Silence.objects.exists()
    assert JoinLink.objects.get().revoked_at is None


def lively(owner: User, member: User, outside: User, group: Group) -> None:
    """One of everything that the pages show, in a group of the owner's."""
    set_nickname(owner.id, group.id, member.id, "Bobby")
    silence_member(owner.id, group.id, member.id, None)
    announce(owner.id, group.id, "a private word")
    set_join_mode(owner.id, group.id, Group.JoinMode.APPROVAL)
    join_group(outside.id, group.id, "a private note")
    make_link(owner.id, group.id, expires_in_hours=1, most_uses=None)


def test_long_lists_take_the_same_queries(alice: User, bob: User, charlie: User, operator: Client) -> None:
    def queries() -> list[int]:
        counts = []
        for address in (GROUPS, *OF_GROUPS):
            with CaptureQueriesContext(connection) as captured:
                shown(operator, address)
            counts.append(len(captured))
        return counts

    lively(alice, bob, charlie, create_group(alice.id, "one", [bob.id]).group)
    shown(operator, GROUPS)
    few = queries()
    for number in range(15):
        made = create_group(alice.id, f"group {number}", [bob.id]).group
        lively(alice, bob, charlie, made)
    assert queries() == few
