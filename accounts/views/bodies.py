"""What clients send about people; a field that may be left out stays as it is."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from accounts.presence import ChosenPresence
from ggtalk.rest.structs import Payload

Id = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
"""An id as every JSON reader can hold it."""
Password = Annotated[str, msgspec.Meta(max_length=1024)]


class TokenRequest(Payload, frozen=True):
    """A program signs in."""

    account: str
    password: Password
    device: str = ""


class LoginRequest(Payload, frozen=True):
    """A browser signs in; `presence`, where it is given, is taken up before anybody sees it."""

    account: str
    password: Password
    device: str = ""
    remember: bool = False
    presence: ChosenPresence | UnsetType = UNSET


class RegisterRequest(Payload, frozen=True):
    """Somebody new; with `session` a browser gets a session instead of a token."""

    name: str
    password: Password
    account: str = ""
    signature: str = ""
    avatar: str = ""
    invite: str = ""
    device: str = ""
    session: bool = False
    remember: bool = False


class ProfilePatch(Payload, frozen=True):
    """settings: merged key by key; `null` removes a key."""

    name: str | UnsetType = UNSET
    signature: str | UnsetType = UNSET
    avatar: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    phone: str | UnsetType = UNSET
    presence: ChosenPresence | UnsetType = UNSET
    settings: dict[str, Any] | UnsetType = UNSET


class PasswordChange(Payload, frozen=True):
    """My password, and the new one."""

    old_password: Password
    new_password: Password


class PasswordProof(Payload, frozen=True):
    """My password once more."""

    password: Password


class PeopleQuery(Payload, frozen=True):
    """Either a search, page by page, or known ids separated by commas."""

    search: str | None = None
    after: str = ""
    ids: str | None = None


class FriendPatch(Payload, frozen=True):
    """My name for a friend, or the group I keep them in."""

    remark: str | UnsetType = UNSET
    friend_group: Id | UnsetType = UNSET


class NewFriendGroup(Payload, frozen=True):
    """A friend group to be made."""

    name: str


class FriendGroupPatch(Payload, frozen=True):
    """position: the place among the others, from 0."""

    name: str | UnsetType = UNSET
    position: Annotated[int, msgspec.Meta(ge=0, le=10_000)] | UnsetType = UNSET


class FriendGroupRemoval(Payload, frozen=True):
    """Where the group's friends go."""

    move_to: Id | None = None


class RequestsQuery(Payload, frozen=True):
    """The page of requests after one of them; the first page without."""

    after: Id | None = None


class NewFriendRequest(Payload, frozen=True):
    """Whom to ask, what to say, and in which group of mine they would be."""

    user: Id
    note: str = ""
    friend_group: Id | None = None


class Acceptance(Payload, frozen=True):
    """In which group of mine they are to be, and what I call them."""

    friend_group: Id | None = None
    remark: str = ""


class Refusal(Payload, frozen=True):
    """Why not."""

    reason: str = ""


class NewBlock(Payload, frozen=True):
    """Whom to block."""

    user: Id
