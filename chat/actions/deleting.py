"""Deleting messages for oneself: gone from all one looks at, on all one's clients; everybody else keeps them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from accounts.events import own_stream
from chat.events import MessageDeleted
from chat.models import Message, MessageDeletion, Participant
from chat.permissions import not_a_member
from chat.queries.conversations import NEVER, last_messages_of, locked_participations, participations_with_ids
from chat.queries.counting import unread_of
from chat.queries.deletions import deleted_among
from chat.queries.messages import row_of
from chat.serializers import message_data, own_state_data
from ggtalk.errors import not_found
from ggtalk.realtime.publish import publish
from ggtalk.realtime.rewriting import rewrite_events


def delete_messages(user: int, conversation: int, messages: Collection[int]) -> None:
    """Takes messages of one conversation out of the user's own sight; what is deleted already stays so.

    The conversation counts as read up to the last of them. Refuses with `not_a_member`, and with `not_found` when the
    user sees no such message there; then nothing is deleted.
    """
    with transaction.atomic():
        row = locked_participations({(conversation, user)}).get((conversation, user))
        if row is None:
            raise not_a_member()
        until = NEVER if row.left_seq is None else row.left_seq
        seen = Message.objects.filter(conversation=conversation, seq__gt=row.joined_seq, seq__lte=until)
        found = dict(seen.filter(id__in=messages).values_list("id", "seq"))
        if set(messages) != found.keys():
            raise not_found()
        deleted = sorted(found.keys() - deleted_among(found.keys(), user))
        if not deleted:
            return
        MessageDeletion.objects.bulk_create([MessageDeletion(user_id=user, message_id=pk) for pk in deleted])
        read_seq = max(row.read_seq, *(found[pk] for pk in deleted))
        Participant.objects.filter(id=row.id).update(read_seq=read_seq)
        publish(_said(row.id, conversation, deleted), to=own_stream(user))


def _said(participant: int, conversation: int, deleted: list[int]) -> MessageDeleted:
    (row,) = participations_with_ids([participant])
    last = last_messages_of([row]).get(row.id)
    return MessageDeleted(
        conversation=conversation,
        messages=deleted,
        last_message=message_data(last) if last else None,
        own=own_state_data(row, unread_of(row)),
    )


def forget_told(said: Message) -> None:
    """What a message has said that is recalled stays in no event which told somebody that it is their last one."""

    def emptied(event: Mapping[str, Any]) -> Mapping[str, Any] | None:
        last = event["last_message"]
        if last is None or last["id"] != said.id:
            return None
        return {**event, "last_message": msgspec.json.decode(msgspec.json.encode(message_data(row_of(said))))}

    rewrite_events(None, MessageDeleted, (said.sent_at, timezone.now()), emptied)


def forget_deletions(user: int) -> None:
    """Somebody who deletes their account looks at nothing any more."""
    MessageDeletion.objects.filter(user=user).delete()
