"""What the kernel keeps: streams and their durable events."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ggtalk.sealing.texts import SealedTextField


class Stream(models.Model):
    """A numbered list of durable events. `head` is the last number given, `floor` the last one no longer kept."""

    name = models.CharField(max_length=24, primary_key=True)
    head = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}:{self.head}"


class StoredEvent(models.Model):
    """A durable event as it was said; `payload` is JSON text, ready for the wire."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    type = models.CharField(max_length=64)
    payload = SealedTextField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "seq"], name="event_number_is_unique")]

    def __str__(self) -> str:
        return f"{self.stream_id}:{self.seq} {self.type}"
