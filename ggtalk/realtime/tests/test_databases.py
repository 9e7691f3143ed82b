"""Whoever comes in waits for others who do, and holds up nobody who is here."""

from __future__ import annotations

import asyncio
import threading

import pytest

from ggtalk.realtime import commands
from ggtalk.realtime.databases import COMING_IN_THREADS, coming_in, in_database
from ggtalk.realtime.writer import Writer
from ggtalk.realtime.writers import MOST_MOVEMENTS, Writers

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE_SECONDS = 20


async def test_many_at_the_door_keep_nobody_from_talking() -> None:
    go_on = threading.Event()
    coming = [asyncio.ensure_future(coming_in(go_on.wait, PATIENCE_SECONDS)) for _ in range(20 * COMING_IN_THREADS)]
    try:
        assert await asyncio.wait_for(in_database(lambda: "said"), PATIENCE_SECONDS) == "said"
        assert not any(one.done() for one in coming)
    finally:
        go_on.set()
    assert all(await asyncio.gather(*coming))


def test_what_each_client_asks_for_first_is_asked_at_the_door() -> None:
    assert [name for name, one in commands.registry.items() if one.comes_in] == ["sync"]


async def test_movements_are_written_a_few_at_a_time() -> None:
    sizes: list[int] = []

    def note(movements: list[int]) -> list[None]:
        sizes.append(len(movements))
        return [None] * len(movements)

    writer = Writers().movements(note)
    assert isinstance(writer, Writer)
    told = [asyncio.get_running_loop().create_future() for _ in range(3 * MOST_MOVEMENTS)]
    for number, future in enumerate(told):
        writer.add(number, future.set_result)
    await asyncio.wait_for(asyncio.gather(*told), PATIENCE_SECONDS)
    assert max(sizes) == MOST_MOVEMENTS
    assert sum(sizes) == len(told)
