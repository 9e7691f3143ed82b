"""What messages say that everybody sees only the cover of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings

from chat.actions.storing import NewMessage
from chat.models import BurningContent, Conversation
from chat.work import Burn
from ggtalk.jobs.queue import enqueue


def hold_contents(contents: Mapping[NewMessage, str]) -> None:
    """These messages say this (JSON of a body) until they burn; inside the caller's transaction.

    In a group they burn in the end, whoever has opened them.
    """
    if not contents:
        return
    lasting = timedelta(hours=settings.BURN_GROUP_HOURS)
    places = {message.conversation_id for message in contents}
    groups = set(Conversation.objects.filter(id__in=places, pair=None).values_list("id", flat=True))
    rows = []
    for message, content in contents.items():
        row = BurningContent(message_id=message.id, content=content)
        if message.conversation_id in groups:
            row.burns_at = message.sent_at + lasting
            enqueue(Burn(message=message.id), after_seconds=lasting.total_seconds())
        rows.append(row)
    BurningContent.objects.bulk_create(rows)
