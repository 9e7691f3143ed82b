"""The one place where texts are sealed and opened: the field they are stored in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from ggtalk.sealing.keys import MARK, ring

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


class SealedTextField(_TextField):
    """A text that is sealed on its way into the database and opened on its way out, whatever query carries it.

    Databases can't compare what is sealed: filter by it only to ask whether it is empty. In migrations it is the plain
    column that the database has.
    """

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        return super().get_db_prep_save(ring().seal(value) if isinstance(value, str) else value, connection)

    def from_db_value(self, value: str | None, expression: Any, connection: BaseDatabaseWrapper) -> str | None:
        return ring().open(value) if value is not None and value.startswith(MARK) else value

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def sealed_fields() -> Iterator[tuple[type[models.Model], SealedTextField]]:
    """Every such field there is, with its model."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField):
                yield model, field
