"""`manage.py write_group_rights`: writes the table of rights for people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from groups.rights import rights_table

TABLE = settings.BASE_DIR / "docs" / "group-rights.md"


class Command(BaseCommand):
    """Writes `docs/group-rights.md` from the code."""

    help = "Writes docs/group-rights.md from groups/rights.py."

    def handle(self, *args: Any, **options: Any) -> None:
        TABLE.write_text(rights_table(), encoding="utf-8")
