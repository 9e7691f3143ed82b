"""Invitations: made here, given to people, used at registration."""

from __future__ import annotations

import secrets

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import Invitation


@admin.register(Invitation)
class InvitationsAdmin(admin.ModelAdmin[Invitation]):
    """Codes for `REGISTRATION=invite`."""

    list_display = ("code", "note", "uses", "most_uses", "expires_at", "created_at")
    search_fields = ("code", "note")
    readonly_fields = ("uses", "created_at")
    ordering = ("-id",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        """A code nobody guesses."""
        return {"code": secrets.token_urlsafe(9)}
