"""The collector is left in peace by a batch, and old cycles go all the same."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Iterator

import pytest

from ggtalk.garbage import ALL_EVERY_SECONDS, look_seldom, look_through_all


class Cycle:
    """Something that holds itself, as a connection does."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def seldom() -> Iterator[None]:
    """The collector as a server has it."""
    before = gc.get_threshold()
    look_seldom()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("seldom")
def test_a_large_batch_is_not_interrupted() -> None:
    before = [generation["collections"] for generation in gc.get_stats()]
    batch = [(number, [number]) for number in range(20_000)]
    assert [generation["collections"] for generation in gc.get_stats()] == before
    assert len(batch) == 20_000


@pytest.mark.usefixtures("seldom")
def test_old_cycles_go_every_few_minutes() -> None:
    cycle = Cycle()
    gc.collect(0)
    gc.collect(1)  # it is old now
    gone = weakref.ref(cycle)
    del cycle
    now = time.monotonic() + ALL_EVERY_SECONDS
    assert look_through_all(now)
    assert gone() is None
    assert not look_through_all(now + 1)
