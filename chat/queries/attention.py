"""What was said lately asks for whose attention: by each participant's own choice, as far as they have not read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from django.db.models import Max, QuerySet

from accounts.queries import blocking_pairs
from accounts.queries.batches import parts
from chat.bodies import RECALLED_BODY
from chat.burning import BURNT_BODY
from chat.models import Message, MessageMention, Participant
from chat.queries.conversations import Participation
from chat.queries.counting import unread_of
from chat.queries.deletions import deleted_for
from chat.queries.mentions import unread_mentions
from chat.queries.messages import MESSAGE_COLUMNS, MessageRow

LOOKED_THROUGH = 20
"""So many of the last messages are looked through for one that asks for attention."""
_SAYS_NOTHING = (RECALLED_BODY, BURNT_BODY)
_NOTICE = '{"notice":'

Said = Mapping[int, Mapping[int, int]]
"""By conversation and sender: the number of their last message."""
Meant = Mapping[int, Sequence[tuple[int | None, int, int]]]
"""By conversation: who is meant (`None`: all), by whom, in the message of which number."""


class Waiting(msgspec.Struct, frozen=True):
    """In a conversation something waits for a user, up to a number."""

    conversation: int
    user: int
    seq: int


def waiting_since(message: int, users: QuerySet[Any]) -> list[Waiting]:
    """Where messages with a higher id than `message` ask for the attention of those whose ids `users` finds.

    One query when nothing was said, a few for each 500 conversations otherwise.
    """
    said = _said_since(message)
    waiting: list[Waiting] = []
    for conversations in parts(said):
        there = Participant.objects.filter(
            conversation__in=conversations, user__in=users, user__is_active=True, left_seq__isnull=True
        ).exclude(notify=Participant.Notify.NOTHING)
        rows = list(there.values_list("conversation_id", "user_id", "read_seq", "joined_seq", "notify"))
        quiet = {row[0] for row in rows if row[4] == Participant.Notify.MENTIONS}
        meant = _meant_since(message, quiet) if quiet else {}
        for conversation, user, read_seq, joined_seq, notify in rows:
            if notify == Participant.Notify.MENTIONS:
                seq = max(
                    (seq for of, by, seq in meant.get(conversation, []) if of in (user, None) and by != user), default=0
                )
            else:
                seq = max((seq for by, seq in said[conversation].items() if by != user), default=0)
            if seq > max(read_seq, joined_seq):
                waiting.append(Waiting(conversation, user, seq))
    return waiting


def asking_in(row: Participation) -> tuple[MessageRow | None, int]:
    """The last message there that asks for its user's attention, and how many do; what says nothing is left out.

    Nothing of those whom the user has blocked, and nothing where they do not take part or want to be told of nothing.
    """
    if row.left_seq is not None or row.notify == Participant.Notify.NOTHING:
        return None, 0
    unread = Message.objects.filter(conversation=row.conversation, seq__gt=max(row.read_seq, row.joined_seq))
    asking = unread.filter(recalled_at__isnull=True).exclude(sender=row.user).exclude(deleted_for(row.user))
    count = unread_of(row).count
    if row.notify == Participant.Notify.MENTIONS:
        mentions = unread_mentions([row.id]).get(row.id, [])
        asking, count = asking.filter(seq__in=mentions), len(mentions)
    rows = list(asking.order_by("-seq").values_list(*MESSAGE_COLUMNS)[:LOOKED_THROUGH])
    blocked = blocking_pairs({(said[3], row.user) for said in rows})
    heard = (said for said in rows if (said[3], row.user) not in blocked and _says_something(said[5]))
    return next(heard, None), count


def _says_something(body: str) -> bool:
    return body not in _SAYS_NOTHING and not body.startswith(_NOTICE)


def _said_since(message: int) -> Said:
    rows = Message.objects.filter(id__gt=message, recalled_at__isnull=True).order_by()
    last = rows.values("conversation_id", "sender_id").annotate(last=Max("seq"))
    said: dict[int, dict[int, int]] = {}
    for conversation, sender, seq in last.values_list("conversation_id", "sender_id", "last"):
        said.setdefault(conversation, {})[sender] = seq
    return said


def _meant_since(message: int, conversations: Collection[int]) -> Meant:
    rows = MessageMention.objects.filter(message__gt=message, conversation__in=conversations, until_seq__isnull=True)
    meant: dict[int, list[tuple[int | None, int, int]]] = {}
    for conversation, *one in rows.values_list("conversation_id", "user_id", "message__sender_id", "seq"):
        meant.setdefault(conversation, []).append((one[0], one[1], one[2]))
    return meant
