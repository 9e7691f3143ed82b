"""chat as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    """Conversations and messages."""

    name = "chat"
    verbose_name = _("Chat")

    def ready(self) -> None:
        # Models are there only now.
        from accounts.actions import register_leaving, register_parting  # noqa: PLC0415 - see above
        from accounts.queries import register_card_holders, register_export, register_writable  # noqa: PLC0415 - see above
        from chat import tasks  # noqa: F401, PLC0415 - they register themselves
        from chat.actions import (  # noqa: PLC0415 - see above
            forget_deletions,
            forget_drafts,
            forget_favourites,
            forget_stickers,
            hold_direct_conversation,
            prune_changes,
        )
        from chat.commands import forget_departed  # noqa: PLC0415 - see above; the commands register themselves
        from chat.export import conversations_of, favourites_of, messages_of, stickers_of  # noqa: PLC0415 - see above
        from chat.permissions import writable_among  # noqa: PLC0415 - see above
        from chat.queries.membership import people_met_by  # noqa: PLC0415 - see above
        from chat.queries.pictures import was_shown  # noqa: PLC0415 - see above
        from chat.search import catch_up  # noqa: PLC0415 - see above
        from chat.streams import CONVERSATIONS  # noqa: PLC0415 - see above
        from files.permissions import register_shown  # noqa: PLC0415 - see above
        from ggtalk.realtime.clients import hooks  # noqa: PLC0415 - see above
        from ggtalk.realtime.housekeeping import chores  # noqa: PLC0415 - see above
        from ggtalk.realtime.streams import register_kind  # noqa: PLC0415 - see above

        register_kind(CONVERSATIONS)
        register_shown(was_shown)
        register_card_holders(people_met_by)
        register_writable(writable_among)
        for forget in (forget_drafts, forget_deletions, forget_favourites, forget_stickers):
            register_leaving(forget)
        register_parting(hold_direct_conversation)
        register_export("conversations", conversations_of)
        register_export("messages", messages_of)
        register_export("favourites", favourites_of)
        register_export("stickers", stickers_of)
        hooks.moved.append(forget_departed)
        chores.append(catch_up)
        chores.append(prune_changes)
