"""Everybody's own stickers."""

from __future__ import annotations

from chat.models import OwnSticker


def collection_of(user: int) -> list[OwnSticker]:
    """A user's stickers in their order, with their files and what these hold."""
    collected = OwnSticker.objects.filter(user=user).select_related("file__content")
    return list(collected.order_by("position", "-id"))
