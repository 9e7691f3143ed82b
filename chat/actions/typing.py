"""Somebody is writing."""

from __future__ import annotations

from chat.events import TypingStarted
from chat.models import stream_of
from chat.permissions import check_member, refusals_to_send
from chat.queries.choices import without_typing
from chat.queries.membership import invisible_among, memberships
from ggtalk.realtime.publish import announce


def start_typing(user: int, conversation: int) -> None:
    """Tells those in the conversation, unless the user can't write there now.

    Nobody is told of somebody invisible or who has switched it off; nor is such a one told in a direct conversation.
    """
    check_member(conversation, user)
    if refusals_to_send([(conversation, user)]):
        return
    peer = memberships([(conversation, user)])[conversation, user].peer
    concerned = {user} if peer is None else {user, peer}
    if not invisible_among(concerned) and not without_typing(concerned):
        announce(TypingStarted(conversation=conversation, user=user), to=[stream_of(conversation)])
