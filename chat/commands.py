"""What a client may say about conversations over the socket."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec

from chat.actions import (
    Forwarding,
    Mark,
    Opened,
    Outgoing,
    Reaction,
    SendReply,
    delete_messages,
    edit_message,
    forward_messages,
    keep_message,
    mark_delivered,
    mark_read,
    open_message,
    pin_message,
    react_to_message,
    recall_message,
    remove_preview,
    send_messages,
    send_shake,
    start_typing,
    unkeep_message,
    unpin_message,
)
from chat.bodies import OutgoingBody, Wording
from chat.permissions import check_member
from chat.throttle import Throttle
from ggtalk.errors import Refused
from ggtalk.realtime.clients import Movement
from ggtalk.realtime.commands import BY_ACTION, Client, batched_command, command
from ggtalk.rest.structs import Payload

Id = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]

MOST_CHOSEN = 100
"""So many messages are done something with at once."""

TYPING_SECONDS = 4.5
"""Clients say it every 5 s; a little less, so that a punctual one is never refused."""

_typing = Throttle(TYPING_SECONDS)


class MessageSendCommand(Payload, frozen=True):
    """Say something. `client_id` is made by the client and repeated until there is a reply."""

    conversation: Id
    client_id: UUID
    body: OutgoingBody


class MessageDeliveredCommand(Payload, frozen=True):
    """This client holds everything up to `seq`."""

    conversation: Id
    seq: Number


class MessageReadCommand(Payload, frozen=True):
    """I have read up to `seq`."""

    conversation: Id
    seq: Number


class TypingStartCommand(Payload, frozen=True):
    """I am writing."""

    conversation: Id


class ShakeSendCommand(Payload, frozen=True):
    """Shake the others' window."""

    conversation: Id


class MessageEditCommand(Payload, frozen=True):
    """Change what I said: its words; what it answers and shows stays."""

    message: Id
    body: Wording


class MessageRecallCommand(Payload, frozen=True):
    """Take back what I said."""

    message: Id


class MessageReactCommand(Payload, frozen=True):
    """React to a message, or no longer."""

    message: Id
    emoji: Annotated[str, msgspec.Meta(max_length=32)]
    on: bool


class MessageDeleteCommand(Payload, frozen=True):
    """Take these out of my own sight; the others keep them."""

    conversation: Id
    messages: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=MOST_CHOSEN)]


class MessagePinCommand(Payload, frozen=True):
    """Pin a message above the others of its conversation, or no longer."""

    message: Id
    on: bool


class MessageKeepCommand(Payload, frozen=True):
    """Keep a message among my favourites, or no longer."""

    message: Id
    on: bool


class MessageOpenCommand(Payload, frozen=True):
    """Show me what a message says that burns after reading."""

    message: Id


class PreviewRemoveCommand(Payload, frozen=True):
    """Show no longer what is behind the link of a message of mine."""

    message: Id


class MessageForwardCommand(Payload, frozen=True):
    """Say in `conversation` what was said in another one: `merged` into one card, or one by one.

    `client_id` is made by the client and repeated until there is a reply.
    """

    conversation: Id
    client_id: UUID
    messages: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=MOST_CHOSEN)]
    merged: bool


class Forwarded(msgspec.Struct, frozen=True):
    """Where the copies were stored, in the order of saying."""

    messages: list[SendReply]


class Done(msgspec.Struct, frozen=True):
    """It was done; there is nothing to tell."""


@batched_command("message.send")
def send(calls: Sequence[tuple[Client, MessageSendCommand]]) -> list[SendReply | Refused]:
    """Stores the messages and answers where. Who has sent something may say at once that they write again."""
    for client, said in calls:
        _typing.reset(client.connection, said.conversation)
    return send_messages(
        [Outgoing(client.user, said.conversation, said.client_id, said.body) for client, said in calls]
    )


@batched_command("message.delivered")
def delivered(calls: Sequence[tuple[Client, MessageDeliveredCommand]]) -> list[Done | Refused]:
    """Notes what clients hold."""
    answers = mark_delivered([Mark(client.user, said.conversation, said.seq) for client, said in calls])
    return [Done() if refused is None else refused for refused in answers]


@batched_command("message.read")
def read(calls: Sequence[tuple[Client, MessageReadCommand]]) -> list[Done | Refused]:
    """Notes what users have read."""
    answers = mark_read([Mark(client.user, said.conversation, said.seq) for client, said in calls])
    return [Done() if refused is None else refused for refused in answers]


@command("message.edit", permission=BY_ACTION)
def edit(client: Client, payload: MessageEditCommand) -> None:
    """Changes it for everybody."""
    edit_message(client.user, payload.message, payload.body)


@command("message.recall", permission=BY_ACTION)
def recall(client: Client, payload: MessageRecallCommand) -> None:
    """Takes it back from everybody."""
    recall_message(client.user, payload.message)


@command("message.react", permission=BY_ACTION)
def react(client: Client, payload: MessageReactCommand) -> None:
    """Shows the reaction to everybody."""
    react_to_message(Reaction(client.user, payload.message, payload.emoji, payload.on))


@command("message.delete", permission=BY_ACTION)
def delete(client: Client, payload: MessageDeleteCommand) -> None:
    """Takes them out of the user's own sight."""
    delete_messages(client.user, payload.conversation, payload.messages)


@command("message.forward", permission=BY_ACTION)
def forward(client: Client, payload: MessageForwardCommand) -> Forwarded:
    """Stores the copies and answers where."""
    return Forwarded(
        forward_messages(
            Forwarding(client.user, payload.messages, payload.conversation, payload.client_id, payload.merged)
        )
    )


@command("message.pin", permission=BY_ACTION)
def pin(client: Client, payload: MessagePinCommand) -> None:
    """Pins it for everybody in the conversation, or unpins it."""
    (pin_message if payload.on else unpin_message)(client.user, payload.message)


@command("message.keep", permission=BY_ACTION)
def keep(client: Client, payload: MessageKeepCommand) -> None:
    """Keeps it, or no longer."""
    (keep_message if payload.on else unkeep_message)(client.user, payload.message)


@command("message.open", permission=BY_ACTION)
def open_(client: Client, payload: MessageOpenCommand) -> Opened:
    """What it says, and how long it is there."""
    return open_message(client.user, payload.message)


@command("preview.remove", permission=BY_ACTION)
def without_preview(client: Client, payload: PreviewRemoveCommand) -> None:
    """Takes it away from everybody."""
    remove_preview(client.user, payload.message)


def _check_typing(client: Client, payload: TypingStartCommand) -> None:
    check_member(payload.conversation, client.user)


@command("typing.start", permission=_check_typing)
def typing(client: Client, payload: TypingStartCommand) -> None:
    """Tells the others, at most every 5 s."""
    if _typing.allows(client.connection, payload.conversation, time.monotonic()):
        start_typing(client.user, payload.conversation)


@command("shake.send", permission=BY_ACTION)
def shake(client: Client, payload: ShakeSendCommand) -> SendReply:
    """Shakes the others' window, at most once in 10 s, and leaves a line."""
    return send_shake(client.user, payload.conversation)


def forget_departed(movements: Sequence[Movement]) -> None:
    """Nothing is kept of clients that are gone."""
    for movement in movements:
        if not movement.arrived:
            _typing.forget(movement.client.connection)
