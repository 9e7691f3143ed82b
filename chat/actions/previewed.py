"""That a message wants a preview of its link, or shows one no longer; all inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from chat.bodies import link_in, without_preview
from chat.models import Message
from chat.previews.links import first_link
from chat.work import PreviewLink
from ggtalk.jobs.queue import enqueue_all


def want_previews(texts: Mapping[int, str]) -> None:
    """Has previews made of those messages (ids, with their texts) that hold a link, where the operator allows it."""
    if settings.LINK_PREVIEWS:
        linking = [PreviewLink(message=message) for message, text in texts.items() if first_link(text)]
        if linking:
            enqueue_all(linking)


def link_changed(message: Message, before: str | None) -> None:
    """After an edit: what was shown of another link goes, and a new one is looked at."""
    if (link := link_in(message.body)) != before:
        forget_preview(message)
        want_previews({message.id: link or ""})


def forget_preview(message: Message) -> None:
    """Takes the preview out of a message that the caller saves; what it holds then is told by `hold_what_was_said`."""
    message.body = without_preview(message.body)
