"""Messages by id, as far as somebody sees them."""

from __future__ import annotations

from collections.abc import Collection

from chat.models import Favourite, Message
from chat.queries.conversations import NEVER
from chat.queries.deletions import deleted_for
from chat.queries.left import messages_heard_until
from chat.queries.membership import place_of


def message_seen_by(user: int, message: int) -> Message | None:
    """The message, where the user sees it."""
    found = messages_seen_by(user, [message])
    return found[0] if found else None


def messages_seen_by(user: int, messages: Collection[int]) -> list[Message]:
    """Those of at most a hundred messages that the user sees, of one conversation, in the order of saying; not to save.

    What they keep among their favourites they see, whatever they have deleted or left. What they have left they see
    as it was then. Empty where they are of several conversations.
    """
    wanted = Message.objects.filter(id__in=messages)
    kept = set(Favourite.objects.filter(user=user, message__in=messages).values_list("message", flat=True))
    said = list((wanted.exclude(deleted_for(user)) | wanted.filter(id__in=kept)).order_by("seq"))
    conversations = {one.conversation_id for one in said}
    if len(conversations) != 1:
        return []
    joined_seq, left_seq = place_of(conversations.pop(), user) or (NEVER, None)
    until = NEVER if left_seq is None else left_seq
    seen = [one for one in said if joined_seq < one.seq <= until or one.id in kept]
    return messages_heard_until(seen, left_seq)
