"""Users: made, frozen and given new passwords by the operator, always through actions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.admin.forms import NewUserForm, ProfileForm, ResetPasswordForm
from accounts.models import User
from accounts.text import fold

PROFILE = ("name", "signature", "email", "phone")


@admin.register(User)
class UsersAdmin(UserAdmin[User]):  # type: ignore[type-var] # it asks for less than AbstractUser
    """All users. Nobody is deleted from the database: messages need their sender."""

    form = ProfileForm
    add_form = NewUserForm
    change_password_form = ResetPasswordForm
    list_display = ("account", "name", "is_active", "is_staff", "created_at", "deleted_at")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("account_key", "name_key")
    search_help_text = _("Account or part of the name")
    ordering = ("-id",)
    filter_horizontal = ("groups", "user_permissions")
    readonly_fields = ("account", "is_active", "presence", "created_at", "deleted_at", "last_login")
    actions = ("freeze", "unfreeze", "sign_out")
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("account", "name", "password")}),)
    fieldsets = (
        (None, {"fields": ("account", "password", "is_active", "created_at", "last_login", "deleted_at")}),
        (_("Profile"), {"fields": (*PROFILE, "presence")}),
        (_("Permissions"), {"fields": ("is_staff", "is_superuser", "groups", "user_permissions")}),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        return super().get_search_results(request, queryset, fold(search_term))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.readonly_fields if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.is_deleted)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_password(form.cleaned_data["password"])
            User.objects.insert(obj)
            return
        obj.save(update_fields=["is_staff", "is_superuser"])
        actions.change_profile(obj.id, actions.ProfileChanges(**{name: form.cleaned_data[name] for name in PROFILE}))

    @admin.action(description=_("Freeze: sign out everywhere and keep out"), permissions=["change"])
    def freeze(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Everybody chosen but oneself."""
        for user in queryset.exclude(id=request.user.pk or 0):
            actions.freeze_user(user.id)

    @admin.action(description=_("Unfreeze"), permissions=["change"])
    def unfreeze(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Everybody chosen."""
        for user in queryset:
            actions.unfreeze_user(user.id)

    @admin.action(description=_("Sign out on all devices"), permissions=["change"])
    def sign_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Everybody chosen."""
        for user in queryset:
            actions.remove_devices(user.id)
