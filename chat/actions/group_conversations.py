"""Conversations of groups, for the apps above: made, joined and left inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection

from accounts.events import own_stream
from accounts.serializers import avatar_path
from chat.actions.notices import Notice, post_notice
from chat.events import (
    ConversationAvatarChanged,
    ConversationClosed,
    ConversationJoined,
    ConversationLeft,
    ConversationRetitled,
)
from chat.models import Conversation, Participant, stream_of
from chat.queries.conversations import locked_participations, participations_in
from chat.serializers import conversations_data
from ggtalk.realtime.publish import open_stream, publish, publish_each


def create_group_conversation(title: str, users: Collection[int], notice: Notice, *, avatar: str = "") -> Conversation:
    """A conversation of these users that begins with `notice`; each of them is told."""
    conversation = Conversation.objects.create(kind=Conversation.Kind.GROUP, title=title, avatar=avatar)
    open_stream(stream_of(conversation.id))
    add_participants(conversation.id, users, notice)
    return conversation


def add_participants(conversation: int, users: Collection[int], notice: Notice, *, reads_all: bool = False) -> None:
    """Lets users take part; they hear the conversation from `notice` on.

    What was before they see only where they are to read all: here it is decided, by the number they joined at.
    """
    returning = locked_participations({(conversation, user) for user in users})
    seq = post_notice(conversation, notice, joins=users)
    before = seq - 1
    joined = 0 if reads_all else before
    Participant.objects.bulk_update(
        [
            Participant(id=row.id, came_seq=before, joined_seq=joined, read_seq=before, left_seq=None, left_title="")
            for row in returning.values()
        ],
        ["came_seq", "joined_seq", "left_seq", "left_title", "read_seq", "hidden_seq"],
        batch_size=100,
    )
    Participant.objects.bulk_create(
        [
            Participant(conversation_id=conversation, user_id=user, came_seq=before, joined_seq=joined, read_seq=before)
            for user in users
            if (conversation, user) not in returning
        ],
        batch_size=100,
    )
    rows = participations_in(conversation, users)
    publish_each(
        [
            (own_stream(row.user), ConversationJoined(conversation=data))
            for row, data in zip(rows, conversations_data(rows), strict=True)
        ]
    )


def remove_participant(conversation: int, user: int, notice: Notice) -> None:
    """Ends a user's part; they hear neither `notice` nor anything after it, and keep what was said until then."""
    row = locked_participations({(conversation, user)})[conversation, user]
    seq = post_notice(conversation, notice, leaves=[user])
    Participant.objects.filter(id=row.id).update(left_seq=seq - 1, left_title=row.title)
    publish_each([(own_stream(user), ConversationLeft(conversation=conversation))])


def close_group_conversation(conversation: int, users: Collection[int], notice: Notice) -> None:
    """Ends everybody's part; `users` are all who take part. The notice is the last that they hear, and they keep it."""
    seq = post_notice(conversation, notice)
    Participant.objects.filter(conversation=conversation, left_seq__isnull=True).update(left_seq=seq)
    publish_each([(own_stream(user), ConversationLeft(conversation=conversation)) for user in users])
    publish(ConversationClosed(conversation=conversation), to=stream_of(conversation), leaves=users)


def set_title(conversation: int, title: str, notice: Notice) -> None:
    """Renames a group's conversation, which `notice` tells of."""
    Conversation.objects.filter(id=conversation, kind=Conversation.Kind.GROUP).update(title=title)
    publish(ConversationRetitled(conversation=conversation, title=title), to=stream_of(conversation))
    post_notice(conversation, notice)


def set_avatar(conversation: int, avatar: str, notice: Notice) -> None:
    """Gives a group's conversation another picture, which `notice` tells of; the old one is the caller's to discard."""
    Conversation.objects.filter(id=conversation, kind=Conversation.Kind.GROUP).update(avatar=avatar)
    publish(
        ConversationAvatarChanged(conversation=conversation, avatar=avatar_path(avatar)), to=stream_of(conversation)
    )
    post_notice(conversation, notice)
