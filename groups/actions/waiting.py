"""The requests to join that wait for owner and admins: who is told of them. Called inside an action's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils import timezone

from accounts.events import own_stream
from accounts.queries import blocking_pairs
from ggtalk.realtime.events import Event
from ggtalk.realtime.publish import publish_each
from groups.events import JoinRequestChanged, JoinRequestRemoved
from groups.models import JoinRequest, Removal
from groups.queries import ids_with_roles, pending_requests
from groups.rights import Right, roles_with
from groups.serializers import join_request_data

State = JoinRequest.State
Told = list[tuple[str, Event]]


def put_before_rulers(request: JoinRequest) -> None:
    """Tells a user and those who may answer of a request; not those who have blocked the user."""
    changed = JoinRequestChanged(request=join_request_data(request))
    hearers = [request.user_id, *(ruler for _, ruler in _hearings([request], _rulers([request])))]
    publish_each([(own_stream(hearer), changed) for hearer in hearers])


def answer(requests: Collection[JoinRequest], state: JoinRequest.State, by: int | None, reason: str = "") -> None:
    """Ends pending requests of one group; tells their users how, and those who might have answered that it is done.

    As many queries for many as for one.
    """
    done = _taken_from(_rulers(requests), requests)
    for request in requests:
        request.state, request.reason, request.answered_by_id = state, reason, by
        request.seen, request.answered_at = False, timezone.now()
        if state == State.CLOSED:
            request.group = None
    changed = ("state", "reason", "answered_by", "seen", "answered_at", "group")
    JoinRequest.objects.bulk_update(requests, changed, batch_size=100)
    told: Told = [(own_stream(one.user_id), JoinRequestChanged(request=join_request_data(one))) for one in requests]
    publish_each([*told, *done])


def settle(group: int, users: Collection[int], by: int) -> None:
    """These users are in a group now: what they asked is granted, and that they were removed forgotten."""
    answer([request for request in pending_requests(group) if request.user_id in users], State.ACCEPTED, by)
    Removal.objects.filter(group=group, user__in=users).delete()


def close_requests(group: int) -> None:
    """A group is about to go: nobody will answer any more."""
    answer(pending_requests(group), State.CLOSED, None)


def give_worklist(group: int, ruler: int) -> None:
    """Somebody may answer requests from now on: tells them of those that wait."""
    heard = _hearings(pending_requests(group), [ruler])
    publish_each([(own_stream(ruler), JoinRequestChanged(request=join_request_data(one))) for one, ruler in heard])


def take_worklist(group: int, ruler: int) -> None:
    """Somebody may answer requests no longer."""
    publish_each(_taken_from([ruler], pending_requests(group)))


def withdraw(request: JoinRequest) -> None:
    """Takes a pending request back; its user and those who might have answered hear that it is gone."""
    gone = JoinRequestRemoved(request=request.pk)
    told = [(own_stream(request.user_id), gone), *_taken_from(_rulers([request]), [request])]
    request.delete()
    publish_each(told)


def forget_requests(user: int) -> None:
    """Takes back all that a user has asked for, before their account is deleted."""
    mine = JoinRequest.objects.filter(user=user)
    for request in mine.filter(state=State.PENDING):
        publish_each(_taken_from(_rulers([request]), [request]))
    mine.delete()


def _rulers(requests: Collection[JoinRequest]) -> list[int]:
    """Those who may answer requests, all of which are of one group."""
    groups = {request.group_id for request in requests}
    return [ruler for group in groups if group is not None for ruler in ids_with_roles(group, roles_with(Right.ADMIT))]


def _taken_from(rulers: Collection[int], requests: Collection[JoinRequest]) -> Told:
    return [(own_stream(ruler), JoinRequestRemoved(request=one.pk)) for one, ruler in _hearings(requests, rulers)]


def _hearings(requests: Collection[JoinRequest], rulers: Collection[int]) -> Iterable[tuple[JoinRequest, int]]:
    """Who of `rulers` hears of which requests: not of their own, nor of those of people they have blocked."""
    pairs = [(request, ruler) for request in requests for ruler in rulers if ruler != request.user_id]
    blocking = blocking_pairs([(request.user_id, ruler) for request, ruler in pairs])
    return [(request, ruler) for request, ruler in pairs if (request.user_id, ruler) not in blocking]
