"""What is done later: people who are away are told."""

from notifications.tasks import digests, push

__all__ = ["digests", "push"]
