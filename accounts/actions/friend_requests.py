"""Asking to be friends, and answering."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import text, throttle
from accounts.actions.friends import Side, join_as_friends, own_group
from accounts.actions.locks import lock_users
from accounts.actions.presence import announce_between
from accounts.events import FriendRequestChanged, Said, own_stream
from accounts.models import FriendGroup, FriendRequest, User
from accounts.queries import are_friends, has_blocked, is_hidden_from, unseen_requests_of
from accounts.serializers import FriendRequestData, friend_request_data
from ggtalk.errors import Refused, invalid, not_found
from ggtalk.realtime.publish import publish_each

State = FriendRequest.State


def request_friend(user: int, to: int, *, note: str = "", friend_group: int | None = None) -> FriendRequestData:
    """Asks `to` to be friends, or answers with what is pending already.

    Who was asked by them becomes their friend at once, and so does everybody where approval is off. Somebody blocked
    gets the same answer as anybody, and the request does not arrive; where approval is off they find nobody.
    """
    note = text.line("note", note, text.MOST_NOTE)
    if user == to:
        raise invalid(user="This is you.")
    throttle.take(throttle.FRIEND_REQUESTS, str(user))
    with transaction.atomic():
        users = lock_users(user, to)
        if to not in users or not users[to].is_active:
            raise not_found()
        friends = are_friends(user, to)
        if not friends and is_hidden_from(user, to):
            raise not_found()
        group = own_group(user, friend_group)
        if friends:
            raise Refused("already_friends", "You are friends already.", status=409)
        if has_blocked(user, to):
            raise Refused("blocked_by_you", "You have blocked this person; unblock them first.", status=409)
        crossing = _pending(to, user)
        if crossing is not None:
            _accept(crossing, answering=Side(users[user], group))
            return friend_request_data(crossing, viewer=user)
        return _ask(Side(users[user], group), users[to], note)


def _ask(asking: Side, to: User, note: str) -> FriendRequestData:
    user, hidden = asking.user.id, has_blocked(to.id, asking.user.id)
    request = _pending(user, to.id)
    if request is not None and (hidden or not request.is_hidden):
        return friend_request_data(request, viewer=user)
    if request is None:
        request = FriendRequest(from_user=asking.user, to_user=to)
    request.note, request.friend_group, request.is_hidden = note, asking.friend_group, hidden
    request.created_at = timezone.now()  # also of one that the block held back till now
    request.save()
    if not settings.FRIEND_APPROVAL and not hidden:
        _accept(request, answering=Side(to, own_group(to.id, None)), noticed=False)
    else:
        publish_each(_told(request))
    return friend_request_data(request, viewer=user)


def accept_request(user: int, request: int, *, friend_group: int | None = None, remark: str = "") -> FriendRequestData:
    """Becomes friends with who asked."""
    remark = text.possible_name("remark", remark)
    with transaction.atomic():
        pending, me = _pending_received(user, request)
        _accept(pending, answering=Side(me, own_group(user, friend_group), remark))
        return friend_request_data(pending, viewer=user)


def refuse_request(user: int, request: int, *, reason: str = "") -> FriendRequestData:
    """Says no, with a reason perhaps."""
    reason = text.line("reason", reason, text.MOST_NOTE)
    with transaction.atomic():
        pending, _ = _pending_received(user, request)
        _answer(pending, State.REFUSED, reason)
        publish_each(_told(pending))
        return friend_request_data(pending, viewer=user)


def see_requests(user: int) -> None:
    """Marks all requests and answers as seen by this user."""
    with transaction.atomic():
        lock_users(user)
        unseen = list(unseen_requests_of(user))
        for request in unseen:
            request.seen_by_sender |= request.from_user_id == user
            request.seen_by_receiver |= request.to_user_id == user
        FriendRequest.objects.bulk_update(unseen, ["seen_by_sender", "seen_by_receiver"], batch_size=200)
        publish_each(said_to(user, unseen))


def refuse_all_pending(requests: Iterable[FriendRequest]) -> Said:
    """Answers requests that can't be accepted any more; returns what is to be said."""
    said: Said = []
    for request in requests:
        _answer(request, State.REFUSED, "")
        said += _told(request)
    return said


def said_to(user: int, requests: Iterable[FriendRequest]) -> Said:
    """How these requests look now, for one of their sides."""
    return [
        (own_stream(user), FriendRequestChanged(request=friend_request_data(request, viewer=user)))
        for request in requests
    ]


def _pending(sender: int, receiver: int) -> FriendRequest | None:
    requests = FriendRequest.objects.filter(from_user=sender, to_user=receiver, state=State.PENDING)
    return requests.select_related("from_user", "to_user").first()


def _pending_received(user: int, request: int) -> tuple[FriendRequest, User]:
    received = FriendRequest.objects.filter(id=request, to_user=user, is_hidden=False)
    sender = received.values_list("from_user_id", flat=True).first()
    if sender is None:
        raise not_found()
    users = lock_users(user, sender)
    pending = received.select_related("from_user", "to_user").first()
    if pending is None:
        raise not_found()
    if pending.state != State.PENDING:
        raise Refused("already_answered", "This request was answered already.", status=409)
    return pending, users[user]


def _accept(request: FriendRequest, *, answering: Side, noticed: bool = True) -> None:
    group: FriendGroup = request.friend_group or own_group(request.from_user_id, None)
    request.is_hidden = False
    _answer(request, State.ACCEPTED, "", noticed=noticed)
    publish_each([*join_as_friends(Side(request.from_user, group), answering), *_told(request)])
    announce_between(request.from_user_id, request.to_user_id)


def _answer(request: FriendRequest, state: FriendRequest.State, reason: str, *, noticed: bool = True) -> None:
    request.state, request.reason, request.answered_at = state, reason, timezone.now()
    request.seen_by_sender, request.seen_by_receiver = not noticed, noticed
    request.save()


def _told(request: FriendRequest) -> Said:
    hearers = [request.from_user_id] if request.is_hidden else [request.from_user_id, request.to_user_id]
    return [event for user in hearers for event in said_to(user, [request])]
