"""What lies in the database signs nobody in: not the thief who reads it, nor whoever finds an old copy."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import Device, User
from accounts.sessions import SessionStore
from accounts.testing import PASSWORD, Api, MakeApi


def signed_in_browser(user: User) -> Client:
    client = Client()
    body = {"account": user.account, "password": PASSWORD, "remember": True}
    assert client.post("/api/auth/login/", body, content_type="application/json").status_code == 200
    return client


def everything_stored() -> set[str]:
    """Each value of each row, and what is written in the data of sessions."""
    rows = [values for model in apps.get_models() for values in model._base_manager.values_list()]
    said = [session.get_decoded().values() for session in Session.objects.all()]
    return {str(value) for values in [*rows, *said] for value in values}


def signs_in(secret: str) -> bool:
    client = Client()
    client.cookies["sessionid"] = secret
    return 200 in (client.get("/api/me/").status_code, Api(None, token=secret).get("me/").status)


def test_nothing_stored_signs_anybody_in(api: MakeApi, alice: User) -> None:
    key, token = signed_in_browser(alice).cookies["sessionid"].value, api(alice).token
    assert signs_in(key)
    assert signs_in(token)
    stored = everything_stored()
    assert {key, token}.isdisjoint(stored)
    assert [value for value in stored if value.isascii() and value.isprintable() and signs_in(value)] == []


def test_a_session_s_key_is_no_token_and_a_token_no_session(api: MakeApi, alice: User) -> None:
    key, token = signed_in_browser(alice).cookies["sessionid"].value, api(alice).token
    assert Api(None, token=key).get("me/").status == 401
    client = Client()
    client.cookies["sessionid"] = token
    assert client.get("/api/me/").status_code == 401


def test_a_device_without_its_session_is_signed_in_nowhere(alice: User) -> None:
    client = signed_in_browser(alice)
    Session.objects.all().delete()
    assert Device.objects.filter(user=alice).exists()
    assert client.get("/api/me/").status_code == 401


def test_signing_out_from_afar_ends_the_session_itself(api: MakeApi, alice: User, bob: User) -> None:
    signed_in_browser(alice)
    signed_in_browser(bob)
    api(alice).delete(f"me/devices/{Device.objects.get(user=alice, kind='browser').id}/")
    (left,) = Session.objects.all()
    assert left.get_decoded()["_auth_user_id"] == str(bob.id)


@pytest.mark.django_db(transaction=True)
async def test_a_store_keeps_only_the_hash_from_async_code_too() -> None:
    store = SessionStore()
    await store.aset("theme", "dark")
    await store.asave()
    key = store.session_key
    assert key
    assert not await Session.objects.filter(session_key=key).aexists()
    again = SessionStore(key)
    assert (await again.aexists(key), await again.aget("theme")) == (True, "dark")
    await again.adelete()
    assert not await Session.objects.aexists()
