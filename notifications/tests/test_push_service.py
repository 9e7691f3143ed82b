"""What push services answer, where they may be, and what they learn of this site."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
from pathlib import Path
from typing import Any

import http_ece
import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.core.checks import Warning
from django.utils import timezone
from py_vapid import Vapid02
from pytest_django import Settings

from accounts.models import User
from chat.testing import say
from e2e.push_service import SubscribedBrowser, running_push_service
from ggtalk.jobs.kinds import TryLater
from ggtalk.jobs.queue import perform_due
from notifications import checks
from notifications.actions import look_for_pushes
from notifications.models import PushedRoom, PushSubscription
from notifications.push import vapid
from notifications.push.service import Gone, NotTaken, Pushed, encrypted, push
from notifications.push_testing import Pushing, a_while_passes

PUSHED = Pushed(b"{}", "topic", "normal")


def handed(browser: SubscribedBrowser, endpoint: str = "") -> None:
    said = browser.subscription()
    push(endpoint or browser.endpoint, said["p256dh"], said["auth"], PUSHED)


@pytest.mark.django_db(transaction=True)
class TestAnswers:
    @pytest.mark.parametrize("status", [404, 410])
    def test_a_browser_that_is_gone_is_forgotten(
        self, status: int, alice: User, bob: User, direct: int, pushing: Pushing
    ) -> None:
        pushing.service.will_answer(pushing.browser(bob), status)
        say(alice, direct, "hello")
        a_while_passes()
        assert pushing.service.asked == 1
        assert not PushSubscription.objects.exists()

    @pytest.mark.parametrize("answer", [(429, {"Retry_After": "100"}, 100), (503, {}, 5)], ids=["429", "503"])
    def test_a_service_that_asks_to_wait_is_left_alone_so_long(
        self, answer: tuple[int, dict[str, str], float], alice: User, bob: User, direct: int, pushing: Pushing
    ) -> None:
        status, headers, rests = answer
        browser = pushing.browser(bob)
        pushing.service.will_answer(browser, status, **headers)
        say(alice, direct, "hello")
        look_for_pushes()
        now = timezone.now() + datetime.timedelta(seconds=10)
        perform_due(now)
        assert PushSubscription.objects.get().error == f"the push service answers with status {status}"
        assert perform_due(now + datetime.timedelta(seconds=rests - 1)) == 0
        assert perform_due(now + datetime.timedelta(seconds=rests)) == 1
        assert [told["body"] for told in pushing.service.shown(browser)] == ["hello"]
        assert PushSubscription.objects.get().error == ""
        assert PushSubscription.objects.get().told_at is not None

    @pytest.mark.parametrize("status", [301, 400, 403, 413])
    def test_what_is_refused_is_noted_and_not_asked_again(
        self, status: int, alice: User, bob: User, direct: int, pushing: Pushing
    ) -> None:
        pushing.service.will_answer(pushing.browser(bob), status, Location="/elsewhere")
        say(alice, direct, "hello")
        a_while_passes()
        assert perform_due(timezone.now() + datetime.timedelta(days=1)) == 0
        assert pushing.service.asked == 1
        assert PushSubscription.objects.get().error == f"the push service answers with status {status}"

    def test_one_that_was_told_is_not_told_again_by_a_job_that_comes_twice(
        self, alice: User, bob: User, direct: int, pushing: Pushing
    ) -> None:
        pushing.browser(bob)
        say(alice, direct, "hello")
        look_for_pushes()
        PushedRoom.objects.update(wanted_seq=0, due_at=timezone.now())
        assert look_for_pushes() == 1, "another job"
        assert perform_due(timezone.now() + datetime.timedelta(seconds=60)) == 2
        assert pushing.service.asked == 1


@pytest.mark.parametrize(
    "origin",
    ["https://127.0.0.1", "https://localhost", "https://10.0.0.1", "https://169.254.169.254", "https://1.1.1.1:8443"],
)
def test_nothing_inside_is_asked(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: Any, **__: Any) -> None:
        raise AssertionError("it connected")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(NotTaken, match="public internet"):
        handed(SubscribedBrowser(f"{origin}/push/x"))


def test_only_the_very_origin_that_the_operator_names_is_trusted(settings: Settings) -> None:
    with running_push_service() as service:
        browser = service.subscribed()
        port = service.origin.rpartition(":")[2]
        for origin in (f"https://localhost:{port}", f"http://127.0.0.1:{port}", f"http://localhost:{int(port) + 1}"):
            settings.PUSH_SERVICES_INSIDE = [origin]
            with pytest.raises(NotTaken):
                handed(browser)
        assert service.asked == 0
        settings.PUSH_SERVICES_INSIDE = [service.origin]
        handed(browser)
        with pytest.raises(Gone):
            handed(browser, f"{service.origin}/push/nobody")


def test_whose_name_means_nothing_now_is_asked_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: Any, **__: Any) -> None:
        raise OSError("no network")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(TryLater):
        handed(SubscribedBrowser("https://push.example.org/x"))


def test_a_service_inside_with_a_certificate_of_the_operators_own(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, context = certified(tmp_path)
    with running_push_service(context) as service:
        settings.PUSH_SERVICES_INSIDE = [service.origin]
        browser = service.subscribed()
        with pytest.raises(TryLater):
            handed(browser)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        handed(browser)
        assert len(service.taken) == 1


def certified(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine that only who knows it trusts."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(hours=1))
    made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private)
    return certificate, context


def test_only_the_browser_with_the_keys_reads_it() -> None:
    browser, other = SubscribedBrowser("https://push.example.org/a"), SubscribedBrowser("https://push.example.org/b")
    said = browser.subscription()
    content = encrypted(b'{"body":"between us"}', said["p256dh"], said["auth"])
    assert browser.read(content) == {"body": "between us"}
    with pytest.raises(http_ece.ECEException):
        other.read(content)
    assert encrypted(b"{}", said["p256dh"], said["auth"]) != encrypted(b"{}", said["p256dh"], said["auth"])


def test_the_key_is_made_once_and_kept_for_its_owner_only(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vapid, "_kept", {})
    settings.DATA_DIR = tmp_path
    key = vapid.public_key()
    monkeypatch.setattr(vapid, "_kept", {})
    assert vapid.public_key() == key
    file = tmp_path / "vapid_key"
    assert file.stat().st_mode & 0o777 == 0o600
    settings.DATA_DIR, settings.VAPID_PRIVATE_KEY = tmp_path / "other", file.read_text()
    assert vapid.public_key() == key
    assert not (tmp_path / "other").exists()
    assert Vapid02.verify(vapid.authorization("https://push.example.org:8443"))


def test_a_service_is_told_how_the_operator_is_reached(settings: Settings) -> None:
    settings.EMAIL_FROM, settings.SITE_URL, settings.ALLOWED_HOSTS = "", "", ["*"]
    settings.WEB_PUSH, settings.BEHIND_HTTPS = True, True
    assert [told.id for told in checks.check_push_contact(None) if isinstance(told, Warning)] == ["notifications.W003"]
    settings.ALLOWED_HOSTS = ["chat.example.org"]
    assert vapid.contact() == "https://chat.example.org"
    settings.SITE_URL = "https://chat.example.org:8443"
    assert vapid.contact() == "https://chat.example.org:8443"
    settings.EMAIL_FROM = "Chat <chat@example.org>"
    assert vapid.contact() == "mailto:chat@example.org"
    assert checks.check_push_contact(None) == []


@pytest.mark.parametrize(
    ("redis", "key", "warned"),
    [
        ("", "", 0),
        ("redis://127.0.0.1:6379/0", "", 0),
        ("redis://redis.inside:6379/0", "", 1),
        ("redis://redis.inside/0", "k" * 43, 0),
    ],
)
def test_machines_that_may_each_have_a_key_are_warned_of(redis: str, key: str, warned: int, settings: Settings) -> None:
    settings.REDIS_URL, settings.VAPID_PRIVATE_KEY = redis, key
    assert len(checks.check_push_key(None)) == warned
