"""Alice deletes her account: what she said to others stays, what was hers alone is nowhere any more."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client

from accounts.actions import delete_account
from accounts.events import own_stream
from accounts.models import User
from accounts.testing import PASSWORD, MakeApi, make_user
from chat.models import Message
from chat.testing import say
from ggtalk.realtime.models import StoredEvent

pytestmark = pytest.mark.django_db(transaction=True)

PRIVATE = {
    "email": "rabbit@example.org",
    "phone": "+44 20 7946 0000",
    "signature": "down the hole",
    "settings": {"colours": ["roses painted red"]},
}


def stored(user: User) -> str:
    """Every row of every table, but what was said in messages and what the streams of others tell."""
    elsewhere = (model for model in apps.get_models() if model not in (Message, StoredEvent))
    rows = [values for model in elsewhere for values in model._base_manager.values_list()]
    own_events = StoredEvent.objects.filter(stream=own_stream(user.id)).values_list()
    return "\n".join(map(str, [*rows, *own_events]))


def test_what_was_hers_alone_is_gone(alice: User, bob: User, direct: int, api: MakeApi) -> None:
    program = api(alice)
    program.patch("me/", **PRIVATE)
    program.patch(f"conversations/{direct}/", draft="what I never sent")
    say(alice, direct, "what I said")
    operator = Client()
    make_user("Root", is_staff=True, is_superuser=True)
    operator.login(username="root", password=PASSWORD)
    profile = {"name": "Alice Liddell", "signature": "down the hole", "email": PRIVATE["email"], "phone": ""}
    assert operator.post(f"/admin/accounts/user/{alice.id}/change/", profile).status_code == 302
    hers = ["rabbit@", "20 7946", "the hole", "painted red", "never sent", "192.0.2.7", "Liddell"]
    before = stored(alice)
    assert [secret for secret in hers if secret not in before] == []
    delete_account(alice.id)
    after = stored(alice)
    assert [secret for secret in hers if secret in after] == []
    (page,) = api(bob).get(f"conversations/{direct}/messages/").body["messages"]
    assert page["body"] == {"text": "what I said"}
