"""The try-out accounts, and the warning where they don't belong."""

from __future__ import annotations

import pytest
from django.core.checks import Tags, run_checks
from pytest_django import Settings

from accounts.actions import create_tryout_accounts, remove_friend
from accounts.models import Friendship, User
from accounts.queries import friend_ids_of
from accounts.testing import MakeApi

pytestmark = pytest.mark.django_db

ACCOUNTS = ("10000", "10001", "10002", "10003", "10004")


def warnings() -> list[str]:
    return [str(check.id) for check in run_checks(tags=[Tags.database], databases=["default"])]


def test_five_friends_of_each_other(api: MakeApi) -> None:
    users = create_tryout_accounts(ACCOUNTS, "1")
    assert [User.objects.get(id=user).account for user in users] == list(ACCOUNTS)
    assert all(friend_ids_of(user) == set(users) - {user} for user in users)
    assert len(set(User.objects.values_list("name", flat=True))) == 5
    assert api().post("auth/token/", account="10000", password="1").status == 200


def test_a_second_time_changes_nothing() -> None:
    users = create_tryout_accounts(ACCOUNTS, "1")
    User.objects.filter(id=users[0]).update(name="Renamed")
    remove_friend(users[0], users[1])
    assert create_tryout_accounts(ACCOUNTS, "1") == users
    assert User.objects.get(id=users[0]).name == "Renamed"
    assert Friendship.objects.count() == 18


def test_they_take_no_number_from_anybody(api: MakeApi) -> None:
    create_tryout_accounts(ACCOUNTS, "1")
    answer = api().post("auth/register/", name="Dora", password="correct horse")
    assert answer.body["user"]["account"] == "10005"


def test_the_operator_is_warned_of_accounts_nobody_asked_for(settings: Settings) -> None:
    settings.TRYOUT = settings.DEBUG = False
    assert "accounts.W001" not in warnings()
    create_tryout_accounts(ACCOUNTS, "1")
    assert "accounts.W001" in warnings()
    settings.TRYOUT = True
    assert "accounts.W001" not in warnings()
    settings.TRYOUT = False
    User.objects.update(is_active=False)
    assert "accounts.W001" not in warnings()
