"""What can be seen of telling people who are away."""

from notifications.queries.digests import (
    Waiting,
    WaitingIn,
    asked_address,
    digest_export,
    digest_of,
    due_page,
    language_of,
    names_of,
    waiting_for,
)
from notifications.queries.push import push_subscriptions_of

__all__ = [
    "Waiting",
    "WaitingIn",
    "asked_address",
    "digest_export",
    "digest_of",
    "due_page",
    "language_of",
    "names_of",
    "push_subscriptions_of",
    "waiting_for",
]
