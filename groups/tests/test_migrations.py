"""Groups from before lose what can't be seen in their names; in the titles of their conversations, and in nicknames."""

from __future__ import annotations

import pytest

from accounts.models import User
from accounts.testing import migrate
from chat.models import Conversation
from groups.actions import NewGroup, create_group
from groups.models import Group, Membership
from groups.queries import found_groups

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

BEFORE = [("groups", "0010_taken_back")]


def test_names_from_before_are_cleaned(
    group: NewGroup, alice: User, bob: User, dora: User, latest: list[tuple[str, str]]
) -> None:
    nameless, clean = (create_group(alice.id, name, [bob.id]).group for name in ("Nameless", "Runs"))
    old = migrate(BEFORE)
    stored = {
        group.group.id: ("Wa\u200dlks", "wa\u200dlks"),
        nameless.id: ("\u200d", "\u200d"),
        clean.id: ("Runs", "runs"),
    }
    for pk, (name, key) in stored.items():
        old.get_model("groups", "Group").objects.filter(pk=pk).update(name=name, name_key=key)
    memberships = old.get_model("groups", "Membership").objects.filter(group=group.group.id)
    memberships.filter(user=bob.pk).update(nickname="Bo\ufe0fbby")
    memberships.filter(user=dora.pk).update(nickname="Dodo")
    migrate(latest)
    cleaned = {group.group.id: "Walks", nameless.id: str(nameless.number), clean.id: "Runs"}
    assert dict(Group.objects.values_list("pk", "name")) == cleaned
    assert dict(Conversation.objects.values_list("group", "title")) == cleaned
    assert [found.name for found, _ in found_groups(alice.pk, "walks")[0]] == ["Walks"]
    kept = dict(Membership.objects.filter(group=group.group.id).values_list("user", "nickname"))
    assert kept == {alice.pk: "", bob.pk: "Bobby", dora.pk: "Dodo"}
