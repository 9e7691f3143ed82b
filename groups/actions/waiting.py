"""The requests to join that wait for owner and admins: who is told of them. Called inside an action's transaction."""

from __future__ import annotations

from collections.abc import Collection

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


def put_before_rulers(request: JoinRequest) -> None:
    """Tells a user and those who may answer of a request; not those who have blocked the user."""
    changed = JoinRequestChanged(request=join_request_data(request))
    hearers = [request.user_id, *_hearers_among(_rulers(request), request)]
    publish_each([(own_stream(hearer), changed) for hearer in hearers])


def answer(request: JoinRequest, state: JoinRequest.State, by: int | None, reason: str = "") -> None:
    """Ends a pending request; tells its user how, and those who might have answered that it is done."""
    rulers = _rulers(request)
    request.state, request.reason, request.answered_by_id = state, reason, by
    request.seen, request.answered_at = False, timezone.now()
    if state == State.CLOSED:
        request.group = None
    request.save()
    changed = JoinRequestChanged(request=join_request_data(request))
    publish_each([(own_stream(request.user_id), changed), *_taken_from(rulers, request)])


def settle(group: int, users: Collection[int], by: int) -> None:
    """These users are in a group now: what they asked is granted, and that they were removed forgotten."""
    for request in pending_requests(group):
        if request.user_id in users:
            answer(request, State.ACCEPTED, by)
    Removal.objects.filter(group=group, user__in=users).delete()


def close_requests(group: int) -> None:
    """A group is about to go: nobody will answer any more."""
    for request in pending_requests(group):
        answer(request, State.CLOSED, None)


def give_worklist(group: int, ruler: int) -> None:
    """Somebody may answer requests from now on: tells them of those that wait."""
    waiting = pending_requests(group)
    told = [one for one in waiting if _hearers_among([ruler], one)]
    publish_each([(own_stream(ruler), JoinRequestChanged(request=join_request_data(one))) for one in told])


def take_worklist(group: int, ruler: int) -> None:
    """Somebody may answer requests no longer."""
    publish_each([event for one in pending_requests(group) for event in _taken_from([ruler], one)])


def forget_requests(user: int) -> None:
    """Takes back all that a user has asked for, before their account is deleted."""
    mine = JoinRequest.objects.filter(user=user)
    for request in mine.filter(state=State.PENDING):
        publish_each(_taken_from(_rulers(request), request))
    mine.delete()


def _rulers(request: JoinRequest) -> list[int]:
    return [] if request.group_id is None else ids_with_roles(request.group_id, roles_with(Right.ADMIT))


def _taken_from(rulers: Collection[int], request: JoinRequest) -> list[tuple[str, Event]]:
    removed = JoinRequestRemoved(request=request.pk)
    return [(own_stream(ruler), removed) for ruler in _hearers_among(rulers, request)]


def _hearers_among(rulers: Collection[int], request: JoinRequest) -> list[int]:
    blocking = blocking_pairs([(request.user_id, ruler) for ruler in rulers])
    return [ruler for ruler in rulers if ruler != request.user_id and (request.user_id, ruler) not in blocking]
