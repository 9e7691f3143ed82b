"""What a message becomes after it was sent: edited, recalled, reacted to; each told in its conversation's stream."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from chat.actions.deleting import forget_told
from chat.actions.emptying import empty_message
from chat.actions.mentions import replace_mentions
from chat.actions.pictures import hold_what_was_said, locked_pictures
from chat.actions.previewed import link_changed
from chat.actions.storing import message_payload
from chat.bodies import RECALLED_BODY, Wording, link_in, pictures_in, without_preview
from chat.editing import checked_wording, is_worded, reworded
from chat.emoji import known_emoji
from chat.inline import inline_uploads
from chat.models import Conversation, Message, MessageChange, MessageVersion, stream_of
from chat.permissions import check_changeable, check_in_time, check_own, check_there, refusals_to_send
from chat.queries.messages import row_of
from chat.search.indexes import message_changed
from chat.serializers import ReactionData
from ggtalk.errors import Refused, invalid, not_found
from ggtalk.realtime.events import frame
from ggtalk.realtime.hub.delivery import Delivery
from ggtalk.realtime.publish import deliver_on_commit, lock_streams, take_numbers

Kind = MessageChange.Kind
MOST_VERSIONS = 50
MOST_EMOJI = 20

_reactions = msgspec.json.Decoder(list[ReactionData])


def edit_message(user: int, message: int, wording: Wording) -> None:
    """Words anew what the user said; what it said before is kept and can be seen, and so is what it showed.

    Refuses with `not_found`, `not_a_member`, `not_available`, `not_yours`, `recalled`, `not_editable`, `too_late`,
    `too_many_edits`, `no_such_picture`, `not_mentionable`, `may_not_mention_all`, `invalid`.
    """
    with transaction.atomic():
        said = held_message(user, message)
        check_talking(said.conversation_id, user)
        check_own(said, user)
        check_in_time(said, timedelta(minutes=settings.MESSAGE_EDIT_MINUTES), timezone.now())
        if not is_worded(said.body):
            raise Refused("not_editable", "Only what was written can be edited.", status=409)
        written = checked_wording(said.body, wording)
        shown = [*inline_uploads(written.inline or []), *pictures_in(msgspec.json.decode(said.body))]
        now = reworded(said.body, written, locked_pictures(user, shown))
        if msgspec.json.decode(now) == msgspec.json.decode(said.body):
            return
        if MessageVersion.objects.filter(message=said).count() >= MOST_VERSIONS:
            raise Refused("too_many_edits", f"A message can be edited {MOST_VERSIONS} times.", status=409)
        replace_mentions(said, written.mentions or [])
        link = link_in(said.body)
        before = MessageVersion(message=said, body=without_preview(said.body), said_at=said.edited_at or said.sent_at)
        message_changed(row_of(said), now)
        said.body = now
        link_changed(said, link)
        said.edited_at = timezone.now()
        before.replaced_seq = tell_of_change(said, Kind.EDITED)
        before.save()
        hold_what_was_said(said)


def recall_message(user: int, message: int) -> None:
    """Takes back what the user said: nothing of it is left, in no version. Recalling it again changes nothing.

    Refuses with `not_found`, `not_a_member`, `not_yours`, `burnt`, `too_late`.
    """
    with transaction.atomic():
        said = held_message(user, message)
        check_own(said, user)
        if said.recalled_at is not None:
            return
        check_in_time(said, timedelta(minutes=settings.MESSAGE_RECALL_MINUTES), timezone.now())
        empty_message(said, RECALLED_BODY)
        said.recalled_at = timezone.now()
        seq = tell_of_change(said, Kind.RECALLED)
        forget_told(said)
        Conversation.objects.filter(id=said.conversation_id).update(recall_seq=seq)


class Reaction(msgspec.Struct, frozen=True):
    """That a user reacts to a message with an emoji (`on`), or no longer does."""

    user: int
    message: int
    emoji: str
    on: bool


def react_to_message(reaction: Reaction) -> None:
    """Adds a reaction or takes it away; what is so already changes nothing.

    Refuses with `not_found`, `not_a_member`, `not_available`, `recalled`, `burnt`,
    `too_many_reactions`, `invalid`.
    """
    emoji = known_emoji(reaction.emoji)
    if emoji is None:
        raise invalid(emoji="This is not one of the emoji that can be reacted with.")
    reaction = msgspec.structs.replace(reaction, emoji=emoji)
    with transaction.atomic():
        said = held_message(reaction.user, reaction.message)
        check_talking(said.conversation_id, reaction.user)
        check_there(said)
        before = _reactions.decode(said.reactions) if said.reactions else []
        now = _with(before, reaction)
        if now == before:
            return
        if len(now) > MOST_EMOJI:
            raise Refused("too_many_reactions", f"A message takes at most {MOST_EMOJI} different emoji.", status=409)
        said.reactions = msgspec.json.encode(now).decode() if now else None
        tell_of_change(said, Kind.REACTED)


def _with(reactions: list[ReactionData], reaction: Reaction) -> list[ReactionData]:
    """The reactions with one added or taken away."""
    users = {one.emoji: one.users for one in reactions}
    others = [user for user in users.get(reaction.emoji, []) if user != reaction.user]
    if not reaction.on:
        users[reaction.emoji] = others
    elif len(others) == len(users.get(reaction.emoji, [])):
        users[reaction.emoji] = [*others, reaction.user]
    return [ReactionData(emoji=emoji, users=who) for emoji, who in users.items() if who]


def held_message(user: int, message: int) -> Message:
    """A message that the user may change something of, as nobody else changes it until the transaction ends."""
    conversation = Message.objects.filter(id=message).values_list("conversation_id", flat=True).first()
    if conversation is None:
        raise not_found()
    lock_streams([stream_of(conversation)])
    said = Message.objects.get(id=message)
    check_changeable(said, user)
    return said


def check_talking(conversation: int, user: int) -> None:
    """Refuses when the user may not say anything there now."""
    for refused in refusals_to_send([(conversation, user)]).values():
        raise refused


def tell_of_change(message: Message, kind: MessageChange.Kind) -> int:
    """Stores a changed message and tells of it, under the conversation's next number."""
    stream = stream_of(message.conversation_id)
    seq = take_numbers({stream: 1})[stream]
    message.changed_seq = seq
    message.save(update_fields=["body", "edited_at", "recalled_at", "changed_seq", "reactions"])
    MessageChange.objects.create(
        conversation_id=message.conversation_id, seq=seq, kind=kind, message=message, created_at=timezone.now()
    )
    encoded = frame(stream, seq, kind.value, message_payload(row_of(message)))
    deliver_on_commit([Delivery(stream, seq, encoded)])
    return seq
