"""A request that carries too much is refused before it is kept anywhere."""

from __future__ import annotations

from typing import Any

import msgspec

from ggtalk.body_limit import BodyLimit

MOST_BYTES = 100


async def asked(chunks: list[bytes], path: str = "/", **headers: str) -> tuple[int, Any, int]:
    """Status and body of the answer, and how many bytes the application behind the limit has read."""
    answer: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    read = 0

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        answer.append(message)

    async def application(scope: Any, receive: Any, send: Any) -> None:
        nonlocal read
        more = True
        while more:
            message = await receive()
            read, more = read + len(message["body"]), message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": path, "headers": named}
    await BodyLimit(application, MOST_BYTES, {"/large/": 2 * MOST_BYTES})(scope, receive, send)
    return answer[0]["status"], msgspec.json.decode(answer[1]["body"]), read


async def test_a_body_within_the_limit_passes() -> None:
    assert await asked([b"x" * 60, b"x" * 40], content_length="100") == (200, {}, 100)


async def test_a_body_said_to_be_larger_is_not_read() -> None:
    status, body, read = await asked([b"x" * 101], content_length="101")
    assert (status, body["code"], read) == (413, "too_large", 0)


async def test_a_body_that_does_not_say_how_large_it_is_is_counted() -> None:
    status, body, read = await asked([b"x" * 60, b"x" * 60, b"x" * 60])
    assert (status, body["code"], read) == (413, "too_large", 60)


async def test_a_path_may_have_a_limit_of_its_own() -> None:
    assert await asked([b"x" * 150], "/large/", content_length="150") == (200, {}, 150)
    assert (await asked([b"x" * 201], "/large/", content_length="201"))[0] == 413
