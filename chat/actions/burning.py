"""Messages that burn after reading: covered until the other one opens them, and gone a little later."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import cast

import msgspec
from django.db import transaction
from django.utils import timezone

from accounts.events import own_stream
from chat.actions.changes import held_message, tell_of_change
from chat.actions.deleting import delete_messages
from chat.actions.emptying import empty_message
from chat.burning import BURNT_BODY, opened_cover, seconds_to_read
from chat.events import ConversationChanged
from chat.models import BurningContent, BurningReader, Message, MessageChange, Participant, stream_of
from chat.permissions import burnt, check_there
from chat.queries.deletions import deleted_among
from chat.queries.readers import others_to_open
from chat.serializers import MessageBody
from chat.work import Burn, BurnFor
from files.actions import forget_files
from ggtalk.errors import Refused, not_found
from ggtalk.jobs.queue import enqueue
from ggtalk.realtime.publish import lock_streams
from ggtalk.realtime.rewriting import rewrite_events

Kind = MessageChange.Kind
DRAFTS_TOLD_FOR = timedelta(days=1)


class Opened(msgspec.Struct, frozen=True):
    """What a message that burns says, and how long it is there; `None` while only its writer has looked at it."""

    body: MessageBody
    seconds_left: float | None


def open_message(user: int, message: int) -> Opened:
    """Shows what a message says that burns. When somebody else than its writer opens it, it begins to burn.

    In a group it burns for each who opens it, and for everybody with the last of those who could when it was sent.

    Refuses with `not_found`, `not_a_member`, `recalled`, `burnt`, `not_burning`.
    """
    with transaction.atomic():
        said = held_message(user, message)
        if deleted_among([message], user):
            raise not_found()
        check_there(said)
        row = BurningContent.objects.filter(message=said).first()
        if row is None:
            raise Refused("not_burning", "This message does not burn after reading.", status=409)
        now = timezone.now()
        if row.burns_at is None and said.sender_id != user:
            _kindle(said, row, now)
        until = row.burns_at
        if said.conversation.pair is None:
            until = _opened_in_group(user, said, row, now)
        if until is not None and until <= now:
            raise burnt()
        seconds_left = None if until is None else (until - now).total_seconds()
        return Opened(cast(MessageBody, msgspec.Raw(row.content.encode())), seconds_left)


def _kindle(said: Message, row: BurningContent, now: datetime) -> None:
    seconds = seconds_to_read(row.content)
    row.burns_at = now + timedelta(seconds=seconds)
    row.save(update_fields=["burns_at"])
    said.body = opened_cover(said.body, row.burns_at)
    tell_of_change(said, Kind.OPENED)
    enqueue(Burn(message=said.id), after_seconds=seconds)


def _opened_in_group(user: int, said: Message, row: BurningContent, now: datetime) -> datetime | None:
    """Until when this one sees it; `None` for its writer, who may look as long as it is there."""
    burns_at = row.burns_at or now
    if burns_at <= now:
        return burns_at
    if said.sender_id == user:
        return None
    seconds = seconds_to_read(row.content)
    reader, is_new = BurningReader.objects.get_or_create(
        content=row, user_id=user, defaults={"until": now + timedelta(seconds=seconds)}
    )
    if is_new:
        enqueue(BurnFor(message=said.id, user=user), after_seconds=seconds)
        if not others_to_open(said):
            row.burns_at = min(burns_at, reader.until)
            row.save(update_fields=["burns_at"])
            enqueue(Burn(message=said.id), after_seconds=seconds)
    return min(burns_at, reader.until)


def burn_for(message: int, user: int) -> None:
    """Takes what burns in a group out of the sight of one who has opened it, for good; done before, nothing changes."""
    conversation = Message.objects.filter(id=message).values_list("conversation_id", flat=True).first()
    if conversation is not None:
        with suppress(Refused):  # they see nothing of it any more
            delete_messages(user, conversation, [message])


def burn_message(message: int) -> None:
    """Lets a message burn that was opened; otherwise, or done before, it changes nothing.

    Nothing of what it said is left on the server: no row, no file, no draft in an event.
    """
    row = BurningContent.objects.filter(message=message).select_related("message").first()
    if row is None or row.burns_at is None:
        return
    _forget_told_drafts(row.message)
    with transaction.atomic():
        lock_streams([stream_of(row.message.conversation_id)])
        said = Message.objects.get(id=message)
        if not BurningContent.objects.filter(message=said).exists():
            return
        forget_files(empty_message(said, BURNT_BODY))
        tell_of_change(said, Kind.BURNT)


def _forget_told_drafts(said: Message) -> None:
    """Words that stood in a draft before they were sent are told by no event any more; what stands there now stays."""
    place = {"conversation": said.conversation_id, "user": said.sender_id}
    text, places = Participant.objects.filter(**place).values_list("draft", "draft_places").first() or ("", "")
    now = (text, msgspec.json.decode(places) if places else None)

    def without_draft(event: Mapping[str, object]) -> Mapping[str, object] | None:
        own = cast(dict[str, object], event["own"])
        stands = own["draft"] == "" or (own["draft"], own.get("draft_places")) == now
        if own["conversation"] != said.conversation_id or stands:
            return None
        return {"own": {**{name: told for name, told in own.items() if name != "draft_places"}, "draft": ""}}

    since = said.sent_at - DRAFTS_TOLD_FOR
    rewrite_events(own_stream(said.sender_id), ConversationChanged, (since, timezone.now()), without_draft)
