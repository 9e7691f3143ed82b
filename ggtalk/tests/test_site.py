"""The pages that belong to no app: uploaded files, API documents, health, and what is not there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import get_resolver
from pytest_django import Settings

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


def read(response: Iterable[bytes]) -> bytes:
    return b"".join(response)


@pytest.fixture
def picture() -> str:
    return default_storage.save("avatars/0123.webp", ContentFile(b"RIFF....WEBP"))


def test_an_avatar_is_shown_for_ever_and_can_run_nothing(client: Client, picture: str) -> None:
    response = client.get(f"/media/{picture}")
    assert read(response) == b"RIFF....WEBP"
    assert response.headers["Content-Type"] == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_what_a_browser_could_run_is_only_downloaded(client: Client) -> None:
    name = default_storage.save("avatars/page.html", ContentFile(b"<script>"))
    assert client.get(f"/media/{name}").headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "address",
    ["avatars/", "avatars/none.webp", "avatars/../secret_key", "avatars/..%2fsecret_key", "secret_key", "avatars/%00"],
)
def test_nothing_else_is_given_out(client: Client, picture: str, address: str) -> None:
    assert client.get(f"/media/{address}").status_code == 404


@pytest.mark.parametrize("address", ["/health/", "/ready/", "/api/schema/", "/admin/login/", "/api/auth/"])
def test_every_answer_keeps_the_origin_to_our_own_code(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy, "nothing loosens the default for scripts"
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_the_api_can_be_read_about_under_our_own_policy(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()
    scripts = [part.partition("</script>")[0] for part in page.split("<script")[1:]]
    assert scripts
    assert all(" src=" in script and script.endswith(">") for script in scripts), "no script stands in the page itself"


def test_health_tells_that_the_process_answers(client: Client) -> None:
    assert client.get("/health/").json() == {"status": "ok"}


def test_an_unknown_address_of_the_api_is_refused_in_its_shape(client: Client) -> None:
    response = client.get("/api/nowhere/")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_a_malfunction_of_the_api_is_told_in_its_shape(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.views.auth.get_token", lambda request: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/api/auth/")
    assert (response.status_code, response.json()["code"]) == (500, "server_error")


def test_a_host_that_is_not_served_is_refused_in_the_api_s_shape(client: Client, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["chat.example.org"]
    response = client.get("/api/auth/")
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")


@pytest.mark.slow
def test_behind_https_the_deployment_check_is_content(tmp_path: Path) -> None:
    own = {"BEHIND_HTTPS": "on", "TRUSTED_PROXIES": "1", "SITE_URL": "https://chat.example.org"}
    environment = {**os.environ, **own, "DATA_DIR": str(tmp_path)}
    check = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(check, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr


def test_behind_https_plain_http_is_sent_on_and_https_is_promised(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client = Client()
    plain = client.get("/api/auth/")
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/api/auth/")
    assert client.get("/health/").status_code == 200
    answer = client.get("/api/auth/", HTTP_X_FORWARDED_PROTO="https")
    assert (answer.status_code, answer.headers["Strict-Transport-Security"]) == (200, "max-age=60")


def test_the_service_worker_is_asked_for_again_and_comes_only_when_it_changed(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.FRONTEND_DIR = tmp_path
    assert client.get("/sw.js").status_code == 404
    (tmp_path / "sw.js").write_text("self.build = 1")
    answer = client.get("/sw.js")
    assert answer.content == b"self.build = 1"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert client.get("/sw.js", HTTP_IF_NONE_MATCH=answer.headers["ETag"]).status_code == 304
    (tmp_path / "sw.js").write_text("self.build = 2")
    assert client.get("/sw.js", HTTP_IF_NONE_MATCH=answer.headers["ETag"]).content == b"self.build = 2"


def test_the_service_worker_leaves_every_address_of_the_server_alone() -> None:
    rules = (ROOT / "ggtalk" / "frontend" / "worker" / "rules.ts").read_text()
    (listed,) = re.findall(r"SERVERS_OWN = \[(.*?)\]", rules)
    patterns = [str(entry.pattern) for entry in get_resolver().url_patterns]
    served = {pattern.partition("/")[0] for pattern in patterns if not pattern.startswith("^")}
    assert {name.strip("/") for name in re.findall(r"'(.*?)'", listed)} == served | {"static", "ws"}
