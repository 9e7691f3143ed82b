"""A real push service on this machine (RFC 8030), and the browsers that are subscribed there, which read what comes."""

from __future__ import annotations

import os
import re
import ssl
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

import http_ece
import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid.jwt import decode

AUTHORIZATION = re.compile(r"vapid t=(?P<token>[^,]+),\s*k=(?P<key>[A-Za-z0-9_-]+)")
A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Taken:
    """What the service was handed: whose, by whom, with which headers, and what the browser reads of it."""

    path: str
    key: str
    claims: dict[str, Any]
    headers: dict[str, str]
    shown: dict[str, Any]

    @property
    def topic(self) -> tuple[str, str]:
        """What this replaces while the browser is away."""
        return self.path, self.headers["Topic"]


@dataclass
class SubscribedBrowser:
    """A browser with keys of its own, as `PushManager.subscribe()` makes them."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    def subscription(self, language: str = "en") -> dict[str, str]:
        """What its page tells the site."""
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": digits(point), "auth": digits(self.auth)}
        return {"endpoint": self.endpoint, **keys, "language": language}

    def read(self, content: bytes) -> dict[str, Any]:
        """What only it can read."""
        plain = http_ece.decrypt(content, private_key=self.private, auth_secret=self.auth, version="aes128gcm")
        shown: dict[str, Any] = msgspec.json.decode(plain)
        return shown


class PushService:
    """Takes messages for its browsers. answers: by path, with which status and headers it answers next, if not 201.

    may_answer: while it is not set, what was taken is not said to be.
    """

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.browsers: dict[str, SubscribedBrowser] = {}
        self.taken: list[Taken] = []
        self.asked = 0
        self.answers: dict[str, list[tuple[int, dict[str, str]]]] = {}
        self.lock = Lock()
        self.may_answer = Event()
        self.may_answer.set()

    def subscribed(self) -> SubscribedBrowser:
        """One more browser."""
        path = f"/push/{len(self.browsers)}-{digits(os.urandom(150))}"  # longer than any index
        self.browsers[path] = SubscribedBrowser(self.origin + path)
        return self.browsers[path]

    def will_answer(self, browser: SubscribedBrowser, *statuses: int, **headers: str) -> None:
        """Once with each of these."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        path = browser.endpoint.removeprefix(self.origin)
        self.answers.setdefault(path, []).extend((status, told) for status in statuses)

    def shown(self, browser: SubscribedBrowser) -> list[dict[str, Any]]:
        """What this browser was told, in order."""
        return [one.shown for one in self.taken if self.browsers.get(one.path) is browser]

    def take(self, path: str, headers: dict[str, str], content: bytes) -> tuple[int, dict[str, str]]:
        """The answer to a message; 400 and 403 for what no service would take."""
        with self.lock:
            self.asked += 1
            if self.answers.get(path):
                return self.answers[path].pop(0)
        if path not in self.browsers:
            return 404, {}
        named = AUTHORIZATION.fullmatch(headers.get("Authorization", ""))
        if named is None or headers.get("Content-Encoding") != "aes128gcm" or len(content) > 4096:
            return 400, {}
        claims = decode(named["token"], named["key"])  # raises where the signature is wrong: the answer is 500
        if claims["aud"] != self.origin or not 0 < claims["exp"] - time.time() <= A_DAY or not claims["sub"]:
            return 403, {}
        taken = Taken(path, named["key"], claims, headers, self.browsers[path].read(content))
        with self.lock:
            self.taken.append(taken)
        self.may_answer.wait()
        return 201, {}


def digits(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


@contextmanager
def running_push_service(context: ssl.SSLContext | None = None) -> Iterator[PushService]:
    """Serves until the end of the block; by https with a `context`."""
    service: PushService

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                status, headers = service.take(self.path, dict(self.headers), content)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": "0"}.items():
                    self.send_header(name, value)
                self.end_headers()
            except OSError:  # whoever asked has hung up
                return

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        service = PushService(f"{'https' if context else 'http'}://localhost:{server.server_port}")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield service
        finally:
            service.may_answer.set()
            server.shutdown()
            thread.join()
