"""Numbers handed out one after another, for whatever people name by a number."""

from __future__ import annotations

from typing import ClassVar

from django.db import IntegrityError, models, transaction
from django.db.models import F


class NumberCounter(models.Model):
    """One row: the last number handed out. A subclass says with which number it begins."""

    FIRST: ClassVar[int]

    last = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.last)

    @classmethod
    def take(cls) -> int:
        """The next number. The row stays locked to the end of the outermost transaction: take it late, or outside."""
        counter = cls._default_manager.filter(pk=1)
        while True:
            with transaction.atomic():
                if counter.update(last=F("last") + 1):
                    return counter.get().last
            try:
                with transaction.atomic():
                    cls._default_manager.create(pk=1, last=cls.FIRST - 1)  # type: ignore[misc] # a subclass has it
            except IntegrityError:  # another process made it a moment ago
                continue
