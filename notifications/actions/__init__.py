"""What can happen in notifications. Users are named by id."""

from notifications.actions.digests import DigestChanges, change_digest, forget_digest, stop_digest
from notifications.actions.looking import look_for_digests, note_digests, note_due_digests, note_sent

__all__ = [
    "DigestChanges",
    "change_digest",
    "forget_digest",
    "look_for_digests",
    "note_digests",
    "note_due_digests",
    "note_sent",
    "stop_digest",
]
