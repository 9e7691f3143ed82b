"""The operator changes a password on the command line."""

from __future__ import annotations

import getpass

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.testing import MakeApi


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    answers: list[str] = []
    monkeypatch.setattr(getpass, "getpass", lambda prompt="": answers.pop(0))
    return answers


def test_whoever_had_the_old_password_is_signed_out(api: MakeApi, alice: User, bob: User, typed: list[str]) -> None:
    hers, his = api(alice), api(bob)
    typed += ["a-quite-new-one-4711"] * 2
    call_command("changepassword", alice.account)
    alice.refresh_from_db()
    assert alice.check_password("a-quite-new-one-4711")
    assert (hers.get("me/").status, his.get("me/").status) == (401, 200)


def test_a_password_that_was_not_changed_signs_nobody_out(api: MakeApi, alice: User, typed: list[str]) -> None:
    hers = api(alice)
    typed += ["one", "another"] * 3
    with pytest.raises(CommandError, match="Aborting"):
        call_command("changepassword", alice.account)
    assert hers.get("me/").status == 200
