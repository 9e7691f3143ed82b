"""The operator's pages for accounts."""

from accounts.admin import devices, friends, invitations, users

__all__ = ["devices", "friends", "invitations", "users"]
