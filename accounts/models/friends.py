"""Friends, requests and blocks."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.friend_groups import FriendGroup
from accounts.text import MOST_NAME
from ggtalk.sealing.texts import SealedTextField


class Friendship(models.Model):
    """One side of a friendship, as its owner keeps it; the other side is a row of its own."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="friendships", verbose_name=_("user")
    )
    friend = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="friendships_of_others",
        verbose_name=_("friend"),
    )
    friend_group = models.ForeignKey(
        FriendGroup, on_delete=models.PROTECT, related_name="friendships", verbose_name=_("friend group")
    )
    remark = models.CharField(_("remark name"), max_length=MOST_NAME, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "friend"], name="friend_once")]
        verbose_name = _("friendship")
        verbose_name_plural = _("friendships")

    def __str__(self) -> str:
        return f"{self.owner_id} → {self.friend_id}"


class FriendRequest(models.Model):
    """One time that one user asked another; asking again after an answer is a row of its own.

    At most one between two people is pending: whoever asks holds the rows of both (`lock_users`).

    is_hidden: the receiver has blocked the sender, so only the sender sees it.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="requests_made", verbose_name=_("from")
    )
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="requests_received", verbose_name=_("to")
    )
    note = SealedTextField(blank=True, default="")
    friend_group = models.ForeignKey(
        FriendGroup, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("friend group")
    )
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.PENDING)
    reason = SealedTextField(blank=True, default="")
    is_hidden = models.BooleanField(default=False, editable=False)
    seen_by_sender = models.BooleanField(default=True, editable=False)
    seen_by_receiver = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("friend request")
        verbose_name_plural = _("friend requests")

    def __str__(self) -> str:
        return f"{self.from_user_id} → {self.to_user_id}: {self.state}"


class Block(models.Model):
    """`owner` wants to hear nothing from `blocked`."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks", verbose_name=_("user")
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocked_by", verbose_name=_("blocked person")
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "blocked"], name="block_once")]
        verbose_name = _("block")
        verbose_name_plural = _("blocks")

    def __str__(self) -> str:
        return f"{self.owner_id} ✕ {self.blocked_id}"
