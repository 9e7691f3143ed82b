"""Previews of links: added when they are made, taken away by whoever sent the message."""

from __future__ import annotations

import msgspec
from django.conf import settings
from django.db import transaction

from chat.actions.changes import held_message, tell_of_change
from chat.actions.pictures import hold_what_was_said
from chat.actions.previewed import forget_preview
from chat.bodies import link_in, without_preview
from chat.models import Message, MessageChange, stream_of
from chat.permissions import check_own
from chat.previews.pages import Page
from chat.serializers import LinkPreview
from files.queries import files_by_ids
from files.serializers import file_data
from ggtalk.realtime.publish import lock_streams


def preview_wanted(message: int) -> tuple[int, str] | None:
    """Who sent it, and the link to make a preview of; `None` where none is wanted any more."""
    said = Message.objects.filter(id=message).first()
    return _wanted_by(said) if said else None


def _wanted_by(said: Message) -> tuple[int, str] | None:
    url = link_in(said.body)
    has_one = without_preview(said.body) != said.body
    return (said.sender_id, url) if url and not has_one and settings.LINK_PREVIEWS else None


def add_preview(message: int, url: str, page: Page, image: int | None) -> None:
    """Shows what is behind the link of a message, with a picture (a file of its sender's), unless it has changed."""
    with transaction.atomic():
        said = Message.objects.get(id=message)
        lock_streams([stream_of(said.conversation_id)])
        said.refresh_from_db()
        if _wanted_by(said) != (said.sender_id, url):
            return
        shown = files_by_ids([image]).get(image) if image is not None else None
        preview = LinkPreview(
            url=url,
            title=page.title,
            description=page.description,
            site=page.site,
            image=file_data(shown) if shown else msgspec.UNSET,
        )
        said.body = msgspec.json.encode(msgspec.json.decode(said.body) | {"preview": preview}).decode()
        tell_of_change(said, MessageChange.Kind.PREVIEWED)
        hold_what_was_said(said)


def remove_preview(user: int, message: int) -> None:
    """Takes the preview of one's own message away, for everybody; without one nothing changes.

    Refuses with `not_found`, `not_a_member`, `not_yours`.
    """
    with transaction.atomic():
        said = held_message(user, message)
        check_own(said, user)
        if without_preview(said.body) != said.body:
            forget_preview(said)
            tell_of_change(said, MessageChange.Kind.PREVIEWED)
            hold_what_was_said(said)
