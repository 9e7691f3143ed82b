"""The operator's pages for notifications."""

from notifications.admin import digests

__all__ = ["digests"]
