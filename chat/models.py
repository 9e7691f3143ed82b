"""Conversations, who takes part in them, and what was said."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ggtalk.sealing.texts import SealedTextField

STREAM_PREFIX = "c"


def stream_of(conversation: int) -> str:
    """The stream of a conversation: `c12`."""
    return f"{STREAM_PREFIX}{conversation}"


def pair_of(one: int, other: int) -> str:
    """The key of the one direct conversation two users can have: `3:17`."""
    return f"{min(one, other)}:{max(one, other)}"


def peer_in(pair: str, user: int) -> int | None:
    """The other one of a pair; `None` when `user` is not one of the two."""
    one, other = map(int, pair.split(":"))
    return {one: other, other: one}.get(user)


class Conversation(models.Model):
    """What messages live in. `pair` names the two of a direct one; the two never leave it.

    avatar: a group's picture, kept like a user's. recall_seq: the number of the last recall in it.
    """

    class Kind(models.TextChoices):
        DIRECT = "direct", _("direct")
        GROUP = "group", pgettext_lazy("chat", "group")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=100, blank=True, default="")
    avatar = models.CharField(max_length=191, blank=True, default="", editable=False)
    pair = models.CharField(max_length=41, null=True, unique=True, editable=False)
    recall_seq = models.BigIntegerField(default=0)
    allows_private_chat = models.BooleanField(_("members may chat privately"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.pk}"


class Participant(models.Model):
    """A user in a conversation, and that user's own view of it.

    came_seq: the last number before they came; joined_seq: the last one before what they may read, the same or 0.
    left_seq: the last one they could hear, `None` while they take part; left_title: what it was called then.
    read_seq: what they have read; shown_read_seq: what the other side is shown of it (nothing while invisible).
    delivered_seq: what one of their clients holds. hidden_seq: the last message when they took it off their list.
    notify: of which messages they want to be told; only mentions are a choice in groups alone.
    draft_places: who is meant in the draft and what stands between its words, as JSON.
    """

    class Notify(models.TextChoices):
        ALL = "all", _("all messages")
        MENTIONS = "mentions", _("mentions only")
        NOTHING = "nothing", _("nothing")

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="participants", db_index=False
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    came_seq = models.BigIntegerField(default=0)
    joined_seq = models.BigIntegerField(default=0)
    left_seq = models.BigIntegerField(null=True, blank=True)
    left_title = models.CharField(max_length=100, blank=True, default="")
    read_seq = models.BigIntegerField(default=0)
    shown_read_seq = models.BigIntegerField(default=0)
    delivered_seq = models.BigIntegerField(default=0)
    hidden_seq = models.BigIntegerField(null=True, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)
    notify = models.CharField(max_length=8, choices=Notify.choices, default=Notify.ALL)
    marked_unread = models.BooleanField(default=False)
    draft = SealedTextField(blank=True, default="")
    draft_places = SealedTextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["conversation", "user"], name="participant_is_unique")]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")

    def __str__(self) -> str:
        return f"user {self.user_id} in conversation {self.conversation_id}"


class Message(models.Model):
    """What was said once, for everybody. `body` and `reactions` are JSON text as they go over the wire.

    changed_seq: the number of its last change of any kind, `None` if there was none.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages", db_index=False)
    seq = models.BigIntegerField()
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField()
    body = SealedTextField()
    sent_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    changed_seq = models.BigIntegerField(null=True)
    reactions = models.TextField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_number_is_unique"),
            models.UniqueConstraint(fields=["client_id", "sender"], name="message_client_id_is_unique"),
        ]
        indexes: ClassVar = [models.Index(fields=["conversation", "sent_at"], name="message_by_time")]

    def __str__(self) -> str:
        return f"message {self.seq} of conversation {self.conversation_id}"


class MessagePicture(models.Model):
    """A message shows an upload: whoever sees the one may see the other."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"file {self.file_id} in message {self.message_id}"


class OwnSticker(models.Model):
    """A file in its owner's own collection of stickers; the one with the lowest `position` comes first."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file = models.OneToOneField("files.File", on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField()

    def __str__(self) -> str:
        return f"file {self.file_id} as a sticker of user {self.user_id}"


class DraftUpload(models.Model):
    """Somebody's draft shows an upload of theirs, which stays as long as it does."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="draft_uploads")
    file = models.ForeignKey("files.File", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"file {self.file_id} in the draft of participant {self.participant_id}"


class MessageMention(models.Model):
    """A message means somebody by name, or did; everybody of its conversation where `user` is `None`.

    since_seq, until_seq: the numbers of the edits that began and ended it, 0 and `None` where there is no such edit.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    since_seq = models.BigIntegerField(default=0)
    until_seq = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["conversation", "seq"], name="mention_by_number")]

    def __str__(self) -> str:
        return f"a mention of {self.user_id or 'all'} in message {self.message_id}"


class MessageChange(models.Model):
    """That a message became another: an event of its conversation's stream, read back with the message as it is now.

    Nothing of what was said is kept here, so that what is recalled is gone.
    """

    class Kind(models.TextChoices):
        EDITED = "message.edited"
        RECALLED = "message.recalled"
        REACTED = "message.reacted"
        OPENED = "message.opened"
        BURNT = "message.burnt"
        PREVIEWED = "message.previewed"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_change_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq} of conversation {self.conversation_id}"


class MessageVersion(models.Model):
    """What a message said from `said_at` until an edit; replaced_seq: the edit's number, 0 where that is not known."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    body = SealedTextField()
    said_at = models.DateTimeField()
    replaced_seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"an earlier version of message {self.message_id}"


class MessageDeletion(models.Model):
    """A user no longer wants to see a message; everybody else still does."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deletions")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "message"], name="message_deletion_is_unique")]

    def __str__(self) -> str:
        return f"message {self.message_id} deleted by user {self.user_id}"


class ForwardedContent(models.Model):
    """What a card of merged messages holds, as JSON: the messages as they were when they were forwarded."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="forwarded")
    content = SealedTextField()

    def __str__(self) -> str:
        return f"what message {self.message_id} forwards"


class Favourite(models.Model):
    """A message that somebody keeps for themselves, as they see it now; it stays whatever they delete or leave."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="favourites")
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "message"], name="favourite_is_unique")]

    def __str__(self) -> str:
        return f"message {self.message_id} kept by user {self.user_id}"


class BurningContent(models.Model):
    """What a message says that burns after reading, as JSON; its own body is only the cover.

    burns_at: when it goes for all; `None` in a direct conversation until it was opened, in a group at the latest.
    """

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="burning")
    content = SealedTextField()
    burns_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"what message {self.message_id} says until it burns"


class BurningReader(models.Model):
    """Somebody has opened what burns in a group: they see it until a moment of their own."""

    content = models.ForeignKey(BurningContent, on_delete=models.CASCADE, related_name="readers", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["content", "user"], name="burning_reader_is_unique")]

    def __str__(self) -> str:
        return f"user {self.user_id} has opened {self.content_id}"


class PinnedMessage(models.Model):
    """A message that stands above the others of its conversation, or stood there, for everybody in it.

    pinned_seq, unpinned_seq: the numbers of the events that told of it, `None` while it stands there.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="pins")
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    pinned_at = models.DateTimeField()
    pinned_seq = models.BigIntegerField(default=0)
    unpinned_seq = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"pinned message {self.message_id}"
