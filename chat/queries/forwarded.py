"""What cards of forwarded messages hold."""

from __future__ import annotations

from collections.abc import Collection

from accounts.queries.batches import parts
from chat.models import ForwardedContent
from chat.queries.seen import message_seen_by


def content_seen_by(user: int, message: int) -> str | None:
    """The JSON of what a card holds; `None` where the user sees no such card."""
    if message_seen_by(user, message) is None:
        return None
    return ForwardedContent.objects.filter(message=message).values_list("content", flat=True).first()


def contents_of(messages: Collection[int]) -> dict[int, str]:
    """What those of these messages hold that are cards."""
    held = ForwardedContent.objects.values_list("message", "content")
    return {pk: content for part in parts(messages) for pk, content in held.filter(message__in=part)}
