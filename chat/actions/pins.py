"""Pinning messages above the others of a conversation."""

from __future__ import annotations

from django.db import transaction

from chat.actions.changes import check_talking, held_message
from chat.actions.pinned import pin, unpin
from chat.forwarding import carried
from chat.permissions import check_can_pin, check_there
from chat.queries.pins import pins_in
from ggtalk.errors import Refused

MOST_PINS = 20


def pin_message(user: int, message: int) -> None:
    """Pins a message for everybody in its conversation; pinned already, it stays as it is.

    Refuses with `not_found`, `not_a_member`, `not_available`, `may_not_pin`, `recalled`, `burnt`,
    `not_pinnable`, `too_many_pins`.
    """
    with transaction.atomic():
        said = held_message(user, message)
        check_talking(said.conversation_id, user)
        check_can_pin(said.conversation_id, user)
        check_there(said)
        if carried(said.body) is None:
            raise Refused("not_pinnable", "Only what somebody has said can be pinned.", status=409)
        pinned = pins_in(said.conversation_id)
        if any(one.message_id == message for one in pinned):
            return
        if len(pinned) >= MOST_PINS:
            raise Refused("too_many_pins", f"A conversation holds {MOST_PINS} pinned messages.", status=409)
        pin(said, user)


def unpin_message(user: int, message: int) -> None:
    """Unpins it for everybody; not pinned, it stays so. Refuses like `pin_message`."""
    with transaction.atomic():
        said = held_message(user, message)
        check_talking(said.conversation_id, user)
        check_can_pin(said.conversation_id, user)
        unpin(said)
