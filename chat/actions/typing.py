"""Somebody is writing."""

from __future__ import annotations

from chat.events import TypingStarted
from chat.models import stream_of
from chat.permissions import check_member, refusals_to_send
from chat.queries.membership import invisible_among
from ggtalk.realtime.publish import announce


def start_typing(user: int, conversation: int) -> None:
    """Tells those in the conversation; nobody when the user is invisible or can't write there now."""
    check_member(conversation, user)
    if refusals_to_send([(conversation, user)]):
        return
    if not invisible_among([user]):
        announce(TypingStarted(conversation=conversation, user=user), to=[stream_of(conversation)])
