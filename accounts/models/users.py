"""Users, the numbers handed out to them, and invitations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.friend_groups import FriendGroup
from accounts.presence import CHOICES
from accounts.text import MOST_KEY, MOST_NAME, MOST_PHONE, MOST_SIGNATURE, fold
from ggtalk.numbers import NumberCounter
from ggtalk.sealing.texts import SealedTextField


class UserManager(BaseUserManager["User"]):
    """Makes users, and finds them by account without regard to case and width."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(account_key=fold(username or ""))

    def create_user(self, account: str = "", password: str | None = None, **fields: Any) -> User:
        """A new user; without an account they get the next free number, without a password they can't sign in."""
        user = self.model(account=account, **fields)
        user.set_password(password)
        return self.insert(user)

    def create_superuser(self, account: str, password: str | None = None, **fields: Any) -> User:
        """A new user who may do everything in the admin."""
        return self.create_user(account, password, **{**fields, "is_staff": True, "is_superuser": True})

    def insert(self, user: User) -> User:
        """Stores a new user whose password is hashed already (that is slow), with their first friend group."""
        user.account = user.account or self.free_number()
        with transaction.atomic():
            user.save(force_insert=True)
            FriendGroup.objects.create(owner=user, is_default=True)
        return user

    def free_number(self) -> str:
        """An account nobody has, for somebody who has not chosen one. Never given twice, used or not."""
        while True:
            number = str(AccountNumber.take())
            if not self.filter(account_key=number).exists():
                return number


class User(AbstractBaseUser, PermissionsMixin):
    """A user. `account_key` and `name_key` are the folded forms, kept by whoever writes the row.

    avatar: "" (generated), "builtin:<n>" or a name in the storage. is_active: frozen when false.
    switches: those of their settings that are true or false, which the server may heed. A deleted user's row stays,
    emptied, so that their messages still have a sender.
    """

    account = models.CharField(_("account"), max_length=32, unique=True)
    account_key = models.CharField(max_length=MOST_KEY, unique=True, editable=False)
    name = models.CharField(_("display name"), max_length=MOST_NAME, blank=True)
    name_key = models.CharField(max_length=MOST_KEY, db_index=True, editable=False)
    signature = models.CharField(_("signature"), max_length=MOST_SIGNATURE, blank=True)
    avatar = models.CharField(_("avatar"), max_length=191, blank=True)
    email = models.CharField(_("e-mail"), max_length=191, blank=True)
    phone = models.CharField(_("telephone"), max_length=MOST_PHONE, blank=True)
    presence = models.CharField(
        _("presence"), max_length=16, default="online", choices=[(choice, choice) for choice in CHOICES]
    )
    switches = models.JSONField(default=dict, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    USERNAME_FIELD = "account"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return f"{self.name} ({self.account})"

    def clean(self) -> None:
        """Leaves names as they are; Django's own normalisation is not ours."""

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Stores the row, names with their keys."""
        self.account_key, self.name_key = fold(self.account), fold(self.name)
        if update_fields is not None:
            fields = set(update_fields)
            update_fields = fields | {f"{name}_key" for name in fields & {"account", "name"}}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


class OwnSettings(models.Model):
    """All other settings of a user, as JSON: apart from the row that their card is read from, and what they wrote."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True)
    content = SealedTextField()

    def __str__(self) -> str:
        return f"settings of user {self.user_id}"


class AccountNumber(NumberCounter):
    """The last number handed out as an account; those below are the try-out data's."""

    FIRST = 10005


class Invitation(models.Model):
    """A code that lets people register while registration is by invitation."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    note = models.CharField(_("note"), max_length=191, blank=True)
    most_uses = models.PositiveIntegerField(_("uses allowed"), default=1)
    uses = models.PositiveIntegerField(_("uses"), default=0, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return self.note or f"#{self.pk}"
