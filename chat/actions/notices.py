"""What the server says in a conversation in somebody's name."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
from django.utils import timezone

from chat.actions.storing import NewMessage, delivery_of, store_messages
from chat.models import stream_of
from chat.notices import NoticeData, NoticeKind
from chat.serializers import MessageBody
from ggtalk.realtime.publish import deliver_on_commit, take_numbers


class Notice(msgspec.Struct, frozen=True):
    """A line about `users`, with `actor` as its sender; `text`: the new name, `until`: the end of what is told of."""

    kind: NoticeKind
    actor: int
    users: Collection[int]
    text: str | None = None
    until: datetime | None = None


def post_notice(conversation: int, notice: Notice, *, joins: Iterable[int] = (), leaves: Iterable[int] = ()) -> int:
    """Says a notice inside the caller's transaction and returns its number.

    `joins` hear the conversation from this notice on, `leaves` no longer hear it.
    """
    stream = stream_of(conversation)
    body = MessageBody(notice=_data_of(notice))
    message = NewMessage(
        conversation_id=conversation,
        seq=take_numbers({stream: 1})[stream],
        sender_id=notice.actor,
        client_id=uuid.uuid4(),
        body=msgspec.json.encode(body).decode(),
        sent_at=timezone.now(),
    )
    store_messages([message])
    deliver_on_commit([delivery_of(message, joins=joins, leaves=leaves)])
    return message.seq


def _data_of(notice: Notice) -> NoticeData:
    text = msgspec.UNSET if notice.text is None else notice.text
    until = msgspec.UNSET if notice.until is None else notice.until
    return NoticeData(kind=notice.kind, users=sorted(notice.users), text=text, until=until)
