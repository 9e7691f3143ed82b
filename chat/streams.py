"""The kind of stream a conversation is: its messages are kept as messages, everything else as events."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from chat.actions.storing import SENT, message_payload
from chat.models import STREAM_PREFIX, Message, MessageChange
from chat.queries.membership import conversations_heard_by, heard_since, hearers_among
from chat.queries.messages import changes_between, messages_between
from ggtalk.realtime.streams import Numbered, StreamKind


def messages_and_changes(conversation: int, after: int, until: int) -> Iterator[Numbered]:
    """The messages of a conversation and their changes as events of its stream."""
    return heapq.merge(_sent(conversation, after, until), _changed(conversation, after, until))


def _sent(conversation: int, after: int, until: int) -> Iterator[Numbered]:
    for row in messages_between(conversation, after, until):
        yield row[2], SENT, message_payload(row)


def _changed(conversation: int, after: int, until: int) -> Iterator[Numbered]:
    for seq, kind, row in changes_between(conversation, after, until):
        yield seq, kind, message_payload(row)


CONVERSATIONS = StreamKind(
    prefix=STREAM_PREFIX,
    owners_heard_by=conversations_heard_by,
    hearers_among=hearers_among,
    further_events=messages_and_changes,
    heard_since=heard_since,
    journals={Message: "conversation_id", MessageChange: "conversation_id"},
)
