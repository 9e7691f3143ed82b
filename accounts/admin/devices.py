"""Where people are signed in: deleting a row signs the device out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts import actions
from accounts.models import Device
from accounts.text import fold


@admin.register(Device)
class DevicesAdmin(admin.ModelAdmin[Device]):
    """All signed-in devices."""

    list_display = ("user", "kind", "name", "address", "created_at", "last_seen_at")
    list_select_related = ("user",)
    list_filter = ("kind",)
    list_per_page = 50
    search_fields = ("user__account_key", "user__name_key", "address")
    ordering = ("-last_seen_at",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Device], search_term: str
    ) -> tuple[QuerySet[Device], bool]:
        return super().get_search_results(request, queryset, fold(search_term))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Device) -> None:
        actions.remove_device(obj.user_id, obj.id)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Device]) -> None:
        for device in list(queryset):
            actions.remove_device(device.user_id, device.id)
