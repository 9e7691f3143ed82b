"""What people upload: each content once, however many files have it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Content(models.Model):
    """Stored bytes, known by their hash, and what is known of the picture they are; a `Voice` says so of a voice.

    name: where the storage keeps them, never used again for anything else. colour: `#rrggbb`, the mean of all of it.
    Width and height are 0 and the colour is empty where there is nothing to be seen.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    size_bytes = models.BigIntegerField()
    media_type = models.CharField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    colour = models.CharField(max_length=7)
    animated = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("content")
        verbose_name_plural = _("contents")

    def __str__(self) -> str:
        return f"{self.media_type} {self.sha256[:12]}"


class Preview(models.Model):
    """A picture made smaller, as WebP; a moving one stands still in it."""

    class Size(models.TextChoices):
        SMALL = "small", _("small")
        LARGE = "large", _("large")

    content = models.ForeignKey(Content, on_delete=models.CASCADE, related_name="previews", db_index=False)
    size = models.CharField(max_length=5, choices=Size.choices)
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["content", "size"], name="preview_is_unique")]

    def __str__(self) -> str:
        return f"{self.size} preview of {self.content_id}"


class Voice(models.Model):
    """What is known of a content that is a recorded voice.

    peaks: its loudness, evenly over its length, two hexadecimal digits each. aac_name: where the storage keeps it once
    more, as AAC; empty until that is made.
    """

    content = models.OneToOneField(Content, on_delete=models.CASCADE, related_name="voice")
    duration_ms = models.PositiveIntegerField()
    peaks = models.CharField(max_length=128)
    aac_name = models.CharField(max_length=120, default="")

    def __str__(self) -> str:
        return f"voice of {self.duration_ms} ms in {self.content_id}"


class File(models.Model):
    """An upload of somebody. unkept_since: nothing holds it since then; `None` while something does."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="files")
    created_at = models.DateTimeField()
    unkept_since = models.DateTimeField(null=True, db_index=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return f"file {self.pk} of {self.owner_id}"
