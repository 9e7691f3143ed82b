"""Saying elsewhere what was said here: message by message, or all of it on one card."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

import msgspec
from django.db import transaction
from django.utils import timezone

from accounts.queries import users_by_ids
from chat.actions.pictures import hold_uploads
from chat.actions.send import SendReply, client_id_conflict
from chat.actions.storing import NewMessage, delivery_of, store_messages
from chat.bodies import pictures_in
from chat.forwarding import (
    Json,
    card_of,
    carried,
    content_of,
    items_in,
    items_with_pictures,
    pictures_of,
    with_pictures,
)
from chat.models import Conversation, ForwardedContent, Message, Participant, peer_in, stream_of
from chat.permissions import check_there, refusals_to_send
from chat.queries.forwarded import contents_of
from chat.queries.messages import messages_sent_as
from chat.queries.seen import messages_seen_by
from chat.serializers import ForwardedItem, MessageBody
from files.actions import share_files
from ggtalk.errors import Refused, not_found
from ggtalk.realtime.publish import deliver_on_commit, lock_streams, take_numbers


class Forwarding(msgspec.Struct, frozen=True):
    """What a user wants to say in a conversation: these messages of another one, merged into one card or one by one.

    client_id: made by the client, as for a message; what is asked for twice is done once.
    """

    user: int
    messages: Sequence[int]
    conversation: int
    client_id: uuid.UUID
    merged: bool


class _Draft(msgspec.Struct):
    """A message to be said: its body, and what its card holds. Both show files of the one who says it."""

    client_id: uuid.UUID
    body: Json
    items: list[ForwardedItem]

    @property
    def pictures(self) -> list[int]:
        return [*pictures_in(self.body), *pictures_of(self.items)]


def forward_messages(forwarding: Forwarding) -> list[SendReply]:
    """Stores copies and delivers them after commit; where each was stored, in the order in which they were said.

    Pictures come along as files of the one who forwards. Refuses with `not_found` when one of the messages can't be
    seen, `recalled`, `burnt`, `not_forwardable`, `too_much`, `not_a_member`, `not_available`, `client_id_conflict`.
    """
    with transaction.atomic():
        if known := _known(forwarding):
            return known
        places = {_seen(forwarding)[0].conversation_id, forwarding.conversation}
        lock_streams([stream_of(place) for place in places])  # nothing of it is recalled meanwhile
        if known := _known(forwarding):
            return known
        said = _seen(forwarding)
        for refused in refusals_to_send([(forwarding.conversation, forwarding.user)]).values():
            raise refused
        return _store(forwarding, _with_own_pictures(forwarding.user, _drafts(forwarding, said)))


def _known(forwarding: Forwarding) -> list[SendReply]:
    """Where it was stored, if it was asked for before; refuses when something else was."""
    keys = {(client_id, forwarding.user) for client_id in _client_ids(forwarding)}
    found = messages_sent_as(keys)
    rows = sorted(row for key, row in found.items() if key in keys)
    if rows and (len(rows) < len(keys) or rows[0][1] != forwarding.conversation):
        raise client_id_conflict()
    return [SendReply(row[0], row[2]) for row in rows]


def _client_ids(forwarding: Forwarding) -> list[uuid.UUID]:
    if forwarding.merged:
        return [forwarding.client_id]
    return [uuid.uuid5(forwarding.client_id, str(message)) for message in forwarding.messages]


def _seen(forwarding: Forwarding) -> list[Message]:
    said = messages_seen_by(forwarding.user, forwarding.messages)
    if {one.id for one in said} != set(forwarding.messages):
        raise not_found()
    for one in said:
        check_there(one)
    return said


def _drafts(forwarding: Forwarding, said: Sequence[Message]) -> list[_Draft]:
    held = contents_of([one.id for one in said])
    drafts: list[_Draft] = []
    for one in said:
        body = carried(one.body)
        if body is None:
            raise Refused("not_forwardable", "Only what somebody has said can be forwarded.", status=409)
        items = items_in(held[one.id]) if one.id in held else []
        drafts.append(_Draft(uuid.uuid5(forwarding.client_id, str(one.id)), body, items))
    return [_merged(forwarding, said, drafts)] if forwarding.merged else drafts


def _merged(forwarding: Forwarding, said: Sequence[Message], drafts: Sequence[_Draft]) -> _Draft:
    conversation = Conversation.objects.get(id=said[0].conversation_id)
    peer = peer_in(conversation.pair, forwarding.user) if conversation.pair else None
    both = [forwarding.user, peer] if peer is not None else []
    people = users_by_ids({*(one.sender_id for one in said), *both})
    items = [
        ForwardedItem(
            name=people[one.sender_id].name,
            sent_at=one.sent_at,
            body=msgspec.convert(draft.body, MessageBody),
            messages=draft.items or msgspec.UNSET,
        )
        for one, draft in zip(said, drafts, strict=True)
    ]
    left = Participant.objects.filter(conversation=conversation, user=forwarding.user).exclude(left_title="")
    title = left.values_list("left_title", flat=True).first() or conversation.title
    card = card_of(items, conversation.kind, title, [people[user].name for user in both])
    return _Draft(forwarding.client_id, card, items)


def _with_own_pictures(user: int, drafts: Sequence[_Draft]) -> list[_Draft]:
    files = share_files(user, {file for draft in drafts for file in draft.pictures})
    return [
        _Draft(draft.client_id, with_pictures(draft.body, files), items_with_pictures(draft.items, files))
        for draft in drafts
    ]


def _store(forwarding: Forwarding, drafts: Sequence[_Draft]) -> list[SendReply]:
    stream = stream_of(forwarding.conversation)
    first = take_numbers({stream: len(drafts)})[stream]
    now = timezone.now()
    messages = [
        NewMessage(
            conversation_id=forwarding.conversation,
            seq=seq,
            sender_id=forwarding.user,
            client_id=draft.client_id,
            body=msgspec.json.encode(draft.body).decode(),
            sent_at=now,
        )
        for seq, draft in enumerate(drafts, first)
    ]
    store_messages(messages)
    pairs = list(zip(messages, drafts, strict=True))
    hold_uploads({message.id: draft.pictures for message, draft in pairs})
    ForwardedContent.objects.bulk_create(
        [
            ForwardedContent(message_id=message.id, content=content_of(draft.items))
            for message, draft in pairs
            if draft.items
        ]
    )
    deliver_on_commit([delivery_of(message) for message in messages])
    return [SendReply(message.id, message.seq) for message in messages]
