"""Events older than the retention are forgotten; whoever is that far behind loads its lists afresh."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from ggtalk.realtime.models import StoredEvent, Stream

ROWS_AT_ONCE = 500


def prune_events(now: datetime | None = None) -> int:
    """Deletes events older than EVENT_RETENTION_DAYS and raises their streams' floors; returns how many went."""
    before = (now or timezone.now()) - timedelta(days=settings.EVENT_RETENTION_DAYS)
    pruned = 0
    while part := _prune_part(before):
        pruned += part
    return pruned


def raise_floors(floors: Mapping[str, int]) -> None:
    """Whoever has not heard these numbers of these streams loads its lists afresh; inside the caller's transaction."""
    for name, floor in floors.items():
        Stream.objects.filter(name=name, floor__lt=floor).update(floor=floor)


def forget_events(stream: str) -> None:
    """Deletes all that was said in a stream which nobody will ask for again, inside the caller's transaction."""
    StoredEvent.objects.filter(stream=stream).delete()
    Stream.objects.filter(name=stream).update(floor=F("head"))


def _prune_part(before: datetime) -> int:
    with transaction.atomic():
        old = StoredEvent.objects.filter(created_at__lt=before).order_by("created_at")
        keys = list(old.values_list("pk", flat=True)[:ROWS_AT_ONCE])
        part = StoredEvent.objects.filter(pk__in=keys)
        last = part.values("stream_id").order_by("stream_id").annotate(last=Max("seq"))
        raise_floors({row["stream_id"]: row["last"] for row in last})
        part.delete()
    return len(keys)
