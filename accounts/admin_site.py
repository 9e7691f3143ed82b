"""The operator's pages as one site: signing in, out and changing one's password are those of the product.

Guesses are counted, who is frozen stays out, and what ends elsewhere with a new password or a sign-out ends here too.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.addresses import client_address
from accounts.authentication import device_of_session
from accounts.known_browsers import get_to_know, known_browser
from accounts.models import User
from ggtalk.errors import Refused
from ggtalk.realtime.hub import hub


class OperatorSignInForm(AdminAuthenticationForm):
    """Account and password, verified like everywhere else."""

    def clean(self) -> dict[str, Any]:
        account, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if account and password and self.request is not None:
            try:
                address, browser = client_address(self.request), known_browser(self.request)
                user = actions.verified_user(account, password, address=address, browser=browser)
            except Refused as refused:
                raise self._told(refused) from None
            self.confirm_login_allowed(user)
            self.user_cache = user
            get_to_know(self.request, user.id)
        return self.cleaned_data

    def _told(self, refused: Refused) -> ValidationError:
        return ValidationError(refused.detail) if refused.code == "throttled" else self.get_invalid_login_error()


class OwnPasswordForm(PasswordChangeForm):
    """The old password and the new one twice; whether they may be so is the action's to say."""

    required_css_class = "required"

    def clean_old_password(self) -> str:
        return str(self.cleaned_data["old_password"])


class OwnPassword(PasswordChangeView):
    """One's own new password: every other device and session is signed out."""

    form_class = OwnPasswordForm

    def form_valid(self, form: Any) -> HttpResponse:
        user, device = self.request.user, device_of_session(self.request.session)
        assert isinstance(user, User)
        old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password1"]
        try:
            changed = actions.change_password(user, old, new, device=device.id if device else None)
        except Refused as refused:
            field = "new_password1" if "new_password" in (refused.fields or {}) else "old_password"
            form.add_error(field, refused.detail)
            return self.form_invalid(form)
        update_session_auth_hash(self.request, changed)
        return HttpResponseRedirect(self.get_success_url())


class OperatorSite(AdminSite):
    """Django's admin, with the doors above."""

    site_header = _("GGTalk administration")
    site_title = _("GGTalk operator pages")
    login_form = OperatorSignInForm

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "redis_is_away": hub.is_line_away}

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        context = {**self.each_context(request), **(extra_context or {})}
        return OwnPassword.as_view(success_url=reverse("admin:password_change_done"), extra_context=context)(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if request.method == "POST" and (device := device_of_session(request.session)):
            actions.remove_device(device.user_id, device.id)
        return super().logout(request, extra_context)
