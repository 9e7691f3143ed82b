"""What users have deleted for themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.queries.batches import parts
from chat.models import MessageDeletion


def deleted_for(user: Any) -> Exists:
    """The condition that the row of `Message` at hand was deleted by `user`, an id or a reference to one."""
    return Exists(MessageDeletion.objects.filter(user=user, message=OuterRef("pk")))


def deleted_among(messages: Collection[int], user: int) -> set[int]:
    """Those of these messages that the user has deleted."""
    mine = MessageDeletion.objects.filter(user=user)
    return {pk for part in parts(messages) for pk in mine.filter(message__in=part).values_list("message", flat=True)}
