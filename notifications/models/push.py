"""Browsers that are told of messages while their pages are closed, and what they were told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ggtalk.sealing.texts import SealedTextField


class PushSubscription(models.Model):
    """Where the push service of a signed-in browser takes messages, and the browser's own keys (base64url).

    It belongs to the device: whatever signs that out takes this row with it. endpoint_hash: SHA-256 of the endpoint,
    which is a secret and too long to be indexed. language: in which words the browser is told.
    """

    device = models.OneToOneField(
        "accounts.Device", on_delete=models.CASCADE, related_name="+", verbose_name=_("device")
    )
    endpoint = SealedTextField()
    endpoint_hash = models.CharField(max_length=64, unique=True, editable=False)
    service = models.CharField(_("push service"), max_length=191)
    p256dh = models.CharField(max_length=88)
    auth = SealedTextField()
    language = models.CharField(_("language"), max_length=16)
    created_at = models.DateTimeField(_("subscribed"), default=timezone.now)
    told_at = models.DateTimeField(_("last told"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=191, blank=True, default="")

    class Meta:
        verbose_name = _("push subscription")
        verbose_name_plural = _("push subscriptions")

    def __str__(self) -> str:
        return f"device {self.device_id} at {self.service}"


class PushedRoom(models.Model):
    """How far a browser was told of a conversation.

    wanted_seq: the last number a job was noted for, told_seq: the last one it was told. due_at: when the last job was
    to begin; what is said before then is told by that one. told_at: when it was told last.
    """

    subscription = models.ForeignKey(PushSubscription, on_delete=models.CASCADE, related_name="rooms", db_index=False)
    conversation = models.ForeignKey("chat.Conversation", on_delete=models.CASCADE, related_name="+")
    wanted_seq = models.BigIntegerField(default=0)
    told_seq = models.BigIntegerField(default=0)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscription", "conversation"], name="pushed_room_is_unique")
        ]

    def __str__(self) -> str:
        return f"conversation {self.conversation_id} told to {self.subscription_id} up to {self.told_seq}"


class PushLook(models.Model):
    """One row: the last message that need not be looked at again. turn: raised by each look that changed something."""

    message = models.BigIntegerField()
    turn = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"look {self.turn}, after message {self.message}"
