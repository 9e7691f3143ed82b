"""Who wants to be mailed of what waits for them, and how far they were told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Digest(models.Model):
    """How often somebody wants a mail about what waits unread, and what was done for it.

    hour: of the day, in `time_zone`, for a daily one. language: in which they chose. address: the one they have shown
    to be theirs; mails go there as long as it stands in their profile. due_at: when it is looked next
    whether anything waits, `None` for never. noted_until: up to here what was said was looked at and, where something
    waited, a job noted. told_until: up to here it was told of by mail. sent_at, sent_messages: the last mail.
    """

    class Frequency(models.TextChoices):
        NEVER = "never", _("never")
        HOURLY = "hourly", _("hourly")
        DAILY = "daily", _("daily")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="digest",
        primary_key=True,
        verbose_name=_("user"),
    )
    frequency = models.CharField(_("frequency"), max_length=6, choices=Frequency.choices, default=Frequency.NEVER)
    hour = models.PositiveSmallIntegerField(_("hour of the day"), default=8, validators=[MaxValueValidator(23)])
    time_zone = models.CharField(_("time zone"), max_length=64)
    language = models.CharField(_("language"), max_length=16)
    address = models.CharField(_("address shown to be theirs"), max_length=191, blank=True, default="", db_default="")
    due_at = models.DateTimeField(_("next look"), null=True, blank=True, db_index=True)
    noted_until = models.DateTimeField()
    told_until = models.DateTimeField(_("told up to"))
    sent_at = models.DateTimeField(_("last mail"), null=True, blank=True)
    sent_messages = models.PositiveIntegerField(_("messages in it"), default=0)

    class Meta:
        verbose_name = _("mail digest")
        verbose_name_plural = _("mail digests")

    def __str__(self) -> str:
        return f"mails to user {self.user_id}: {self.frequency}"


class DigestLook(models.Model):
    """One row: from when on the next look for digests may be noted, by whichever process changes it first."""

    THE_ONE: ClassVar = 1

    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"next look at {self.due_at}"
