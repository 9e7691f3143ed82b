"""What can be heard of conversations: in a conversation's stream and in a user's own."""

from __future__ import annotations

from chat.serializers import ConversationData, MessageData, OwnStateData, PinData
from files.serializers import FileData
from ggtalk.realtime.events import Event, TransientEvent, event


@event("message.sent")
class MessageSent(Event, frozen=True):
    """Somebody, or the server in their name, said something. Kept as the message itself, not as an event."""

    message: MessageData


@event("message.edited")
class MessageEdited(Event, frozen=True):
    """Somebody has changed what they said. Kept as a change of the message, and read back with it as it is then."""

    message: MessageData


@event("message.recalled")
class MessageRecalled(Event, frozen=True):
    """Somebody has taken back what they said; nothing of it is left. Kept like an edit."""

    message: MessageData


@event("message.reacted")
class MessageReacted(Event, frozen=True):
    """Somebody has reacted to a message, or no longer does. Kept like an edit."""

    message: MessageData


@event("message.opened")
class MessageOpened(Event, frozen=True):
    """The other one has opened a message that burns after reading. Kept like an edit."""

    message: MessageData


@event("message.burnt")
class MessageBurnt(Event, frozen=True):
    """A message has burnt; nothing of it is left. Kept like an edit."""

    message: MessageData


@event("message.previewed")
class MessagePreviewed(Event, frozen=True):
    """What is behind the link of a message is shown with it, or no longer. Kept like an edit."""

    message: MessageData


@event("pins.changed")
class PinsChanged(Event, frozen=True):
    """What is pinned in a conversation from now on: all of it, the latest first, also what I may not see."""

    conversation: int
    pins: list[PinData]


@event("message.deleted")
class MessageDeleted(Event, frozen=True):
    """I have deleted messages (ids) for myself, on one of my clients; `last_message` is the last one left to me."""

    conversation: int
    messages: list[int]
    last_message: MessageData | None
    own: OwnStateData


@event("favourite.added")
class FavouriteAdded(Event, frozen=True):
    """I keep a message (its id); what it says is asked for, so that it stands in no event."""

    message: int


@event("favourite.removed")
class FavouriteRemoved(Event, frozen=True):
    """I keep a message (its id) no more: I have removed it, it was recalled, or it has burnt."""

    message: int


@event("message.delivered")
class MessageDelivered(Event, frozen=True):
    """A client of this user holds the direct conversation up to `seq`."""

    conversation: int
    user: int
    seq: int


@event("message.read")
class MessageRead(Event, frozen=True):
    """This user has read the direct conversation up to `seq`."""

    conversation: int
    user: int
    seq: int


@event("reads.moved")
class ReadsMoved(TransientEvent, frozen=True):
    """Somebody in a group has read messages of mine, with after < number <= until; who and how many is asked for."""

    conversation: int
    after: int
    until: int


@event("typing.started")
class TypingStarted(TransientEvent, frozen=True):
    """This user is writing; hide it after 10 s or at their next message."""

    conversation: int
    user: int


@event("shake.sent")
class ShakeSent(TransientEvent, frozen=True):
    """This user shakes the window; what stays of it is the message before."""

    conversation: int
    user: int


@event("sticker.added")
class StickerAdded(Event, frozen=True):
    """A sticker has come into my collection, as the first one."""

    sticker: FileData


@event("sticker.removed")
class StickerRemoved(Event, frozen=True):
    """A sticker (its file's id) is no longer in my collection."""

    sticker: int


@event("stickers.ordered")
class StickersOrdered(Event, frozen=True):
    """All stickers of my collection (ids of files) in the order in which they are from now on."""

    stickers: list[int]


@event("conversation.joined")
class ConversationJoined(Event, frozen=True):
    """I take part in a conversation from now on; its stream is followed from its `head`."""

    conversation: ConversationData


@event("conversation.left")
class ConversationLeft(Event, frozen=True):
    """I take part no longer; `conversation` is an id. What was said until then can still be read."""

    conversation: int


@event("conversation.changed")
class ConversationChanged(Event, frozen=True):
    """My own view of a conversation: read, pinned, what I am told of, draft …"""

    own: OwnStateData


@event("conversation.retitled")
class ConversationRetitled(Event, frozen=True):
    """A group's conversation bears another title; `conversation` is an id."""

    conversation: int
    title: str


@event("conversation.avatar_changed")
class ConversationAvatarChanged(Event, frozen=True):
    """A group's conversation has another picture; `conversation` is an id."""

    conversation: int
    avatar: str


@event("conversation.closed")
class ConversationClosed(Event, frozen=True):
    """Nobody takes part any more, so that nobody hears it: the last number of the stream. `conversation` is an id."""

    conversation: int
