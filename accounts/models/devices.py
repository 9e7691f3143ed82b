"""Where users are signed in, and where from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.text import MOST_DEVICE_NAME


class Device(models.Model):
    """A browser session or a program's token; deleting the row signs it out.

    Its secret is the token or the key of the session; only the hash is stored: whoever reads the database can't sign in
    with what is there.
    """

    class Kind(models.TextChoices):
        BROWSER = "browser", _("browser")
        PROGRAM = "program", _("program")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=MOST_DEVICE_NAME, blank=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("signed in"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")

    def __str__(self) -> str:
        return self.name or self.kind
