"""Signing in and out, on this device and from another."""

from __future__ import annotations

import pytest

from e2e.cast import PASSWORD, Cast
from e2e.line import LineClosed
from e2e.program import Program
from e2e.site import Refused, Site


def test_without_a_valid_token_the_door_stays_shut(cast: Cast, site: Site) -> None:
    for token in ("", "nonsense", cast.alice.token + "x", cast.alice.token[:-1]):
        stranger = Program(site, token, cast.alice.user)
        with pytest.raises(LineClosed) as closed:
            stranger.connect()
        assert closed.value.code == 4401
        assert site.request("GET", "/api/me/", token=token).status == 401


def test_wrong_password_and_unknown_account_are_told_the_same(cast: Cast, site: Site) -> None:
    wrong = site.request("POST", "/api/auth/token/", {"account": cast.alice.account, "password": "x", "device": "d"})
    unknown = site.request("POST", "/api/auth/token/", {"account": "no_such_one", "password": "x", "device": "d"})
    assert wrong == unknown
    assert (wrong.status, wrong.body["code"]) == (401, "invalid_credentials")


def test_a_device_is_listed_and_signed_out_from_elsewhere(cast: Cast) -> None:
    alice = cast.alice
    phone = cast.device_of(alice, "Alice's phone")
    alice.connect()
    line = phone.connect()
    devices = alice.ask("GET", "/api/me/devices/")
    by_name = {device["name"]: device["id"] for device in devices}
    phone_id = by_name["Alice's phone"]
    assert [device["is_current"] for device in devices].count(True) == 1
    alice.ask("DELETE", f"/api/me/devices/{phone_id}/")
    assert line.wait_closed() == 4403
    assert alice.hear("device.removed") == {"device": phone_id}
    with pytest.raises(LineClosed) as closed:
        phone.connect()
    assert closed.value.code == 4401
    assert alice.command("ping") == {}


def test_signing_out_ends_only_this_device(cast: Cast) -> None:
    alice = cast.alice
    phone = cast.device_of(alice)
    alice.connect()
    phone.connect()
    assert phone.line is not None
    phone.ask("POST", "/api/auth/logout/", {})
    assert phone.line.wait_closed() == 4403
    with pytest.raises(Refused):
        phone.ask("GET", "/api/me/")
    assert alice.command("ping") == {}


def test_a_new_password_ends_all_other_devices(cast: Cast, site: Site) -> None:
    alice = cast.alice
    phone = cast.device_of(alice)
    alice.connect()
    line = phone.connect()
    alice.ask("POST", "/api/me/password/", {"old_password": PASSWORD, "new_password": "another long password"})
    assert line.wait_closed() == 4403
    assert alice.command("ping") == {}
    with pytest.raises(Refused) as refused:
        Program.sign_in(site, alice.account, PASSWORD)
    assert refused.value.code == "invalid_credentials"
    assert Program.sign_in(site, alice.account, "another long password").id == alice.id


def test_guessing_is_slowed_down_without_locking_the_owner_out(cast: Cast, server_of_guesser: Site) -> None:
    alice = cast.alice
    guess = {"account": alice.account, "password": "guess", "device": "guesser"}
    answers = [server_of_guesser.request("POST", "/api/auth/token/", guess) for _ in range(30)]
    slowed = answers[-1]
    assert (slowed.status, slowed.body["code"]) == (429, "throttled")
    assert int(slowed.headers["retry-after"]) > 0
    assert cast.device_of(alice).id == alice.id


@pytest.fixture
def server_of_guesser(site: Site) -> Site:
    """The same server, from the address of somebody else."""
    return Site(site.host, site.port, from_address="127.6.6.6")
