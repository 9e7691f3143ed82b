"""Presence: what a user's clients say of it, merged into what others see. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

ChosenPresence = Literal["online", "away", "busy", "dnd", "invisible"]
VisiblePresence = Literal["online", "away", "busy", "dnd", "offline"]
OwnPresence = Literal["online", "away", "busy", "dnd", "invisible", "offline"]

CHOICES: tuple[ChosenPresence, ...] = get_args(ChosenPresence)
_MOST_PRESENT_FIRST: tuple[VisiblePresence, ...] = ("online", "busy", "dnd", "away")


def merged(clients: Iterable[str]) -> OwnPresence:
    """A user's presence as they see it themselves, from each client's: invisible wins, then the most present."""
    said = set(clients)
    if "invisible" in said:
        return "invisible"
    return next((presence for presence in _MOST_PRESENT_FIRST if presence in said), "offline")


def as_others_see(own: OwnPresence) -> VisiblePresence:
    """Invisible is offline to everybody else."""
    return "offline" if own == "invisible" else own
