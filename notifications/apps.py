"""notifications as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """What reaches people while they are away."""

    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        from notifications import tasks  # noqa: F401, PLC0415 - models are there only now; they register themselves
