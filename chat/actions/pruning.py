"""That a message has changed is told as long as other events are; after that its readers load it afresh."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chat.models import MessageChange, stream_of
from ggtalk.realtime.pruning import ROWS_AT_ONCE, raise_floors


def prune_changes(now: datetime | None = None) -> int:
    """A chore: forgets changes older than EVENT_RETENTION_DAYS, and returns how many went."""
    before = (now or timezone.now()) - timedelta(days=settings.EVENT_RETENTION_DAYS)
    pruned = 0
    while part := _prune_part(before):
        pruned += part
    return pruned


def _prune_part(before: datetime) -> int:
    with transaction.atomic():
        old = MessageChange.objects.filter(created_at__lt=before).order_by("created_at")
        ids = list(old.values_list("id", flat=True)[:ROWS_AT_ONCE])
        part = MessageChange.objects.filter(id__in=ids)
        last = part.values("conversation_id").order_by("conversation_id").annotate(last=Max("seq"))
        raise_floors({stream_of(row["conversation_id"]): row["last"] for row in last})
        part.delete()
    return len(ids)
