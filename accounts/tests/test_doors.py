"""Every address of accounts asks who is there, but the few that let people in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern

from accounts.models import User
from accounts.testing import Answer, answer_of
from accounts.urls import urlpatterns

OPEN = {"auth/", "auth/token/", "auth/login/", "auth/register/"}
CLOSED = sorted(str(address.pattern) for address in urlpatterns if str(address.pattern) not in OPEN)


def asked(address: str, method: str, **headers: str) -> Answer:
    path = "/api/" + address.replace("<id:id>", "1").replace("<id:user>", "1")
    return answer_of(Client().generic(method.upper(), path, b"{}", "application/json", headers=headers))


def methods_of(address: str) -> list[str]:
    (found,) = [one for one in urlpatterns if isinstance(one, URLPattern) and str(one.pattern) == address]
    view = found.callback.view_class  # type: ignore[attr-defined]
    return [method for method in ("get", "post", "put", "patch", "delete") if hasattr(view, method)]


@pytest.mark.django_db
@pytest.mark.parametrize("address", CLOSED)
def test_nobody_signed_in_gets_401_everywhere(address: str) -> None:
    for method in methods_of(address):
        answer = asked(address, method)
        assert (answer.status, answer.body["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize("address", CLOSED)
def test_a_made_up_token_gets_401_everywhere(alice: User, address: str) -> None:
    for method in methods_of(address):
        answer = asked(address, method, Authorization="Bearer made-up")
        assert (answer.status, answer.body["code"]) == (401, "not_signed_in")
    alice.refresh_from_db()
    assert alice.is_active
