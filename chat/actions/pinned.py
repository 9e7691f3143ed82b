"""The messages that are pinned in a conversation, as everybody there is told of them."""

from __future__ import annotations

from django.utils import timezone

from chat.events import PinsChanged
from chat.models import Message, PinnedMessage, stream_of
from chat.queries.pins import pins_in
from chat.serializers import pin_data
from ggtalk.realtime.publish import coming_number, publish


def pin(message: Message, user: int) -> None:
    """Lets a message stand above the others; inside the caller's transaction."""
    seq = coming_number(stream_of(message.conversation_id))
    PinnedMessage.objects.create(message=message, pinned_by_id=user, pinned_at=timezone.now(), pinned_seq=seq)
    tell_of_pins(message.conversation_id)


def unpin(message: Message) -> None:
    """Unpins a message if it is pinned; who has left before goes on seeing it there."""
    seq = coming_number(stream_of(message.conversation_id))
    if PinnedMessage.objects.filter(message=message, unpinned_seq__isnull=True).update(unpinned_seq=seq):
        tell_of_pins(message.conversation_id)


def drop_pins(message: Message) -> None:
    """A message of which nothing stays is pinned for nobody any more."""
    standing = PinnedMessage.objects.filter(message=message, unpinned_seq__isnull=True).exists()
    PinnedMessage.objects.filter(message=message).delete()
    if standing:
        tell_of_pins(message.conversation_id)


def tell_of_pins(conversation: int) -> None:
    """Says which messages are pinned there now."""
    pins = [pin_data(pin) for pin in pins_in(conversation)]
    publish(PinsChanged(conversation=conversation, pins=pins), to=stream_of(conversation))
