"""Alice, Bob her friend, and Charlie the stranger, new in every journey."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import cached_property
from itertools import count

from e2e.line import LineClosed
from e2e.program import Program
from e2e.site import Site

PASSWORD = "correct horse battery"

_newcomers = count()


class Cast:
    """Makes each person when first named; whoever is still connected at the end hangs up."""

    def __init__(self, site: Site, goodbyes: ExitStack) -> None:
        self.site = site
        self._goodbyes = goodbyes

    @cached_property
    def alice(self) -> Program:
        return self.person("Alice")

    @cached_property
    def bob(self) -> Program:
        """Alice's friend."""
        bob = self.person("Bob")
        befriend(self.alice, bob)
        return bob

    @cached_property
    def charlie(self) -> Program:
        """A stranger to both."""
        return self.person("Charlie")

    def person(self, name: str) -> Program:
        """Somebody new; registered from an address of their own, of which an hour takes only so many."""
        number = next(_newcomers)
        theirs = replace(self.site, from_address=f"127.1.{number // 250}.{number % 250 + 1}")
        program = Program.register(theirs, name, PASSWORD)
        program.site = self.site
        return self._mind(program)

    def device_of(self, person: Program, device: str = "another device") -> Program:
        """One more client of the same user."""
        return self._mind(Program.sign_in(self.site, person.account, PASSWORD, device))

    def _mind(self, program: Program) -> Program:
        self._goodbyes.callback(hang_up, program)
        return program


def befriend(asking: Program, answering: Program) -> None:
    request = asking.ask("POST", "/api/friends/requests/", {"user": answering.id, "note": "It is me"})
    answering.ask("POST", f"/api/friends/requests/{request['id']}/accept/", {})


def hang_up(program: Program) -> None:
    if program.line is not None:
        with suppress(LineClosed, OSError):
            program.disconnect()
