"""Finding messages among all that a user may see."""

from chat.search.finding import Found, Hit, found_messages
from chat.search.indexes import catch_up, message_changed
from chat.search.moments import id_at

__all__ = ["Found", "Hit", "catch_up", "found_messages", "id_at", "message_changed"]
