"""What a client says over the socket about its user."""

from __future__ import annotations

from accounts import actions, throttle
from accounts.presence import ChosenPresence
from ggtalk.realtime.commands import BY_ACTION, Client, command
from ggtalk.rest.structs import Payload


class PresenceSetCommand(Payload, frozen=True):
    """How present this client is."""

    presence: ChosenPresence


@command("presence.set", permission=BY_ACTION)
def set_presence(client: Client, payload: PresenceSetCommand) -> None:
    """Sets this client's presence, if its user has not done so too often."""
    throttle.take(throttle.PRESENCES, str(client.user))
    actions.set_presence(client, payload.presence)
