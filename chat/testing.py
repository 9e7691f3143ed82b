"""Conversations for the tests of chat and of the apps above it."""

from __future__ import annotations

import ipaddress
import threading
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import msgspec
import pytest
from django.db import connection

from accounts.models import User
from accounts.testing import Socket
from chat.actions import (
    Outgoing,
    OutgoingBody,
    SendReply,
    Wording,
    open_direct_conversation,
    plain_body,
    send_messages,
)
from chat.mentions import Mention
from e2e.web import Web, running_web
from ggtalk.abroad import addresses
from ggtalk.errors import Refused
from ggtalk.realtime.databases import in_database


class Connect(Protocol):
    """What the fixture `connect` is: an open socket of a user, of a program with this token or of a new one."""

    def __call__(self, user: User, token: str | None = None) -> Awaitable[Socket]: ...


@pytest.fixture
def direct(alice: User, bob: User) -> int:
    """The conversation of Alice and Bob; nothing was said yet."""
    return open_direct_conversation(alice.id, bob.id).id


def sent(sender: User, conversation: int, text: str, client_id: uuid.UUID | None = None) -> SendReply | Refused:
    """Sends one text and returns its answer."""
    (answer,) = send_messages([Outgoing(sender.id, conversation, client_id or uuid.uuid4(), plain_body(text))])
    return answer


def replied(sender: User, conversation: int, text: str, reply_to: int) -> SendReply | Refused:
    """Answers a message and returns what became of it."""
    body = OutgoingBody(text=text, reply_to=reply_to)
    (answer,) = send_messages([Outgoing(sender.id, conversation, uuid.uuid4(), body)])
    return answer


def shown(sender: User, conversation: int, files: list[int], text: str = "") -> SendReply | Refused:
    """Sends pictures and returns what became of it."""
    (answer,) = send_messages([Outgoing(sender.id, conversation, uuid.uuid4(), OutgoingBody(text=text, images=files))])
    return answer


def stuck(sender: User, conversation: int, sticker: str | int, **more: Any) -> SendReply | Refused:
    """Sends a sticker and returns what became of it."""
    body = OutgoingBody(**{"text": "", "sticker": sticker, **more})
    (answer,) = send_messages([Outgoing(sender.id, conversation, uuid.uuid4(), body)])
    return answer


def naming(*users: User | None, words: str = "look") -> OutgoingBody:
    """A text that mentions these by name, all for `None`, and goes on with other words."""
    names = [f"@{user.name}" if user else "@all" for user in users]
    starts = [len(" ".join(names[:n])) + (n > 0) for n in range(len(names))]
    mentions = [
        Mention(start=start, length=len(name), user=user.id if user else msgspec.UNSET, all=user is None)
        for user, name, start in zip(users, names, starts, strict=True)
    ]
    return OutgoingBody(text=" ".join([*names, words]), mentions=mentions or msgspec.UNSET)


def worded(text: str) -> Wording:
    """Another wording of a message, of nothing but text."""
    return Wording(text=text)


def worded_naming(*users: User | None, words: str = "look") -> Wording:
    """Another wording, which mentions as `naming` does."""
    body = naming(*users, words=words)
    return Wording(text=body.text, mentions=body.mentions)


def mentioned(sender: User, conversation: int, *users: User | None) -> SendReply | Refused:
    """Says something that mentions these, all for `None`, and returns what became of it."""
    (answer,) = send_messages([Outgoing(sender.id, conversation, uuid.uuid4(), naming(*users))])
    return answer


def spoken(sender: User, conversation: int, voice: int, **more: Any) -> SendReply | Refused:
    """Sends a voice and returns what became of it."""
    body = OutgoingBody(**{"text": "", "voice": voice, **more})
    (answer,) = send_messages([Outgoing(sender.id, conversation, uuid.uuid4(), body)])
    return answer


def whispered(sender: User, conversation: int, text: str = "between us", **more: Any) -> SendReply | Refused:
    """Says something that burns after reading and returns what became of it."""
    body = OutgoingBody(text=text, burn=True, **more)
    (answer,) = send_messages([Outgoing(sender.id, conversation, uuid.uuid4(), body)])
    return answer


def stored(answer: SendReply | Refused) -> SendReply:
    """An answer that is no refusal."""
    assert isinstance(answer, SendReply), answer
    return answer


def say(sender: User, conversation: int, *texts: str) -> list[int]:
    """Sends texts, each in its own batch, and returns their numbers."""
    answers = [sent(sender, conversation, text) for text in texts]
    return [answer.seq for answer in answers if isinstance(answer, SendReply)]


async def say_later(sender: User, conversation: int, *texts: str) -> list[int]:
    """The same from a test that is async."""
    return await in_database(say, sender, conversation, *texts)


def durable(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The durable events among frames: who comes online meanwhile makes no difference."""
    return [frame for frame in frames if frame.get("seq") is not None]


def message_command(conversation: int, text: str, client_id: str | None = None) -> dict[str, Any]:
    """The payload of `message.send`."""
    return {"conversation": conversation, "client_id": client_id or str(uuid.uuid4()), "body": {"text": text}}


@contextmanager
def telling(reached: threading.Event, table: str) -> Iterator[None]:
    """Says when this thread is about to lock or change rows of a table."""

    def watch(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if table in sql and ("FOR UPDATE" in sql or sql.startswith("UPDATE")):
            reached.set()
        return execute(sql, *more)

    with connection.execute_wrapper(watch):
        yield


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A web server that may be visited though it is on this machine; nothing else on it may."""
    with running_web() as served:
        is_public: Callable[[addresses.Address, int], bool] = addresses.may_be_visited
        here = ipaddress.ip_address("127.0.0.1")
        monkeypatch.setattr(
            addresses,
            "may_be_visited",
            lambda address, port: (address, port) == (here, served.port) or is_public(address, port),
        )
        resolved = addresses.resolved  # `localhost` may be ::1 too, where nobody listens
        monkeypatch.setattr(addresses, "resolved", lambda *name: [one for one in resolved(*name) if one != "::1"])
        yield served
