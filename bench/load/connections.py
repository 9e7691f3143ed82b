"""Many connections at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import picows

from bench.load.connection import Connection
from bench.population import Person
from bench.servers import Address

AT_ONCE = 25
READ_BUFFER_BYTES = 4096
Seat = tuple[Person, int]
"""Who connects, and the conversation to talk in."""


@asynccontextmanager
async def connected(address: Address, seats: Sequence[Seat]) -> AsyncIterator[list[Connection]]:
    """Connects everybody, in the order of `seats`; hangs up afterwards."""
    connections: list[Connection] = []
    try:
        await connect_more(address, seats, connections)
        yield connections
    finally:
        await hang_up(connections)


async def connect_more(address: Address, seats: Sequence[Seat], connections: list[Connection]) -> None:
    """Connects `seats` in groups small enough for the server's backlog and adds them to `connections`."""
    for start in range(0, len(seats), AT_ONCE):
        part = [asyncio.ensure_future(_connect(address, seat)) for seat in seats[start : start + AT_ONCE]]
        connections += await asyncio.gather(*part)


async def hang_up(connections: Sequence[Connection]) -> None:
    """Closes all connections and waits until they are gone."""
    for connection in connections:
        connection.transport.disconnect()
    for connection in connections:
        await connection.transport.wait_disconnected()


async def _connect(address: Address, seat: Seat) -> Connection:
    person, conversation = seat
    connection = Connection(person, conversation, address.dialect.greets)
    await picows.ws_connect(
        lambda: connection,
        f"ws://127.0.0.1:{address.port}{address.dialect.path(person, conversation)}",
        extra_headers=address.dialect.headers(person),
        websocket_handshake_timeout=30,
        read_buffer_init_size=READ_BUFFER_BYTES,
    )
    await asyncio.wait_for(connection.ready, 30)
    return connection
