"""The kinds of work there are: what each needs to know, and who does it.

    @work("files.make_previews")
    class MakePreviews(Work, frozen=True):
        file: int

    @performs(MakePreviews)
    def make_previews(job: int, wanted: MakePreviews) -> None: ...

The struct is what actions name (`enqueue(MakePreviews(file=7))`), the function an edge of the same app (`tasks`). A job
may run again after the process died in the middle of it: what it does twice must be as if done once; `job` is the same
number each time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import msgspec


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """What a job needs to know; kept as JSON."""

    kind: ClassVar[str]


class Performer(msgspec.Struct, frozen=True):
    """Who does a kind of work, how long that may take, and how often it is tried.

    abroad: it waits for machines that are not ours, and is done beside the rest, which waits for none.
    """

    wanted: type[Work]
    perform: Callable[[int, Any], None]
    lease_seconds: int
    most_tries: int
    abroad: bool = False


class Handed(msgspec.Struct, frozen=True):
    """A job that a commit has left behind: its number, whether it waits for other machines, and when it is due."""

    job: int
    abroad: bool
    after_seconds: float = 0


WorkClass = TypeVar("WorkClass", bound=type[Work])
Wanted = TypeVar("Wanted", bound=Work)


class TryLater(Exception):
    """What work raises where others ask it to wait, for `after_seconds` at least: nothing went wrong here."""

    def __init__(self, reason: str, after_seconds: float = 0) -> None:
        super().__init__(reason)
        self.after_seconds = after_seconds


performers: dict[str, Performer] = {}
_kinds: dict[str, type[Work]] = {}


def work(name: str) -> Callable[[WorkClass], WorkClass]:
    """Gives a kind of work its name in the database; a name is never used for anything else again."""

    def register(cls: WorkClass) -> WorkClass:
        if name in _kinds:
            raise ValueError(f"two kinds of work are called {name}")
        cls.kind = name
        _kinds[name] = cls
        return cls

    return register


def performs(
    wanted: type[Wanted], *, lease_seconds: int = 120, most_tries: int = 8, abroad: bool = False
) -> Callable[[Callable[[int, Wanted], None]], Callable[[int, Wanted], None]]:
    """Names the function that does a kind of work.

    After `lease_seconds` it is taken for dead and the job is begun again; after `most_tries` it has failed. `abroad`:
    see `Performer`.
    """

    def register(perform: Callable[[int, Wanted], None]) -> Callable[[int, Wanted], None]:
        if wanted.kind in performers:
            raise ValueError(f"{wanted.kind} is done twice")
        performers[wanted.kind] = Performer(wanted, perform, lease_seconds, most_tries, abroad)
        return perform

    return register


def kinds_done(abroad: bool | None) -> list[str]:
    """The kinds of work there are that wait for other machines, or that do not; all for `None`."""
    return [kind for kind, performer in performers.items() if abroad in (None, performer.abroad)]
