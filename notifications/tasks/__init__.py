"""What is done later: people who are away are told."""

from notifications.tasks import digests

__all__ = ["digests"]
