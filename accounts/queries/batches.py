"""Ids in parts that every database takes in one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterator

IDS_PER_STATEMENT = 500
"""SQL Server takes 2,100 parameters a statement; a statement here has at most two such lists."""


def parts(ids: Collection[int]) -> Iterator[list[int]]:
    """The distinct ids, sorted, in lists of at most `IDS_PER_STATEMENT`."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), IDS_PER_STATEMENT):
        yield ordered[start : start + IDS_PER_STATEMENT]
