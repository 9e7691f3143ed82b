"""Saying something: a whole batch in one transaction with a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from chat.actions.contents import hold_contents
from chat.actions.mentions import hold_mentions
from chat.actions.pictures import hold_uploads, own_uploads
from chat.actions.previewed import want_previews
from chat.actions.storing import NewMessage, delivery_of, store_messages
from chat.bodies import (
    RECALLED_BODY,
    OutgoingBody,
    bad_reply,
    canonical,
    canonical_with,
    checked_body,
    mentions_of,
    uploads_in,
    without_preview,
)
from chat.burning import cover_of, is_covered
from chat.models import stream_of
from chat.permissions import refusals_to_mention, refusals_to_send
from chat.queries.membership import Place
from chat.queries.messages import MessageRow, messages_sent_as, seen_messages
from ggtalk.errors import Refused
from ggtalk.realtime.publish import deliver_on_commit, lock_streams, take_numbers


class Outgoing(msgspec.Struct, frozen=True):
    """What somebody wants to say. client_id: made by the sender's client, unique for ever."""

    sender: int
    conversation: int
    client_id: UUID
    body: OutgoingBody


class SendReply(msgspec.Struct, frozen=True):
    """Where it was stored: the message's id and its number in the conversation."""

    id: int
    seq: int


Answer = SendReply | Refused


class _Draft(msgspec.Struct):
    """A message on its way: checked and as canonical JSON, with its answer once there is one."""

    sender: int
    conversation: int
    client_id: UUID
    said: OutgoingBody
    body: str = ""
    answer: Answer | None = None

    @property
    def key(self) -> tuple[UUID, int]:
        return self.client_id, self.sender

    @property
    def place(self) -> tuple[int, int]:
        return self.conversation, self.sender

    @property
    def shown_body(self) -> str:
        """What everybody sees of it."""
        return cover_of(self.body) if self.said.burn else self.body

    @property
    def answered(self) -> tuple[Place, int] | None:
        """Where this is a reply, and to which message."""
        reply_to = self.said.reply_to
        return None if isinstance(reply_to, msgspec.UnsetType) else (self.place, reply_to)


def send_messages(texts: Sequence[Outgoing]) -> list[Answer]:
    """Stores texts and delivers them after commit; answers in the order of the texts.

    A text said before under its client id gets the first one's answer. Refusals: `invalid`, `client_id_conflict`,
    `no_such_picture`, `no_such_voice`, `not_a_member`, `not_available`, `not_mentionable`, `may_not_mention_all`.
    """
    try:
        drafts = _stored(texts, may_repeat=False)
    except IntegrityError:  # one of the client ids is known: hardly ever, so that it is not worth a question each time
        try:
            drafts = _stored(texts, may_repeat=True)
        except IntegrityError:  # another process stored one a moment ago: now it is found
            drafts = _stored(texts, may_repeat=True)
    return [draft.answer for draft in drafts if draft.answer is not None]


def _stored(texts: Sequence[Outgoing], *, may_repeat: bool) -> list[_Draft]:
    drafts = [_draft_of(text) for text in texts]
    with transaction.atomic():
        _find_uploads([draft for draft in drafts if draft.answer is None])
        if may_repeat:
            _answer_repeats([draft for draft in drafts if draft.answer is None])
        waiting = [draft for draft in drafts if draft.answer is None]
        if waiting:
            # Who is removed meanwhile either waits for this commit or is seen to be gone: leaving speaks in the stream.
            heads = lock_streams({stream_of(draft.conversation) for draft in waiting})
            _refuse(waiting)
            if not may_repeat:  # what was stored before its sender was removed is answered as it was then
                _answer_repeats([draft for draft in waiting if draft.answer is not None])
            first_ones, repeats = _split_repeats(draft for draft in waiting if draft.answer is None)
            if first_ones:
                _store(first_ones, heads)
            for repeat, first in repeats:
                repeat.answer = first.answer if _same(repeat, first.conversation, first.body) else client_id_conflict()
    return drafts


def _draft_of(outgoing: Outgoing) -> _Draft:
    draft = _Draft(outgoing.sender, outgoing.conversation, outgoing.client_id, outgoing.body)
    try:
        draft.said = checked_body(outgoing.body)
        draft.body = canonical(draft.said)
    except Refused as refused:
        draft.answer = refused
    return draft


def _find_uploads(drafts: Sequence[_Draft]) -> None:
    """Puts what uploads are into the bodies that hold them; costs nothing where nobody sends any."""
    holding = [draft for draft in drafts if uploads_in(draft.said)]
    known = own_uploads({(draft.sender, file) for draft in holding for file in uploads_in(draft.said)})
    for draft in holding:
        try:
            draft.body = canonical_with(
                draft.said, [known.get((draft.sender, file)) for file in uploads_in(draft.said)]
            )
        except Refused as refused:
            draft.answer = refused


def _answer_repeats(drafts: Sequence[_Draft]) -> None:
    known = messages_sent_as([draft.key for draft in drafts])
    for draft in drafts:
        if earlier := known.get(draft.key):
            draft.answer = SendReply(earlier[0], earlier[2]) if _was_said(draft, earlier) else client_id_conflict()


def _refuse(drafts: Sequence[_Draft]) -> None:
    refused = refusals_to_send({draft.place for draft in drafts})
    if refused:
        for draft in drafts:
            draft.answer = refused.get(draft.place)
    _refuse_replies([draft for draft in drafts if draft.answer is None])
    _refuse_mentions([draft for draft in drafts if draft.answer is None])


def _refuse_replies(drafts: Iterable[_Draft]) -> None:
    """Nobody answers what they can't see; costs nothing where nobody answers anything."""
    replies = [(draft, answered) for draft in drafts if (answered := draft.answered) is not None]
    seen = seen_messages({answered for _, answered in replies}) if replies else set()
    for draft, answered in replies:
        if answered not in seen:
            draft.answer = bad_reply()


def _refuse_mentions(drafts: Iterable[_Draft]) -> None:
    naming = [draft for draft in drafts if draft.said.mentions]
    refusals = refusals_to_mention([(draft.place, mentions_of(draft.said)) for draft in naming])
    for draft, refused in zip(naming, refusals, strict=True):
        draft.answer = refused


def _split_repeats(drafts: Iterable[_Draft]) -> tuple[list[_Draft], list[tuple[_Draft, _Draft]]]:
    first_ones: dict[tuple[UUID, int], _Draft] = {}
    repeats: list[tuple[_Draft, _Draft]] = []
    for draft in drafts:
        first = first_ones.setdefault(draft.key, draft)
        if first is not draft:
            repeats.append((draft, first))
    return list(first_ones.values()), repeats


def _store(drafts: Sequence[_Draft], heads: Mapping[str, int]) -> None:
    following = take_numbers(Counter(stream_of(draft.conversation) for draft in drafts), locked=heads)
    now = timezone.now()
    messages: list[NewMessage] = []
    for draft in drafts:
        stream = stream_of(draft.conversation)
        seq, following[stream] = following[stream], following[stream] + 1
        messages.append(
            NewMessage(
                conversation_id=draft.conversation,
                seq=seq,
                sender_id=draft.sender,
                client_id=draft.client_id,
                body=draft.shown_body,
                sent_at=now,
            )
        )
    store_messages(messages)
    pairs = list(zip(drafts, messages, strict=True))
    for draft, message in pairs:
        draft.answer = SendReply(message.id, message.seq)
    hold_contents({message: draft.body for draft, message in pairs if draft.said.burn})
    hold_uploads({message.id: uploads_in(draft.said) for draft, message in pairs})
    hold_mentions({message: mentions_of(draft.said) for draft, message in pairs if not draft.said.burn})
    want_previews({message.id: draft.said.text for draft, message in pairs if not draft.said.burn})
    deliver_on_commit([delivery_of(message) for message in messages])


def _was_said(draft: _Draft, earlier: MessageRow) -> bool:
    """What was edited, recalled or burns since says nothing of how it was sent: the client id alone tells."""
    _, conversation, _, _, _, body, _, edited_at, *_ = earlier
    if is_covered(body):
        return draft.conversation == conversation and draft.said.burn
    is_changed = edited_at is not None or body == RECALLED_BODY
    return _same(draft, conversation, draft.body if is_changed else without_preview(body))


def _same(draft: _Draft, conversation: int, body: str) -> bool:
    return draft.conversation == conversation and draft.body == body


def client_id_conflict() -> Refused:
    """The sender's client id is another message's."""
    return Refused("client_id_conflict", "Something else was sent under this client_id before.", status=409)
