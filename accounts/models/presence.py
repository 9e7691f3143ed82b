"""Which clients are connected now, how present each of them says to be, and the server processes that hold them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.presence import CHOICES


class ConnectedClient(models.Model):
    """One live connection. `process` names the server process that holds it, so that its leftovers can be found."""

    connection = models.CharField(max_length=32, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="connected_clients")
    device = models.BigIntegerField()
    presence = models.CharField(max_length=16, choices=[(choice, choice) for choice in CHOICES])
    process = models.CharField(max_length=128, db_index=True)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.presence}"


class ServerProcess(models.Model):
    """A server process and when it last said that it runs."""

    name = models.CharField(max_length=128, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
