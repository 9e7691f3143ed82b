"""accounts as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, friends, presence, devices."""

    name = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are there only now.
        from accounts import checks, commands  # noqa: F401, PLC0415 - they register themselves
        from accounts.actions import (  # noqa: PLC0415 - see above
            close_signed_out,
            forget_expired_sessions,
            forget_stale_connections,
            note_movements,
            presences_now,
            tell_arrived_operators,
            tell_operators,
        )
        from accounts.authentication import authenticate_scope  # noqa: PLC0415 - see above
        from accounts.events import OWN_STREAM  # noqa: PLC0415 - see above
        from ggtalk.realtime.clients import hooks  # noqa: PLC0415 - see above
        from ggtalk.realtime.housekeeping import chores, pulses  # noqa: PLC0415 - see above
        from ggtalk.realtime.streams import StreamKind, register_kind  # noqa: PLC0415 - see above

        register_kind(
            StreamKind(
                OWN_STREAM,
                owners_heard_by=lambda user: [user],
                hearers_among=lambda owner, users: {owner}.intersection(users),
                tells_of_others=True,
            )
        )
        hooks.authenticate = authenticate_scope
        hooks.moved.extend([note_movements, tell_arrived_operators])
        hooks.refreshed.append(presences_now)
        hooks.line_moved.append(tell_operators)
        pulses.extend([forget_stale_connections, close_signed_out])
        chores.append(forget_expired_sessions)


class OperatorPagesConfig(AdminConfig):
    """Django's admin with our own site."""

    default_site = "accounts.admin_site.OperatorSite"
