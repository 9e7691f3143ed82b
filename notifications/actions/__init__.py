"""What can happen in notifications. Users are named by id."""

from notifications.actions.digests import (
    DigestChanges,
    ask_for_proof,
    change_digest,
    forget_digest,
    prove_address,
    stop_digest,
)
from notifications.actions.looking import look_for_digests, note_digests, note_due_digests, note_sent
from notifications.actions.push import NewSubscription, forget, note_told, note_trouble, subscribe, unsubscribe
from notifications.actions.push_looks import look_for_pushes

__all__ = [
    "DigestChanges",
    "NewSubscription",
    "ask_for_proof",
    "change_digest",
    "forget",
    "forget_digest",
    "look_for_digests",
    "look_for_pushes",
    "note_digests",
    "note_due_digests",
    "note_sent",
    "note_told",
    "note_trouble",
    "prove_address",
    "stop_digest",
    "subscribe",
    "unsubscribe",
]
