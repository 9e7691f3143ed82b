"""Alice is signed in on several devices, and signs one out from afar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.actions import NewDevice, add_device, close_signed_out, forget_expired_sessions
from accounts.actions.devices import MOST_DEVICES
from accounts.models import Device, User
from accounts.testing import PASSWORD, MakeApi, Socket, signed_in
from accounts.tests.contacts import Screen
from ggtalk.realtime.clients import Movement, tell_moved
from ggtalk.realtime.commands import Client as Connected
from ggtalk.realtime.databases import in_database


def test_devices_are_listed_and_this_one_is_marked(api: MakeApi, alice: User) -> None:
    first, second = api(alice), api(alice)
    devices = first.get("me/devices/").body
    assert {device["id"]: device["is_current"] for device in devices} == {
        first.device_id: True,
        second.device_id: False,
    }
    assert set(devices[0]) == {"id", "name", "kind", "address", "created_at", "last_seen_at", "is_current"}


def test_my_other_devices_hear_of_a_new_one_and_of_its_end(api: MakeApi, alice: User, bob: User) -> None:
    screen, his = Screen(api(alice)), Screen(api(bob))
    other = api(alice)
    screen.assert_lawful("device.added")
    assert screen.api.delete(f"me/devices/{other.device_id}/").status == 204
    screen.assert_lawful("device.removed")
    his.assert_lawful()
    assert other.get("me/").status == 401


def test_nobody_signs_out_a_device_of_others(api: MakeApi, alice: User, charlie: User) -> None:
    hers, his = api(alice), api(charlie)
    answer = his.delete(f"me/devices/{hers.device_id}/")
    assert (answer.status, answer.body) == (404, his.delete("me/devices/999999/").body)
    assert hers.get("me/").status == 200


def test_last_seen_is_written_at_most_once_a_minute(api: MakeApi, alice: User, django_assert_num_queries: Any) -> None:
    program = api(alice)
    with django_assert_num_queries(2):
        assert program.get("me/").status == 200
    long_ago = timezone.now() - timedelta(hours=1)
    Device.objects.update(last_seen_at=long_ago)
    program.get("me/")
    seen = Device.objects.get().last_seen_at
    assert seen > long_ago
    program.get("me/")
    assert Device.objects.get().last_seen_at == seen


def test_the_oldest_device_makes_room(alice: User) -> None:
    long_ago = timezone.now() - timedelta(days=1)
    Device.objects.bulk_create(
        Device(user=alice, kind="program", name=str(number), secret_hash=str(number), last_seen_at=long_ago)
        for number in range(MOST_DEVICES)
    )
    oldest = Device.objects.get(name="7")
    Device.objects.filter(id=oldest.id).update(last_seen_at=long_ago - timedelta(days=1))
    add_device(alice.id, NewDevice("program", "new"))
    assert Device.objects.count() == MOST_DEVICES
    assert not Device.objects.filter(id=oldest.id).exists()


def test_browsers_whose_session_ran_out_leave_the_list(api: MakeApi, alice: User, settings: Settings) -> None:
    screen = Screen(api(alice))
    cookie_of(alice)
    cookie_of(alice)
    gone = Device.objects.filter(kind="browser").earliest("id")
    long_ago = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE, days=2)
    Device.objects.filter(id__in=[gone.id, screen.api.device_id]).update(last_seen_at=long_ago)
    forget_expired_sessions()
    assert [device.kind for device in Device.objects.order_by("id")] == ["program", "browser"]
    screen.assert_lawful("device.added", "device.added", "device.removed")


def test_a_session_in_use_is_renewed_once_a_day(browser: Callable[[], Client], alice: User) -> None:
    client = browser()
    client.cookies["sessionid"] = cookie_of(alice).decode().rpartition("=")[2]
    assert not client.get("/api/me/").cookies
    session = client.session
    session["renewed_on_day"] -= 1
    session.save()
    assert {"sessionid", "known_browser"} <= client.get("/api/me/").cookies.keys()
    assert not client.get("/api/me/").cookies


def test_a_signed_out_browser_is_out_of_the_admin_too(browser: Callable[[], Client], api: MakeApi, alice: User) -> None:
    User.objects.filter(id=alice.id).update(is_staff=True, is_superuser=True)
    program, client = api(alice), browser()
    token = client.get("/api/auth/").cookies["csrftoken"].value
    body = {"account": "alice", "password": PASSWORD}
    client.post("/api/auth/login/", body, content_type="application/json", HTTP_X_CSRFTOKEN=token)
    assert client.get("/admin/").status_code == 200
    program.delete(f"me/devices/{Device.objects.get(kind='browser').id}/")
    assert client.get("/api/me/").status_code == 401
    assert client.get("/admin/").status_code == 302


async def test_a_remote_sign_out_closes_the_socket(connect: Any, alice: User, bob: User) -> None:
    other = await in_database(signed_in, alice)
    here, there, bobs = await connect(alice), await connect(alice, other.token), await connect(bob)
    await in_database(
        other.client.delete, f"/api/me/devices/{other.device_id}/", headers={"Authorization": f"Bearer {other.token}"}
    )
    assert await there.next_of("close") == {"close": 4403}
    assert (await here.next_of("device.removed"))["payload"] == {"device": other.device_id}
    assert (await bobs.ask("ping"))["payload"] == {}


async def test_a_sign_out_that_overtakes_the_arrival_is_noticed(connect: Any, alice: User) -> None:
    program = await in_database(signed_in, alice)
    socket = await connect(alice, program.token)
    await in_database(Device.objects.filter(id=program.device_id).delete)
    late = Movement(Connected(alice.id, program.device_id, "late"), arrived=True)
    await in_database(tell_moved, [late])
    assert await socket.next_of("close") == {"close": 4403}


async def test_a_sign_out_nobody_heard_of_closes_the_socket_within_a_minute(
    connect: Any, alice: User, bob: User
) -> None:
    other = await in_database(signed_in, alice)
    there, bobs = await connect(alice, other.token), await connect(bob)
    await in_database(Device.objects.filter(id=other.device_id).delete)
    await in_database(close_signed_out)
    assert await there.next_of("close") == {"close": 4403}
    assert (await bobs.ask("ping"))["payload"] == {}


@pytest.mark.django_db(transaction=True)
class TestSocketSignIn:
    """The socket's doorman believes tokens, and cookies of this site's own pages."""

    async def test_a_token_opens_a_socket(self, alice: User) -> None:
        program = await in_database(signed_in, alice)
        socket = Socket([(b"authorization", f"Bearer {program.token}".encode())])
        hello = await socket.open()
        assert (hello["type"], hello["payload"]["user"]) == ("hello", alice.id)
        assert f"u{alice.id}" in hello["payload"]["streams"]
        await socket.close()

    @pytest.mark.parametrize("headers", [[], [(b"authorization", b"Bearer wrong")], [(b"authorization", b"\xff")]])
    async def test_nobody_gets_4401(self, alice: User, headers: list[tuple[bytes, bytes]]) -> None:
        assert await Socket(headers).open() == {"close": 4401}

    @pytest.mark.parametrize(
        ("origin", "opens"),
        [
            (b"http://testserver", True),
            (b"HTTPS://TESTSERVER", True),
            (b"http://testserver:81", False),
            (b"http://elsewhere.example", False),
            (b"null", False),
            (b"http://[", False),
            (None, False),
        ],
    )
    async def test_a_cookie_counts_only_from_this_site(self, alice: User, origin: bytes | None, opens: bool) -> None:
        cookie = await in_database(cookie_of, alice)
        headers = [(b"host", b"testserver"), (b"cookie", cookie), *([(b"origin", origin)] if origin else [])]
        socket = Socket(headers)
        first = await socket.open()
        assert first.get("type") == "hello" if opens else first == {"close": 4401}
        await socket.close()

    async def test_a_trusted_origin_is_this_site_s_name_outside(self, alice: User, settings: Settings) -> None:
        settings.CSRF_TRUSTED_ORIGINS = ["https://chat.example.org"]
        cookie = await in_database(cookie_of, alice)
        for origin, opens in ((b"https://chat.example.org", True), (b"http://chat.example.org", False)):
            socket = Socket([(b"host", b"inside:8000"), (b"cookie", cookie), (b"origin", origin)])
            first = await socket.open()
            assert first.get("type") == "hello" if opens else first == {"close": 4401}
            await socket.close()

    async def test_behind_https_a_page_without_it_is_another_site(self, alice: User, settings: Settings) -> None:
        settings.BEHIND_HTTPS = True
        cookie = await in_database(cookie_of, alice)
        headers = [(b"host", b"testserver"), (b"cookie", cookie), (b"origin", b"http://testserver")]
        assert await Socket(headers).open() == {"close": 4401}

    async def test_a_frozen_user_is_nobody(self, alice: User) -> None:
        program = await in_database(signed_in, alice)
        await in_database(User.objects.filter(id=alice.id).update, is_active=False)
        assert await Socket([(b"authorization", f"Bearer {program.token}".encode())]).open() == {"close": 4401}


def cookie_of(user: User) -> bytes:
    """The session cookie of a browser that has signed in."""
    client = Client()
    body = {"account": user.account, "password": PASSWORD}
    client.post("/api/auth/login/", body, content_type="application/json")
    return f"theme=dark; sessionid={client.cookies['sessionid'].value}".encode()
