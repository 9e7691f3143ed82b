"""What of accounts can be seen."""

from accounts.queries.devices import device_with_secret, devices_of, hashed_secret
from accounts.queries.exports import export_of, register_export
from accounts.queries.friend_requests import requests_page, requests_to_begin_with, unseen_requests_of
from accounts.queries.friends import (
    are_friends,
    blocked_either_way,
    blocking_pairs,
    blocks_of,
    friend_groups_of,
    friend_ids_of,
    friend_pairs,
    friends_of,
    has_blocked,
    is_hidden_from,
    open_friend_pairs,
    pairs_apart,
)
from accounts.queries.presence import presences_among, presences_of, presences_seen_by
from accounts.queries.settings import settings_of
from accounts.queries.users import (
    card_holders_of,
    found_users,
    register_card_holders,
    register_writable,
    tryout_accounts,
    user_by_account,
    users_by_ids,
    writable_among,
)

__all__ = [
    "are_friends",
    "blocked_either_way",
    "blocking_pairs",
    "blocks_of",
    "card_holders_of",
    "device_with_secret",
    "devices_of",
    "export_of",
    "found_users",
    "friend_groups_of",
    "friend_ids_of",
    "friend_pairs",
    "friends_of",
    "has_blocked",
    "hashed_secret",
    "is_hidden_from",
    "open_friend_pairs",
    "pairs_apart",
    "presences_among",
    "presences_of",
    "presences_seen_by",
    "register_card_holders",
    "register_export",
    "register_writable",
    "requests_page",
    "requests_to_begin_with",
    "settings_of",
    "tryout_accounts",
    "unseen_requests_of",
    "user_by_account",
    "users_by_ids",
    "writable_among",
]
