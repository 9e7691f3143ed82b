"""Nothing of what a message said stays: for one that was recalled, and for one that has burnt."""

from __future__ import annotations

from collections.abc import Collection

from chat.actions.favourites import drop_from_favourites
from chat.actions.mentions import drop_mentions
from chat.actions.pictures import drop_pictures
from chat.actions.pinned import drop_pins
from chat.models import BurningContent, ForwardedContent, Message, MessageVersion
from chat.queries.messages import row_of
from chat.search.indexes import message_changed


def empty_message(said: Message, body: str) -> Collection[int]:
    """Gives a message a body that tells nothing and takes everything else of it away, earlier versions too.

    Inside the caller's transaction, which stores and tells it. Returns the uploads that no message shows any more.
    """
    message_changed(row_of(said), body)
    MessageVersion.objects.filter(message=said).delete()
    ForwardedContent.objects.filter(message=said).delete()
    BurningContent.objects.filter(message=said).delete()
    drop_pins(said)
    drop_from_favourites(said.id)
    drop_mentions(said)
    said.body = body
    said.edited_at = said.reactions = None
    return drop_pictures([said.id])
