"""A minute of faults under load, one after the other: nothing is lost, there twice, or out of order."""

from __future__ import annotations

from pathlib import Path

import pytest

from e2e.endurance import Plan, endure
from e2e.talkers import Book


@pytest.mark.timeout(900)  # it ends when everything has happened, however busy the machine
def test_nothing_is_lost_whatever_is_killed(tmp_path: Path) -> None:
    outcome = endure(Plan(messages=1_000, faults=6, fault_seconds=4), tmp_path, print)
    assert outcome.wrong == []
    assert len(outcome.faults) >= 6
    assert outcome.written >= 1_000


@pytest.mark.parametrize(
    ("heard", "wrong"),
    [
        (["1:0", "2:0", "1:1"], 0),
        (["1:0", "1:2"], 1),
        (["1:0", "1:0"], 1),
        (["1:1", "1:0"], 2),
    ],
    ids=["whole", "lost", "twice", "out of order"],
)
def test_the_verdict_notices(heard: list[str], wrong: int) -> None:
    book = Book()
    for text in heard:
        book.take(text)
    assert len(book.wrong) == wrong
