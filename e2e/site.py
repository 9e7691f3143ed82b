"""The site over HTTP, as a program sees it."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any

ANSWER_SECONDS = 30.0


class Refused(Exception):
    """The server understood and refused; `code` is what a program may rely on."""

    def __init__(self, code: str, detail: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.fields = fields or {}


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; `body` is the decoded JSON, or None when it is no JSON; names of headers are in lower case."""

    status: int
    body: Any
    headers: dict[str, str] = field(compare=False)


@dataclass(frozen=True)
class Site:
    """Where the server is. `from_address` is this side's: another address of the loopback is another stranger."""

    host: str
    port: int
    from_address: str = "127.0.0.1"

    @property
    def socket_address(self) -> str:
        return f"ws://{self.host}:{self.port}/ws/"

    def request(self, method: str, path: str, body: Any = None, token: str = "", kind: str = "") -> Answer:
        """Asks and gives back whatever is answered; a `bytes` body travels as it is, as of `kind`, all else as JSON."""
        connection = http.client.HTTPConnection(
            self.host, self.port, timeout=ANSWER_SECONDS, source_address=(self.from_address, 0)
        )
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if kind:
            headers["Content-Type"] = kind
        if body is not None and not isinstance(body, bytes):
            body, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            content = response.read()
            is_json = "json" in response.headers.get("Content-Type", "")
            decoded = json.loads(content) if content and is_json else None
            return Answer(response.status, decoded, {name.lower(): value for name, value in response.headers.items()})
        finally:
            connection.close()

    def ask(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        """The decoded answer; raises Refused when the status is not 2xx."""
        answer = self.request(method, path, body, token)
        if answer.status // 100 != 2:
            error = answer.body or {"code": f"http_{answer.status}", "detail": ""}
            raise Refused(error["code"], error["detail"], error.get("fields"))
        return answer.body
