"""Behind a real nginx with deploy/nginx.conf and the variables of deploy/ggtalk.env, all works as without it."""

from __future__ import annotations

import gzip
import http.client
import io
import json
import os
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser
from websockets.sync.client import connect

from e2e.cast import PASSWORD
from e2e.nginx import NAME, Answer, Nginx, nginx_before
from e2e.screens import sign_in
from e2e.server import ROOT, Server
from e2e.waiting import PATIENCE_SECONDS, eventually

SETTINGS = {
    name: value
    for name, value in re.findall(r"^(\w+)=(.*)$", (ROOT / "deploy" / "ggtalk.env").read_text(), re.MULTILINE)
    if name in {"ALLOWED_HOSTS", "BEHIND_HTTPS", "TRUSTED_PROXIES", "TIME_ZONE"}
}
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    behind = Server(tmp_path_factory.mktemp("behind"), TRYOUT="off", **SETTINGS)
    behind.settings["ALLOWED_HOSTS"] += ",127.0.0.1"  # for the question whether it is healthy
    behind.start()
    yield behind
    behind.stop()


@pytest.fixture(scope="module")
def nginx(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with nginx_before(server, tmp_path_factory.mktemp("nginx")) as before:
        yield before


@pytest.fixture(scope="module")
def alice(nginx: Nginx) -> dict[str, Any]:
    """Alice, who says that she comes from elsewhere: her token and her card."""
    new = {"name": "Alice", "password": PASSWORD}
    answer = nginx.ask(
        "POST",
        "/api/auth/register/",
        json.dumps(new).encode(),
        Content_Type="application/json",
        X_Forwarded_For="203.0.113.7",
    )
    assert answer.status == 201, answer.content
    body: dict[str, Any] = answer.body
    return body


@pytest.fixture(scope="module")
def token(alice: dict[str, Any]) -> str:
    told: str = alice["token"]
    return told


def noise(most_bytes: int) -> bytes:
    """A picture that can't be made smaller, of about so many bytes."""
    side = int((most_bytes / 3) ** 0.5)
    encoded = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(encoded, "PNG", compress_level=0)
    return encoded.getvalue()


def upload(nginx: Nginx, token: str, content: bytes) -> Answer:
    return nginx.ask("POST", "/api/files/", content, Authorization=f"Bearer {token}", Content_Type="image/png")


def test_plain_http_is_sent_on(nginx: Nginx) -> None:
    line = http.client.HTTPConnection("127.0.0.1", nginx.plain_port, timeout=PATIENCE_SECONDS)
    line.request("GET", "/chats?x=1", headers={"Host": NAME})
    answer = line.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/chats?x=1")
    line.close()


def test_the_page_comes_whole_and_is_to_come_by_https_alone(nginx: Nginx) -> None:
    page = nginx.ask("GET", "/", Accept_Encoding="gzip")
    assert page.status == 200
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Secure" in page.headers["Set-Cookie"]
    assert page.headers["Content-Security-Policy"]


def test_the_service_worker_is_never_kept_on_the_way(nginx: Nginx) -> None:
    worker = nginx.ask("GET", "/sw.js")
    assert (worker.status, worker.headers["Cache-Control"]) == (200, "no-cache")
    assert worker.headers["Content-Type"].startswith("text/javascript")


def test_the_address_is_the_one_that_nginx_saw(nginx: Nginx, token: str) -> None:
    devices = nginx.ask("GET", "/api/me/devices/", Authorization=f"Bearer {token}").body
    assert [device["address"] for device in devices] == ["127.0.0.1"]


def test_a_socket_is_opened_and_answers(nginx: Nginx, token: str) -> None:
    with connect(
        f"wss://{NAME}/ws/",
        sock=socket.create_connection(("127.0.0.1", nginx.port)),
        ssl=nginx.authority,
        additional_headers={"Authorization": f"Bearer {token}"},
        proxy=None,
        open_timeout=PATIENCE_SECONDS,
    ) as line:
        assert json.loads(line.recv(timeout=PATIENCE_SECONDS))["type"] == "hello"
        line.send(json.dumps({"id": 1, "type": "ping", "payload": {}}))
        heard = {}
        while "reply_to" not in heard:  # Alice hears that she came, too
            heard = json.loads(line.recv(timeout=PATIENCE_SECONDS))
        assert heard == {"reply_to": 1, "payload": {}}


def test_a_browser_signs_in_and_is_connected(nginx: Nginx, alice: dict[str, Any], browser: Browser) -> None:
    context = browser.new_context(base_url=f"https://127.0.0.1:{nginx.port}", ignore_https_errors=True, locale="en")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/")
    frames: list[str | bytes] = []
    page.on("websocket", lambda line: line.on("framereceived", lambda frame: frames.append(frame)))
    sign_in(page, alice["user"]["account"])
    eventually(lambda: page.evaluate("1") and any('"hello"' in str(frame) for frame in frames), "the page is greeted")
    cookie = next(cookie for cookie in context.cookies() if cookie["name"] == "sessionid")
    assert (cookie["secure"], cookie["httpOnly"]) == (True, True)
    context.close()
    assert complaints == []


def test_a_large_picture_goes_up_as_it_comes_and_down_in_parts(nginx: Nginx, token: str) -> None:
    content = noise(18 * MIB)
    answer = upload(nginx, token, content)
    assert answer.status == 201, answer.content
    assert "buffered to a temporary file" not in nginx.said()
    path = f"/api/files/{answer.body['id']}/"
    whole = nginx.ask("GET", path, Authorization=f"Bearer {token}")
    part = nginx.ask("GET", path, Authorization=f"Bearer {token}", Range="bytes=1000000-1000099")
    assert part.status == 206
    assert part.headers["Content-Range"] == f"bytes 1000000-1000099/{len(whole.content)}"
    assert part.content == whole.content[1_000_000:1_000_100]


def test_what_is_too_large_is_told_as_by_the_server(nginx: Nginx, token: str) -> None:
    answer = upload(nginx, token, noise(22 * MIB))
    assert (answer.status, answer.body["code"]) == (413, "too_large")
    answer = nginx.ask("POST", "/api/auth/token/", bytes(7 * MIB), Content_Type="application/json")
    assert (answer.status, answer.body["code"]) == (413, "too_large")


@pytest.mark.parametrize("way", ["nginx", "the server itself"])
def test_the_web_client_is_sent_compressed_and_kept_for_ever(nginx: Nginx, server: Server, way: str) -> None:
    manifest = json.loads((ROOT / "build" / "frontend" / "manifest.json").read_text())
    file = manifest["ggtalk/frontend/main.ts"]["file"]
    answer = ask_for(f"/static/{file}", nginx, server, way)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == (ROOT / "build" / "frontend" / file).read_bytes()
    kept = answer.headers["Cache-Control"]
    assert "immutable" in kept
    assert int(re.findall(r"max-age=(\d+)", kept)[0]) >= 365 * 24 * 60 * 60
    assert "javascript" in answer.headers["Content-Type"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("way", ["nginx", "the server itself"])
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/static/manifest.webmanifest", "application/manifest+json"),
        ("/static/admin/css/base.css", "text/css"),
        ("/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js", "javascript"),
    ],
)
def test_what_keeps_its_name_is_asked_for_again(nginx: Nginx, server: Server, way: str, path: str, kind: str) -> None:
    answer = ask_for(path, nginx, server, way)
    assert answer.status == 200
    assert kind in answer.headers["Content-Type"]
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def ask_for(path: str, nginx: Nginx, server: Server, way: str) -> Answer:
    if way == "nginx":
        return nginx.ask("GET", path, Accept_Encoding="gzip")
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
    headers = {"Host": NAME, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
    line.request("GET", path, headers=headers)
    response = line.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    line.close()
    return answer


@pytest.mark.parametrize("path", ["/health/", "/ready/"])
def test_how_the_server_is_concerns_nobody_outside(nginx: Nginx, path: str) -> None:
    assert nginx.ask("GET", path).status == 404


def test_nothing_of_the_disk_is_given_out(nginx: Nginx) -> None:
    for path in (
        "/static/../site.conf",
        "/static../site.conf",
        "/static/assets../../site.conf",
        "/static/%2e%2e/key.pem",
    ):
        answer = nginx.ask("GET", path)
        assert b"ggtalk_connection" not in answer.content
        assert b"PRIVATE" not in answer.content
