"""What messages say that everybody sees only the cover of."""

from __future__ import annotations

from collections.abc import Mapping

from chat.models import BurningContent, Message


def hold_contents(contents: Mapping[Message, str]) -> None:
    """These messages say this (JSON of a body) until they burn; inside the caller's transaction."""
    if contents:
        BurningContent.objects.bulk_create(
            [BurningContent(message=message, content=content) for message, content in contents.items()]
        )
