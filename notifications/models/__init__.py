"""What is kept about telling people who are away."""

from notifications.models.digests import Digest, DigestLook
from notifications.models.push import PushedRoom, PushLook, PushSubscription

__all__ = ["Digest", "DigestLook", "PushLook", "PushSubscription", "PushedRoom"]
