"""A real SMTP server on this machine, which keeps the mails it takes."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from e2e.server import free_port

TAKEN = "250 taken"


class PostOffice:
    """Takes every mail but to those refused, unless its answer is another.

    mails: what it took, each as often as it came. While `answers` is not set, it takes mails and does not say so.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.mails: list[EmailMessage] = []
        self.answer = TAKEN
        self.refused: set[str] = set()
        self.answers = threading.Event()
        self.answers.set()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def mails_to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in list(self.mails) if mail["To"] == address]

    async def handle_RCPT(  # noqa: N802 - so it is called
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        if address in self.refused:
            return f"550 {address} is nobody"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - see above
        mail = read(envelope.original_content or b"")
        if self.answer == TAKEN:
            self.mails.append(mail)
        await asyncio.to_thread(self.answers.wait)
        return self.answer


@contextmanager
def running_post_office() -> Iterator[PostOffice]:
    """Open until the end of the block."""
    office = PostOffice(free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield office
    finally:
        office.answers.set()
        controller.stop()


def read(mail: bytes) -> EmailMessage:
    """A mail as it came over the line."""
    return message_from_bytes(mail, policy=policy.default)


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """What it says, as plain text or as HTML."""
    body = mail.get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return content
