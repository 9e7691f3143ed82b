"""What is kept about telling people who are away."""

from notifications.models.digests import Digest, DigestLook

__all__ = ["Digest", "DigestLook"]
