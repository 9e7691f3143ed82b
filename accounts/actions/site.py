"""Telling operators who are connected here how the site is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from accounts.actions.presence import here
from accounts.events import SiteChanged, own_stream
from accounts.models import User
from accounts.queries.batches import parts
from ggtalk.realtime.clients import Movement
from ggtalk.realtime.hub import hub
from ggtalk.realtime.publish import transient


def tell_operators(redis_away: bool) -> None:
    """Redis is away from this process, or back."""
    _tell({present.client.user for present in tuple(here.values())}, redis_away)


def tell_arrived_operators(movements: Sequence[Movement]) -> None:
    """Who comes while Redis is away learns it; who comes when all is well hears nothing."""
    if hub.is_line_away:
        _tell({movement.client.user for movement in movements if movement.arrived}, True)


def _tell(users: Collection[int], redis_away: bool) -> None:
    said = SiteChanged(redis_away=redis_away)
    for part in parts(users):
        operators = User.objects.filter(id__in=part, is_staff=True, is_active=True).values_list("id", flat=True)
        hub.post_here([transient(said, own_stream(user), joins=[user]) for user in operators])
