"""Pages of the admin on which there is nothing to change."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """A `ModelAdmin` or inline that only shows: its rows are changed by those they belong to."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
