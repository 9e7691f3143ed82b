"""Direct conversations: made on first use."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from accounts.events import own_stream
from chat.actions.own_state import OwnChanges, change_own_state
from chat.events import ConversationJoined
from chat.models import Conversation, Participant, pair_of, stream_of
from chat.permissions import can_talk, not_available
from chat.queries.conversations import participation, participations_in
from chat.serializers import ConversationData, conversation_data, conversations_data
from ggtalk.realtime.publish import let_hear, lock_streams, open_stream, publish_each


def open_direct_conversation(user: int, peer: int) -> ConversationData:
    """The conversation with `peer`, made on first use and back on the user's list if it was hidden.

    Refuses with `not_available`, whoever exists.
    """
    with transaction.atomic():
        if not can_talk(user, peer):
            raise not_available()
        pair = pair_of(user, peer)
        known = Conversation.objects.filter(pair=pair).first() or _made(user, peer, pair)
        change_own_state(user, known.id, OwnChanges(hidden=False))
        row = participation(known.id, user)
        assert row is not None
        return conversation_data(row)


def hold_direct_conversation(user: int, peer: int) -> None:
    """Locks what two people say to each other until the transaction ends: nothing is said while they part."""
    conversations = Conversation.objects.filter(pair=pair_of(user, peer)).values_list("id", flat=True)
    lock_streams([stream_of(conversation) for conversation in conversations])


def _made(user: int, peer: int, pair: str) -> Conversation:
    try:
        with transaction.atomic():
            conversation = Conversation.objects.create(kind=Conversation.Kind.DIRECT, pair=pair)
    except IntegrityError:  # the other one opened it a moment ago
        return Conversation.objects.get(pair=pair)
    open_stream(stream_of(conversation.id))
    Participant.objects.bulk_create(
        [
            Participant(conversation=conversation, user_id=user),
            Participant(conversation=conversation, user_id=peer, hidden_seq=0),  # shows with the first message
        ]
    )
    let_hear(stream_of(conversation.id), [user, peer])
    both = participations_in(conversation.id, [user, peer])
    publish_each(
        [
            (own_stream(row.user), ConversationJoined(conversation=data))
            for row, data in zip(both, conversations_data(both), strict=True)
        ]
    )
    return conversation
