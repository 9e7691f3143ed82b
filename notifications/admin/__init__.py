"""The operator's pages for notifications."""

from notifications.admin import digests, push

__all__ = ["digests", "push"]
