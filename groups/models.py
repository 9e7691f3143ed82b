"""Groups and who is in them. What is said in a group lives in its conversation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.text import MOST_KEY, fold
from chat.models import Conversation
from ggtalk.numbers import NumberCounter
from ggtalk.sealing.texts import SealedTextField

MOST_NAME = 40
UNTIL_LIFTED = datetime(9999, 12, 31, tzinfo=UTC)
"""The end of a silence that has none of its own."""


class GroupNumber(NumberCounter):
    """The last number handed out to a group; apart from accounts, which begin at 10005."""

    FIRST = 100_001


class UsedNumber(models.Model):
    """A number that names a group, or named one that is gone: no other group ever gets it."""

    number = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.number)


class Group(models.Model):
    """A named circle of users with one owner and one conversation. `name_key` is the folded name it is found by.

    silenced_until: until when only those say something who may in silence; `None` or past while everybody may.
    """

    class JoinMode(models.TextChoices):
        OPEN = "open", _("everybody may join")
        APPROVAL = "approval", _("by approval")
        INVITATION = "invitation", _("by invitation only")

    class History(models.TextChoices):
        FROM_JOINING = "from_joining", _("from joining on")
        WHOLE = "whole", _("all of it")

    number = models.BigIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=MOST_NAME)
    name_key = models.CharField(max_length=MOST_KEY, db_index=True, editable=False)
    join_mode = models.CharField(
        _("who may join"), max_length=10, choices=JoinMode.choices, default=JoinMode.INVITATION
    )
    history = models.CharField(
        _("what newcomers read"), max_length=12, choices=History.choices, default=History.FROM_JOINING
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    conversation = models.OneToOneField(Conversation, on_delete=models.PROTECT, related_name="group")
    silenced_until = models.DateTimeField(_("everybody muted until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("chat", "group")
        verbose_name_plural = pgettext_lazy("chat", "groups")

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Stores the row, the name with its key."""
        self.name_key = fold(self.name)
        if update_fields is not None and "name" in (fields := set(update_fields)):
            update_fields = fields | {"name_key"}
        super().save(*args, update_fields=update_fields, **kwargs)


class Membership(models.Model):
    """A user in a group. Who has left has no row.

    nickname: what they want to be called in this group, empty for their name.
    seen_announcement: the id of the last announcement they have read, 0 for none.
    """

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        ADMIN = "admin", _("admin")
        MEMBER = "member", _("member")

    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        related_name="memberships",
        db_index=False,
        verbose_name=pgettext_lazy("chat", "group"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=6, choices=Role.choices, default=Role.MEMBER)
    nickname = models.CharField(_("name in the group"), max_length=MOST_NAME, blank=True, default="")
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    seen_announcement = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "user"], name="member_is_unique")]
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def __str__(self) -> str:
        return f"{self.role} {self.user_id} of group {self.group_id}"


class MemberWatch(models.Model):
    """A client that shows who is in a group, and is told how present they are; it looks at one group at a time."""

    connection = models.CharField(max_length=32, primary_key=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"user {self.user_id} looks at group {self.group_id}"


class Silence(models.Model):
    """That somebody may not say anything in a group until a time; it outlives their leaving and coming back."""

    group = models.ForeignKey(
        Group,
        on_delete=models.CASCADE,
        related_name="silences",
        db_index=False,
        verbose_name=pgettext_lazy("chat", "group"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("user")
    )
    until = models.DateTimeField(_("until"))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "user"], name="silence_is_unique")]
        verbose_name = _("muted member")
        verbose_name_plural = _("muted members")

    def __str__(self) -> str:
        return f"user {self.user_id} silent in group {self.group_id}"


class Removal(models.Model):
    """Somebody was removed from a group: they come back only if owner or admins let them."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="removals", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "user"], name="removal_is_unique")]

    def __str__(self) -> str:
        return f"user {self.user_id} was removed from group {self.group_id}"


class JoinRequest(models.Model):
    """The last time a user asked, or was proposed, to join a group; asking again uses the same row.

    number, name: the group's when it was asked, which may be gone now. invited_by: the member who proposed them.
    seen: whether the user has seen the answer.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        CLOSED = "closed", _("group dissolved")

    group = models.ForeignKey(
        Group,
        null=True,
        on_delete=models.SET_NULL,
        related_name="join_requests",
        verbose_name=pgettext_lazy("chat", "group"),
    )
    number = models.BigIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=MOST_NAME)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("user")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("proposed by")
    )
    note = SealedTextField(blank=True, default="")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    reason = SealedTextField(blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("answered by")
    )
    seen = models.BooleanField(default=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["number", "user"], name="join_request_is_unique")]
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")

    def __str__(self) -> str:
        return f"{self.user_id} → group {self.number}: {self.state}"


class JoinLink(models.Model):
    """A link that lets whoever has it into a group. Only the hash of its secret is kept; `group` is `None` once gone.

    most_uses: so many may come in by it, `None` for any number.
    """

    group = models.ForeignKey(
        Group, null=True, on_delete=models.SET_NULL, related_name="links", verbose_name=pgettext_lazy("chat", "group")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), null=True)
    most_uses = models.PositiveIntegerField(_("uses at most"), null=True)
    uses = models.PositiveIntegerField(_("uses"), default=0)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("link to join")
        verbose_name_plural = _("links to join")

    def __str__(self) -> str:
        return f"link {self.pk} to group {self.group_id}"


class Announcement(models.Model):
    """What a group's owner or admins want everybody in it to read; one that was taken back says nothing any more."""

    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, related_name="announcements", verbose_name=pgettext_lazy("chat", "group")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    text = SealedTextField(_("text"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    def __str__(self) -> str:
        return f"announcement {self.pk} of group {self.group_id}"
