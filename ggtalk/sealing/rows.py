"""Rows that are stored otherwise than the keys say: how many there are, and bringing them to it."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import connection, models, transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import ExpressionWrapper

from ggtalk.deadlocks import again_after_deadlock
from ggtalk.sealing.keys import MARK, PLAIN, KeyRing, ring
from ggtalk.sealing.texts import SealedTextField

BATCH = 200
"""Rows rewritten in one transaction: whoever talks meanwhile waits no longer than for these."""

SAMPLE = 50

_AS_STORED: models.TextField[str, str] = models.TextField()


class Batch(msgspec.Struct, frozen=True):
    """What was done: `last`, the id up to which rows were looked at, `None` when there are no more."""

    rewritten: int
    last: int | None


def count_to_rewrite(model: type[models.Model], field: SealedTextField) -> int:
    """How many rows have another form than the first key gives."""
    return _wrong(model, field, ring()).count()


def rewrite_some(model: type[models.Model], field: SealedTextField, after: int) -> Batch:
    """Brings the next rows after an id to the form that the first key gives, in one transaction."""
    return again_after_deadlock(lambda: _rewrite_some(model, field, after))


def _rewrite_some(model: type[models.Model], field: SealedTextField, after: int) -> Batch:
    keys = ring()
    with transaction.atomic():
        rows = _wrong(model, field, keys).filter(pk__gt=after).order_by("pk")
        held = list(rows.select_for_update(of=_only_itself()).values_list("pk", "as_stored")[:BATCH])
        for pk, stored in held:
            model._base_manager.filter(pk=pk).update(**{field.name: keys.open(stored)})
    return Batch(len(held), held[-1][0] if len(held) == BATCH else None)


def _only_itself() -> tuple[str, ...]:
    return ("self",) if connection.features.has_select_for_update_of else ()


def _as_stored(model: type[models.Model], field: SealedTextField) -> QuerySet[Any]:
    raw = ExpressionWrapper(F(field.name), output_field=_AS_STORED)
    rows: QuerySet[Any] = model._base_manager.annotate(as_stored=raw)
    return rows


def _wrong(model: type[models.Model], field: SealedTextField, keys: KeyRing) -> QuerySet[Any]:
    rows = _as_stored(model, field)
    if keys.first is None:
        return rows.filter(as_stored__startswith=MARK).exclude(as_stored__startswith=f"{MARK}{PLAIN}:")
    return rows.exclude(as_stored="").exclude(as_stored__startswith=f"{MARK}{keys.first}:")


def missing_keys(model: type[models.Model], field: SealedTextField) -> set[str]:
    """Names of keys that rows need and the server does not have, among the first and the last rows."""
    rows = _as_stored(model, field).values_list("as_stored", flat=True)
    stored = [*rows.order_by("pk")[:SAMPLE], *rows.order_by("-pk")[:SAMPLE]]
    names = {text[len(MARK) :].partition(":")[0] for text in stored if text.startswith(MARK)}
    return {name for name in names if name != PLAIN and not ring().has(name)}
