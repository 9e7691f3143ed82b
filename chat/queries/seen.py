"""Messages by id, as far as somebody sees them."""

from __future__ import annotations

from collections.abc import Collection

from chat.models import Message
from chat.queries.conversations import NEVER
from chat.queries.deletions import deleted_for
from chat.queries.membership import place_of


def message_seen_by(user: int, message: int) -> Message | None:
    """The message, where the user sees it."""
    found = messages_seen_by(user, [message])
    return found[0] if found else None


def messages_seen_by(user: int, messages: Collection[int]) -> list[Message]:
    """Those of at most a hundred messages that the user sees, of one conversation, in the order of saying.

    Empty where they are of several conversations.
    """
    said = list(Message.objects.filter(id__in=messages).exclude(deleted_for(user)).order_by("seq"))
    conversations = {one.conversation_id for one in said}
    place = place_of(conversations.pop(), user) if len(conversations) == 1 else None
    if place is None:
        return []
    joined_seq, left_seq = place
    return [one for one in said if joined_seq < one.seq <= (NEVER if left_seq is None else left_seq)]
