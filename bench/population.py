"""Who takes part in a measurement: pairs that talk directly, and one group. Travels as JSON between processes."""

from __future__ import annotations

import msgspec


class Person(msgspec.Struct, frozen=True):
    """Somebody who can connect: a user's id and the token of one of its programs."""

    user: int
    token: str


class Pair(msgspec.Struct, frozen=True):
    """Two people and their conversation."""

    conversation: int
    first: Person
    second: Person


class Group(msgspec.Struct, frozen=True):
    """Many people in one conversation."""

    conversation: int
    members: list[Person]


class Veteran(msgspec.Struct, frozen=True):
    """Somebody who has been here for long, and signs in with a password."""

    account: str
    password: str


class Circle(msgspec.Struct, frozen=True):
    """What a veteran has gathered."""

    friends: int
    conversations: int
    messages_each: int


class Wanted(msgspec.Struct, frozen=True):
    """How many a part needs: pairs of friends, members of the group, people that know nobody; one veteran perhaps.

    The veteran is in the group too, where there are both. groups: the sizes of further groups.
    """

    pairs: int = 0
    group_members: int = 0
    groups: list[int] = []
    strangers: int = 0
    veteran: Circle | None = None


class Population(msgspec.Struct, frozen=True):
    """Everybody a server was prepared with."""

    pairs: list[Pair] = []
    group: Group | None = None
    strangers: list[Person] = []
    veteran: Veteran | None = None
    groups: list[Group] = []
