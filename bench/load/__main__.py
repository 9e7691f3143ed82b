"""`python -m bench.load`: the other process of `bench.load.beside`.

Reads what to do as JSON, one line each time, and answers with the latencies, in seconds.
"""

from __future__ import annotations

import asyncio
import sys

import msgspec
import uvloop

from bench.load.beside import Arrival, Walk
from bench.load.connections import connected
from bench.load.talk import PairTalk
from bench.machine import allow_many_connections
from bench.servers import DIALECTS, Address


async def main() -> None:
    """Connects, then walks as often as it is asked to, until nobody can ask any more."""
    allow_many_connections()
    arrival = msgspec.json.decode(sys.stdin.readline(), type=Arrival)
    dialect = DIALECTS[arrival.server]
    seats = [(person, pair.conversation) for pair in arrival.pairs for person in (pair.first, pair.second)]
    async with connected(Address(arrival.port, dialect), seats) as connections:
        talk = PairTalk(dialect, connections)
        print("[]", flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            talk.latencies = []
            walk = msgspec.json.decode(line, type=Walk)
            await talk.pace(walk.per_second, walk.seconds)
            print(msgspec.json.encode(talk.latencies).decode(), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
