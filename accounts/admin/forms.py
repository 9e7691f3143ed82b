"""Forms of the operator's pages: the rules are those of the product."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from accounts import actions, text
from accounts.models import User
from ggtalk.errors import Refused


def checked(rule: Callable[[str], str], written: str) -> str:
    """What a rule makes of a text; its refusal becomes the form's."""
    try:
        return rule(written)
    except Refused as refused:
        raise forms.ValidationError(refused.detail) from None


class NewUserForm(forms.ModelForm[User]):
    """A new user; without an account they get the next free number."""

    account = forms.CharField(
        label=_("account"), required=False, help_text=_("Empty: the next free number is handed out.")
    )
    password = forms.CharField(
        label=_("password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    class Meta:
        model = User
        fields = ("account", "name")

    def clean_account(self) -> str:
        account = str(self.cleaned_data["account"])
        if not account:
            return ""
        if not account.isdecimal():
            account = checked(text.chosen_account, account)
        if User.objects.filter(account_key=text.fold(account)).exists():
            raise forms.ValidationError(_("This account is taken."))
        return account

    def clean_name(self) -> str:
        return checked(lambda written: text.shown_name("name", written), self.cleaned_data["name"])

    def clean_password(self) -> str:
        return checked(actions.checked_new_password, self.cleaned_data["password"])


class ProfileForm(UserChangeForm[User]):
    """What the operator may change of a user."""

    class Meta:
        model = User
        fields = ("name", "signature", "email", "phone", "is_staff", "is_superuser", "groups", "user_permissions")
        field_classes: dict[str, Any] = {}

    def clean_name(self) -> str:
        return checked(lambda written: text.shown_name("name", written), self.cleaned_data["name"])

    def clean_signature(self) -> str:
        return checked(
            lambda written: text.line("signature", written, text.MOST_SIGNATURE), self.cleaned_data["signature"]
        )

    def clean_email(self) -> str:
        return checked(text.email_address, self.cleaned_data["email"])

    def clean_phone(self) -> str:
        return checked(text.phone_number, self.cleaned_data["phone"])


class ResetPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg] # generic in the stubs only
    """A new password for somebody, or none at all; all their devices are signed out."""

    def save(self, commit: bool = True) -> User:
        with_password = self.cleaned_data.get("set_usable_password", True)
        return actions.reset_password(self.user, self.cleaned_data["password1"] if with_password else None)
