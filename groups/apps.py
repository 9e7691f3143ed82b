"""groups as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    """Groups and their members."""

    name = "groups"
    verbose_name = _("Groups")

    def ready(self) -> None:
        from accounts.actions import (  # noqa: PLC0415 - models are there only now
            register_holding,
            register_leaving,
            register_watching,
        )
        from accounts.queries import register_export  # noqa: PLC0415 - see above
        from chat.permissions import (  # noqa: PLC0415 - see above
            register_mention_all,
            register_pin,
            register_refusals_to_speak,
        )
        from ggtalk.realtime.housekeeping import chores  # noqa: PLC0415 - see above
        from groups import commands  # noqa: F401, PLC0415 - they register themselves
        from groups.actions import (  # noqa: PLC0415 - see above
            forget_departed_watches,
            hold_groups,
            leave_every_group,
            prune_links,
        )
        from groups.export import groups_of, join_requests_of  # noqa: PLC0415 - see above
        from groups.permissions import may_mention_all, may_pin, refusals_to_speak  # noqa: PLC0415 - see above
        from groups.queries import watching_members  # noqa: PLC0415 - see above

        register_mention_all(may_mention_all)
        register_pin(may_pin)
        register_refusals_to_speak(refusals_to_speak)
        register_holding(hold_groups)
        register_leaving(leave_every_group)
        register_export("groups", groups_of)
        register_export("join_requests", join_requests_of)
        register_watching(watching_members)
        chores.extend([prune_links, forget_departed_watches])
