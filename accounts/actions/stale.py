"""Clients that the database takes to be connected though their process has ended, or the other way round."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.actions.locks import lock_users
from accounts.actions.presence import Clients, changing, here, remove_connections, store_movements, unnoted
from accounts.actions.processes import ended_among, note_running, this_process
from accounts.events import PresenceChanged, own_stream
from accounts.models import ConnectedClient, ServerProcess
from accounts.queries import friend_ids_of, presences_seen_by
from accounts.queries.batches import parts
from ggtalk.realtime.clients import Movement
from ggtalk.realtime.commands import Client
from ggtalk.realtime.hub.delivery import Delivery
from ggtalk.realtime.publish import transient

_ended_before: set[str] = set()


def forget_stale_connections() -> None:
    """Removes the clients of server processes that ended without saying so; every server process does it all the time.

    A process that has ended is given until the next look: its clients are about to come to another one, and their
    friends need not hear of it.
    """
    if not note_running():
        unnoted.set()
    if unnoted.is_set():
        _correct_own()
    processes = {*ConnectedClient.objects.values_list("process", flat=True).distinct(), *_noted()}
    ended = ended_among(processes)
    for process in ended & _ended_before:
        _forget_process(process)
    _ended_before.clear()
    _ended_before.update(ended)


def presences_now(users: Sequence[int]) -> list[Delivery]:
    """How present their friends and they themselves are now, for users who may have missed a change."""
    said: list[Delivery] = []
    for user in users:
        seen = presences_seen_by(user)
        said.extend(
            transient(PresenceChanged(user=other, presence=seen.get(other, "offline")), own_stream(user))
            for other in {*friend_ids_of(user), user}
        )
    return said


def _noted() -> set[str]:
    return set(ServerProcess.objects.values_list("name", flat=True))


def _forget_process(process: str) -> None:
    left = ConnectedClient.objects.filter(process=process)
    for users in parts(set(left.values_list("user_id", flat=True))):

        def forget(clients: Clients, users: list[int] = users) -> Clients:
            stale = set(left.filter(user__in=users).values_list("connection", flat=True))
            remove_connections(stale)
            return {connection: said for connection, said in clients.items() if connection not in stale}

        with transaction.atomic():
            lock_users(*users)
            changing(users, forget)
    ServerProcess.objects.filter(name=process).delete()


def _correct_own() -> None:
    """Another process took this one for dead, or the database was away while clients came and went."""
    unnoted.clear()
    try:
        _store_what_differs()
    except BaseException:  # the next look must try again
        unnoted.set()
        raise


def _store_what_differs() -> None:
    rows = ConnectedClient.objects.filter(process=this_process()).values_list("connection", "user_id", "device")
    noted = {connection: Client(user, device, connection) for connection, user, device in rows}
    wrong = [Movement(client, arrived=False) for client in noted.values() if client.connection not in here]
    missing = [Movement(present.client, arrived=True) for name, present in tuple(here.items()) if name not in noted]
    if wrong or missing:
        store_movements([*wrong, *missing])
    if any(movement.client.connection not in here for movement in missing):  # it went meanwhile
        unnoted.set()
