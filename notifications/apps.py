"""notifications as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """What reaches people while they are away."""

    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        # Models are there only now.
        from accounts.actions import register_leaving  # noqa: PLC0415 - see above
        from accounts.queries import register_export  # noqa: PLC0415 - see above
        from ggtalk.realtime.housekeeping import chores, pulses  # noqa: PLC0415 - see above
        from notifications import checks, tasks  # noqa: F401, PLC0415 - see above; they register themselves
        from notifications.actions import (  # noqa: PLC0415 - see above
            forget_digest,
            look_for_digests,
            look_for_pushes,
        )
        from notifications.queries import digest_export, push_subscriptions_of  # noqa: PLC0415 - see above

        register_leaving(forget_digest)
        register_export("digest", digest_export)
        register_export("push_subscriptions", push_subscriptions_of)
        chores.append(look_for_digests)
        pulses.append(look_for_pushes)
