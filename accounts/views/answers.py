"""Answers that are more than one representation."""

from __future__ import annotations

from typing import Literal

from accounts.presence import OwnPresence
from accounts.serializers import FriendData, FriendGroupData, FriendRequestData, MeData, PersonData, UserData
from ggtalk.rest.structs import Data

RegistrationMode = Literal["open", "invite", "closed"]


class AuthState(Data, frozen=True):
    """Whether one can register here, and who I am."""

    registration: RegistrationMode
    user: MeData | None


class SignedIn(Data, frozen=True):
    """A browser is signed in."""

    user: UserData


class TokenGranted(Data, frozen=True):
    """A program is signed in; `token` is shown only now, and "" when a session was opened instead."""

    token: str
    user: UserData


class UsersFound(Data, frozen=True):
    """One page of users; `next` is the `after` of the next page."""

    users: list[PersonData]
    next: str | None = None


class Contacts(Data, frozen=True):
    """All that the contacts screen needs.

    requests: the newest and, however old, what is pending or unseen. requests_next: the `after` of the next page.
    """

    friends: list[FriendData]
    friend_groups: list[FriendGroupData]
    requests: list[FriendRequestData]
    requests_next: int | None
    blocks: list[UserData]


class RequestsFound(Data, frozen=True):
    """One page of requests, the newest first; `next` is the `after` of the next page."""

    requests: list[FriendRequestData]
    next: int | None


class Presences(Data, frozen=True):
    """By user id; who is missing is offline. Only my own can be `invisible`."""

    presence: dict[str, OwnPresence]
