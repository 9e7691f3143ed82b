"""The groups a user sorts friends into."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.text import MOST_KEY, MOST_NAME


class FriendGroup(models.Model):
    """A user's own drawer for friends. The default one can't be deleted; its empty name means 'My friends'."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="friend_groups", verbose_name=_("user")
    )
    name = models.CharField(_("name"), max_length=MOST_NAME, blank=True)
    name_key = models.CharField(max_length=MOST_KEY, editable=False)
    position = models.PositiveIntegerField(_("position"), default=0)
    is_default = models.BooleanField(_("default"), default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name_key"], name="friend_group_name_once")]

    def __str__(self) -> str:
        return self.name or "—"
