"""How conversations and messages look outside: one representation for REST and events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

import msgspec

from accounts.serializers import UserData, avatar_path, user_data
from chat.bodies import TextStyle
from chat.drafts import DraftPlaces
from chat.mentions import Mention
from chat.models import PinnedMessage, stream_of
from chat.notices import NoticeData
from chat.queries.conversations import Marks, Participation, Surroundings, surroundings_of
from chat.queries.counting import Unread, unread_in
from chat.queries.messages import MessageRow
from files.serializers import FileData, VoiceData
from ggtalk.rest.structs import Data


class ForwardedLine(Data, frozen=True):
    """The beginning of one message in a card: who said it, and in short what."""

    name: str
    kind: Literal["text", "picture", "voice", "card", "sticker"]
    text: str


class ForwardedData(Data, frozen=True):
    """A card of messages from elsewhere: from a group called `title`, or between the two of `names`.

    `lines` are the first few of its `count` messages. Names are as they were; empty for a deleted account.
    """

    kind: Literal["direct", "group"]
    title: str
    names: list[str]
    count: int
    lines: list[ForwardedLine]


class BurnData(Data, frozen=True):
    """The cover of what burns after reading: what it is, and when it goes, once it was opened."""

    kind: Literal["text", "picture", "voice", "sticker"]
    burns_at: datetime | msgspec.UnsetType = msgspec.UNSET


class LinkPreview(Data, frozen=True):
    """What is behind the first link of a text; `description` may be empty."""

    url: str
    title: str
    description: str
    site: str
    image: FileData | msgspec.UnsetType = msgspec.UNSET


class InlineData(Data, frozen=True):
    """What stands at a place of a text (`start`, in code points): a `sticker`, built-in or one's own, or an `image`."""

    start: int
    sticker: str | FileData | msgspec.UnsetType = msgspec.UNSET
    image: FileData | msgspec.UnsetType = msgspec.UNSET


class MessageBody(Data, frozen=True):
    """What was said: a text (empty where only `images` are shown), a `voice`, a shake, or a notice of the server's.

    `sticker` stands beside an empty text: the name of a built-in one, or the picture that its sender made one of.
    `inline`: what stands between the words, where the text has U+FFFC.
    `preview`: what is behind its first link, added by the server.
    `reply_to` is the id of the message that this answers. `recalled`: its sender has taken it back. `forwarded`: it is
    a card of messages from elsewhere. `burn`: what it says is shown by `message.open` only; `burnt`: it was.
    """

    text: str | msgspec.UnsetType = msgspec.UNSET
    images: list[FileData] | msgspec.UnsetType = msgspec.UNSET
    voice: VoiceData | msgspec.UnsetType = msgspec.UNSET
    style: TextStyle | msgspec.UnsetType = msgspec.UNSET
    mentions: list[Mention] | msgspec.UnsetType = msgspec.UNSET
    inline: list[InlineData] | msgspec.UnsetType = msgspec.UNSET
    preview: LinkPreview | msgspec.UnsetType = msgspec.UNSET
    reply_to: int | msgspec.UnsetType = msgspec.UNSET
    forwarded: ForwardedData | msgspec.UnsetType = msgspec.UNSET
    sticker: str | FileData | msgspec.UnsetType = msgspec.UNSET
    shake: bool | msgspec.UnsetType = msgspec.UNSET
    burn: BurnData | msgspec.UnsetType = msgspec.UNSET
    burnt: bool | msgspec.UnsetType = msgspec.UNSET
    recalled: bool | msgspec.UnsetType = msgspec.UNSET
    notice: NoticeData | msgspec.UnsetType = msgspec.UNSET


class ForwardedItem(Data, frozen=True):
    """One message of a card, as it was when it was forwarded; `messages`: those of the card that it is itself."""

    name: str
    sent_at: datetime
    body: MessageBody
    messages: list[ForwardedItem] | msgspec.UnsetType = msgspec.UNSET


class ForwardedContentData(Data, frozen=True):
    """Everything a card holds, in the order of saying."""

    messages: list[ForwardedItem]


class ReactionData(Data, frozen=True):
    """An emoji, and the ids of those who reacted with it, in that order."""

    emoji: str
    users: list[int]


class MessageData(Data, frozen=True):
    """One message; `sender` is a user's id.

    What it has become since: `changed_seq` is the number of its last change, `reactions` stand in the order of the
    first of each. None of these is there where there is nothing to tell.
    """

    id: int
    conversation: int
    seq: int
    sender: int
    client_id: UUID
    body: MessageBody
    sent_at: datetime
    edited_at: datetime | msgspec.UnsetType = msgspec.UNSET
    changed_seq: int | msgspec.UnsetType = msgspec.UNSET
    reactions: list[ReactionData] | msgspec.UnsetType = msgspec.UNSET


class PinData(Data, frozen=True):
    """A message (its id) that is pinned, by which user and since when."""

    message: int
    user: int
    pinned_at: datetime


def pin_data(pin: PinnedMessage) -> PinData:
    """A pin."""
    return PinData(message=pin.message_id, user=pin.pinned_by_id, pinned_at=pin.pinned_at)


NotifyName = Literal["all", "mentions", "nothing"]


class OwnStateData(Data, frozen=True):
    """My own view of a conversation. `unread` counts messages of others after `read_seq`; `left`: I was in it.

    `notify`: of which messages I want to be told; `mentions` in groups only.

    `last_seq` is the last message that `unread` and `hidden` know of: streams overtake each other, so a client may have
    heard of later ones. `recall_seq` is the last recall that `unread` knows of. `draft_places` stand in `draft`.
    """

    conversation: int
    last_seq: int
    recall_seq: int
    read_seq: int
    unread: int
    pinned: bool
    notify: NotifyName
    marked_unread: bool
    draft: str
    hidden: bool
    left: bool
    draft_places: DraftPlaces | msgspec.UnsetType = msgspec.UNSET


class ConversationData(Data, frozen=True):
    """A conversation as one of its participants sees it. `head` is the last number of its stream.

    `avatar`: a group's, "" once left. `mentions`: numbers of others' unread messages for me, or all; the first 100.
    """

    id: int
    stream: str
    kind: Literal["direct", "group"]
    title: str
    avatar: str
    peer: UserData | None
    head: int
    last_message: MessageData | None
    peer_delivered_seq: int
    peer_read_seq: int
    mentions: list[int]
    own: OwnStateData


def message_data(row: MessageRow) -> MessageData:
    """A stored message; its body and reactions are passed on as the JSON they are."""
    pk, conversation, seq, sender, client_id, body, sent_at, edited_at, changed_seq, reactions = row
    return MessageData(
        id=pk,
        conversation=conversation,
        seq=seq,
        sender=sender,
        client_id=client_id,
        body=cast(MessageBody, msgspec.Raw(body.encode())),
        sent_at=sent_at,
        edited_at=edited_at or msgspec.UNSET,
        changed_seq=changed_seq or msgspec.UNSET,
        reactions=cast(list[ReactionData], msgspec.Raw(reactions.encode())) if reactions else msgspec.UNSET,
    )


def own_state_data(row: Participation, unread: Unread) -> OwnStateData:
    """A participant's own view."""
    return OwnStateData(
        conversation=row.conversation,
        last_seq=row.last_seq,
        recall_seq=unread.recall_seq if row.left_seq is None else min(unread.recall_seq, row.left_seq),
        read_seq=row.read_seq,
        unread=unread.count,
        pinned=row.pinned_at is not None,
        notify=cast(NotifyName, row.notify),
        marked_unread=row.marked_unread,
        draft=row.draft,
        draft_places=cast(DraftPlaces, msgspec.Raw(row.draft_places.encode())) if row.draft_places else msgspec.UNSET,
        hidden=row.is_hidden,
        left=row.left_seq is not None,
    )


def conversations_data(rows: Iterable[Participation]) -> list[ConversationData]:
    """Conversations as their participants see them, with six queries, and one for each 200 where something waits."""
    listed = list(rows)
    return list(_conversations_data(listed, surroundings_of(listed), unread_in(listed)))


def conversation_data(row: Participation) -> ConversationData:
    """One conversation as one participant sees it."""
    (data,) = conversations_data([row])
    return data


def _conversations_data(
    rows: Iterable[Participation], around: Surroundings, unread: Mapping[int, Unread]
) -> Iterator[ConversationData]:
    for row in rows:
        stream = stream_of(row.conversation)
        peer = row.peer
        marks = around.marks.get((row.conversation, peer), Marks()) if peer is not None else Marks()
        last = around.last_messages.get(row.id)
        yield ConversationData(
            id=row.conversation,
            stream=stream,
            kind=cast(Literal["direct", "group"], row.kind),
            title=row.title,
            avatar=avatar_path(row.avatar),
            peer=user_data(around.peers[peer]) if peer in around.peers else None,
            head=around.heads[stream] if row.left_seq is None else row.left_seq,
            last_message=message_data(last) if last else None,
            peer_delivered_seq=marks.delivered_seq,
            peer_read_seq=marks.read_seq,
            mentions=around.mentions.get(row.id, []),
            own=own_state_data(row, unread[row.id]),
        )
