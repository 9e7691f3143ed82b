"""What the baseline stores.

Its own settings list this app, GGTalk's do not: that is why mypy is told here what Django adds.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import User
from django.db import models


class Token(models.Model):
    """What a program signs in with."""

    objects: ClassVar[models.Manager[Token]] = models.Manager()
    user_id: int

    key = models.CharField(max_length=40, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return str(self.user_id)


class Conversation(models.Model):
    """What messages live in."""

    objects: ClassVar[models.Manager[Conversation]] = models.Manager()
    pk: int

    def __str__(self) -> str:
        return str(self.pk)


class Participant(models.Model):
    """A user in a conversation."""

    objects: ClassVar[models.Manager[Participant]] = models.Manager()
    conversation_id: int
    user_id: int

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["conversation", "user"], name="participates_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} in {self.conversation_id}"


class Message(models.Model):
    """What somebody said."""

    conversation_id: int
    sender_id: int

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE)
    sender = models.ForeignKey(User, on_delete=models.CASCADE)
    text = models.TextField()
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.sender_id} in {self.conversation_id}"
