"""What accounts stores."""

from accounts.models.devices import Device
from accounts.models.friend_groups import FriendGroup
from accounts.models.friends import Block, FriendRequest, Friendship
from accounts.models.presence import ConnectedClient, ServerProcess
from accounts.models.users import AccountNumber, Invitation, OwnSettings, User

__all__ = [
    "AccountNumber",
    "Block",
    "ConnectedClient",
    "Device",
    "FriendGroup",
    "FriendRequest",
    "Friendship",
    "Invitation",
    "OwnSettings",
    "ServerProcess",
    "User",
]
