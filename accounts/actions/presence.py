"""Which clients are connected, how present they are, and telling friends when that changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from accounts.actions.locks import lock_users
from accounts.actions.processes import this_process
from accounts.events import PresenceChanged, own_stream
from accounts.models import Block, ConnectedClient, Device, Friendship
from accounts.presence import ChosenPresence, OwnPresence, as_others_see, merged
from accounts.queries import has_blocked, presences_of
from ggtalk.realtime.clients import Movement
from ggtalk.realtime.commands import Client
from ggtalk.realtime.hub import hub
from ggtalk.realtime.hub.delivery import SignOut
from ggtalk.realtime.publish import announce
from ggtalk.realtime.wire import Close

Clients = dict[str, tuple[int, str]]
"""Connected clients: (user, presence) by connection."""

Pair = tuple[int, int]
"""(user, one who is told how present they are)"""

_watching: list[Callable[[Collection[int]], Collection[Pair]]] = []

_one_at_a_time = threading.Lock()
"""Held until what a change announces is handed over: the lock on the user ends with the commit, a moment before, and of
two changes that follow each other the older one must not be heard last."""


@dataclass
class Present:
    """A client of this process. said: what its user had chosen when it last spoke of itself, and what it said then."""

    client: Client
    said: tuple[str, ChosenPresence] | None = None

    def presence(self, chosen: str) -> str:
        """What it said of itself, unless its user has chosen something else since."""
        return self.said[1] if self.said and self.said[0] == chosen else chosen


here: dict[str, Present] = {}
"""The clients of this process, by connection: what its rows in the database should say."""
unnoted = threading.Event()
"""Set when movements could not be stored: the rows of this process say something else."""


def register_watching(pairs: Callable[[Collection[int]], Collection[Pair]]) -> None:
    """An app above names who, beside friends, looks at some users and is told how present they are."""
    _watching.append(pairs)


def note_movements(movements: Sequence[Movement]) -> None:
    """Stores which clients came and went, and tells friends whose presence changed by it."""
    for movement in movements:
        if movement.arrived:
            here[movement.client.connection] = Present(movement.client)
        else:
            here.pop(movement.client.connection, None)
    store_movements(movements)


def store_movements(movements: Sequence[Movement]) -> None:
    """As `note_movements` does, for clients that were noted to be here, or not to be, before."""
    try:
        _store(movements)
    except Exception:
        unnoted.set()
        raise


def _store(movements: Sequence[Movement]) -> None:
    users = {movement.client.user for movement in movements}

    def move(clients: Clients) -> Clients:
        chosen = {user.id: user.presence for user in locked.values()}
        moved = dict(clients)
        for movement in movements:
            connection, user = movement.client.connection, movement.client.user
            if movement.arrived and user in chosen:
                moved[connection] = (user, here.get(connection, Present(movement.client)).presence(chosen[user]))
            else:
                moved.pop(connection, None)
        devices = {movement.client.connection: movement.client.device for movement in movements}
        _store_new({connection: moved[connection] for connection in moved.keys() - clients.keys()}, devices)
        remove_connections(clients.keys() - moved.keys())
        return moved

    with _one_at_a_time, transaction.atomic():
        locked = lock_users(*users)
        changing(users, move)
        _turn_away(movement.client.device for movement in movements if movement.arrived)


def set_presence(client: Client, presence: ChosenPresence) -> None:
    """Sets how present one client is; one that is gone meanwhile changes nothing."""
    present = here.get(client.connection)

    def set_one(clients: Clients) -> Clients:
        if client.connection not in clients:
            if present:  # this process was taken for dead
                unnoted.set()
            return clients
        ConnectedClient.objects.filter(connection=client.connection).update(presence=presence)
        return {**clients, client.connection: (client.user, presence)}

    with _one_at_a_time, transaction.atomic():
        locked = lock_users(client.user)
        changing([client.user], set_one)
    if present and client.user in locked:
        present.said = (locked[client.user].presence, presence)


def set_presence_of_all_clients(user: int, presence: ChosenPresence) -> None:
    """Sets how present each of a user's clients is; call it with the user locked."""

    def set_all(clients: Clients) -> Clients:
        ConnectedClient.objects.filter(user=user).update(presence=presence)
        return dict.fromkeys(clients, (user, presence))

    changing([user], set_all)


def announce_between(one: int, other: int) -> None:
    """Tells two new friends how present the other is, if at all."""
    announce_to(one, other, available=not has_blocked(other, one))
    announce_to(other, one, available=not has_blocked(one, other))


def announce_to(hearer: int, user: int, *, available: bool) -> None:
    """Tells one friend of the user's how present the user is now, or that they are not available to them."""
    presence = presences_of([user])[user]
    if presence != "offline":
        announce(PresenceChanged(user=user, presence=presence if available else "offline"), to=[own_stream(hearer)])


def is_told_of(hearer: int, user: int) -> bool:
    """Whether somebody hears how present a user is, unless they are blocked."""
    return (user, hearer) in _pairs_with([user])


def tell_watching(users: Collection[int]) -> None:
    """Tells all who hear of these users how present they are: they have come to where somebody looks."""
    here_now = {user: presence for user, presence in presences_of(users).items() if presence != "offline"}
    for user, hearers in _hearers_of(here_now).items():
        announce(PresenceChanged(user=user, presence=here_now[user]), to=map(own_stream, hearers))


def _turn_away(devices: Iterable[int]) -> None:
    """Closes clients whose device was signed out between their sign-in and their arrival."""
    arrived = set(devices)
    gone = arrived.difference(Device.objects.filter(id__in=arrived).values_list("id", flat=True))
    if gone:
        transaction.on_commit(partial(hub.post, [SignOut(sorted(gone), int(Close.SIGNED_OUT))]))


def changing(users: Collection[int], change: Callable[[Clients], Clients]) -> None:
    """Applies `change` to the connected clients of locked users and announces whose merged presence it changed."""
    rows = ConnectedClient.objects.filter(user__in=users).values_list("connection", "user_id", "presence")
    clients: Clients = {connection: (user, presence) for connection, user, presence in rows}
    before = _merged_by_user(users, clients)
    after = _merged_by_user(users, change(clients))
    changed = {user: presence for user, presence in after.items() if presence != before[user]}
    for user, presence in changed.items():
        announce(PresenceChanged(user=user, presence=presence), to=[own_stream(user)])
    seen = {user: own for user, own in changed.items() if as_others_see(own) != as_others_see(before[user])}
    for user, hearers in _hearers_of(seen).items():
        announce(PresenceChanged(user=user, presence=as_others_see(seen[user])), to=map(own_stream, hearers))


def _merged_by_user(users: Iterable[int], clients: Clients) -> dict[int, OwnPresence]:
    said: dict[int, list[str]] = {user: [] for user in users}
    for user, presence in clients.values():
        said[user].append(presence)
    return {user: merged(presences) for user, presences in said.items()}


def _hearers_of(users: Collection[int]) -> dict[int, list[int]]:
    """For each user those who may know: friends, and who looks at them, but for those they have blocked."""
    hearers: dict[int, list[int]] = {}
    if not users:
        return hearers
    blocked = set(Block.objects.filter(owner__in=users).values_list("owner_id", "blocked_id"))
    for user, hearer in sorted(_pairs_with(users) - blocked):
        hearers.setdefault(user, []).append(hearer)
    return hearers


def _pairs_with(users: Collection[int]) -> set[Pair]:
    friends = set(Friendship.objects.filter(owner__in=users).values_list("owner_id", "friend_id"))
    return friends.union(*(pairs(users) for pairs in _watching))


def _store_new(clients: Clients, devices: dict[str, int]) -> None:
    ConnectedClient.objects.bulk_create(
        ConnectedClient(
            connection=connection,
            user_id=user,
            device=devices[connection],
            presence=presence,
            process=this_process(),
        )
        for connection, (user, presence) in clients.items()
    )


def remove_connections(connections: Collection[str]) -> None:
    """Forgets that these clients are connected."""
    ConnectedClient.objects.filter(connection__in=list(connections)).delete()
