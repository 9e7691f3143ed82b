"""The messages that are pinned in a conversation, as everybody there is told of them."""

from __future__ import annotations

from chat.events import PinsChanged
from chat.models import Message, PinnedMessage, stream_of
from chat.queries.pins import pins_in
from chat.serializers import pin_data
from ggtalk.realtime.publish import publish


def drop_pin(message: Message) -> None:
    """Unpins a message if it is pinned; inside the caller's transaction."""
    if PinnedMessage.objects.filter(message=message).delete()[0]:
        tell_of_pins(message.conversation_id)


def tell_of_pins(conversation: int) -> None:
    """Says which messages are pinned there now."""
    pins = [pin_data(pin) for pin in pins_in(conversation)]
    publish(PinsChanged(conversation=conversation, pins=pins), to=stream_of(conversation))
