"""Announcements: said by owner and admins, read by everybody in the group, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.testing import Api, MakeApi
from groups.actions import NewGroup, announce, set_admin
from groups.actions.announcements import MOST_ANNOUNCEMENTS, MOST_TEXT
from groups.models import Announcement

pytestmark = pytest.mark.django_db(transaction=True)


def path_of(group: NewGroup) -> str:
    return f"groups/{group.group.id}/announcements/"


def listed(program: Api, group: NewGroup) -> list[tuple[str, int]]:
    body = program.get(path_of(group)).body
    texts = [one["text"] for one in body["announcements"]]
    return list(zip(texts, body["read_counts"], strict=True))


def test_what_was_announced_is_read_and_counted(
    alice: User, bob: User, dora: User, group: NewGroup, api: MakeApi
) -> None:
    hers, his = api(alice), api(bob)
    said = hers.post(path_of(group), text="  Meeting at nine\r\nBring tea  ")
    assert (said.status, said.body["text"], said.body["author"]) == (201, "Meeting at nine\nBring tea", alice.id)
    assert listed(his, group) == [("Meeting at nine\nBring tea", 1)]
    assert his.post(f"{path_of(group)}seen/").status == 204
    announce(alice.id, group.group.id, "Meeting at ten")
    assert listed(api(dora), group) == [("Meeting at ten", 1), ("Meeting at nine\nBring tea", 2)]
    (found,) = api(bob).get("conversations/").body
    notice = {"kind": "group_announced", "users": [], "text": "Meeting at ten"}
    assert found["last_message"]["body"] == {"notice": notice}


def test_a_group_begins_with_one(alice: User, bob: User, api: MakeApi) -> None:
    hers = api(alice)
    made = hers.post("groups/", name="Choir", members=[bob.id], announcement=" Bring your voice ")
    assert made.status == 201
    body = api(bob).get(f"groups/{made.body['id']}/announcements/").body
    assert [one["text"] for one in body["announcements"]] == ["Bring your voice"]
    for text in ("\u200b", "x" * (MOST_TEXT + 1)):
        refused = hers.post("groups/", name="Choir", members=[bob.id], announcement=text)
        assert (refused.status, list(refused.body["fields"])) == (400, ["announcement"])
    assert len(hers.get("groups/").body) == 1, "a refusal leaves no group"


def test_it_is_taken_back_by_those_who_may_announce(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    made = announce(alice.id, group.group.id, "Free cake")
    address = f"{path_of(group)}{made.pk}/"
    refused = api(bob).delete(address)
    assert (refused.status, refused.body["code"]) == (403, "not_allowed")
    set_admin(alice.id, group.group.id, bob.id, is_admin=True)
    assert api(bob).delete(address).status == 204
    assert listed(api(alice), group) == []
    assert api(bob).delete(address).status == 404
    made.refresh_from_db()
    assert (made.text, made.taken_back_by) == ("", bob), "the operator's log keeps that there was one"


@pytest.mark.parametrize("text", ["", " \u200b\n", "x" * (MOST_TEXT + 1), None, 5])
def test_bad_texts_are_named(alice: User, group: NewGroup, api: MakeApi, text: Any) -> None:
    answer = api(alice).post(path_of(group), text=text)
    assert (answer.status, answer.body["code"]) == (400, "invalid")
    assert not Announcement.objects.exists()


def test_there_is_an_end_to_them(alice: User, group: NewGroup, api: MakeApi) -> None:
    Announcement.objects.bulk_create(
        [Announcement(group=group.group, author=alice, text="old") for _ in range(MOST_ANNOUNCEMENTS)]
    )
    assert api(alice).post(path_of(group), text="one more").body["code"] == "invalid"


def test_charlie_learns_nothing(alice: User, charlie: User, group: NewGroup, api: MakeApi) -> None:
    made = announce(alice.id, group.group.id, "secret")
    program = api(charlie)
    for method, rest in (("get", ""), ("post", "seen/"), ("delete", f"{made.pk}/")):
        answers = [getattr(program, method)(f"groups/{one}/announcements/{rest}") for one in (group.group.id, 10**9)]
        assert {(answer.status, str(answer.body)) for answer in answers} == {(404, str(answers[0].body))}


def test_an_announcement_is_of_its_own_group_only(alice: User, group: NewGroup, api: MakeApi) -> None:
    program = api(alice)
    other = program.post("groups/", name="other", members=[]).body["id"]
    made = announce(alice.id, group.group.id, "here")
    assert program.delete(f"groups/{other}/announcements/{made.pk}/").status == 404


def test_the_list_takes_the_same_queries_however_long(alice: User, bob: User, group: NewGroup, api: MakeApi) -> None:
    program = api(bob)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert program.get(path_of(group)).status == 200
        return len(captured)

    announce(alice.id, group.group.id, "one")
    few = queries()
    for number in range(10):
        announce(alice.id, group.group.id, f"another {number}")
    assert queries() == few
