"""What of which conversations a user may see, for looking through all of it."""

from __future__ import annotations

from chat.models import Participant, stream_of
from chat.queries.messages import Bounds
from ggtalk.realtime.sync import heads_of


def visible_bounds(user: int) -> dict[int, Bounds]:
    """By conversation: from when they came to when they left, or to the newest message."""
    mine = Participant.objects.filter(user=user).values_list("conversation_id", "joined_seq", "left_seq")
    rows = list(mine)
    heads = heads_of({stream_of(conversation) for conversation, _, _ in rows})
    return {
        conversation: Bounds(conversation, joined, heads[stream_of(conversation)] if left is None else left, user, left)
        for conversation, joined, left in rows
    }
