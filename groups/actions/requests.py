"""Joining a group oneself: at once, or by asking its owner and admins, who answer once."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import text
from accounts.actions.locks import lock_users
from accounts.events import own_stream
from accounts.queries import has_blocked
from chat.actions import Notice
from ggtalk.errors import Refused, not_found
from ggtalk.realtime.publish import publish_each
from groups.actions.places import let_in, locked_group
from groups.actions.waiting import answer, put_before_rulers, withdraw
from groups.events import JoinRequestChanged
from groups.models import Group, JoinRequest
from groups.permissions import check_right
from groups.queries import member_ids, membership_of, removed_among
from groups.rights import Right
from groups.serializers import join_request_data

MOST_PENDING = 1000

State = JoinRequest.State


def join_group(user: int, group: int, note: str = "") -> JoinRequest | None:
    """Joins an open group, or asks to join it where that needs approval; the request, `None` for who is in at once.

    Who was removed asks, wherever. Refuses with `not_found` (also a group by invitation only), `already_member`,
    `group_full`, `too_many_requests` and `not_available` (a frozen account).
    """
    note = text.line("note", note, text.MOST_NOTE)
    with transaction.atomic():
        locked = locked_group(group)
        if locked is not None:
            check_is_outside(user, locked)
        if locked is None or locked.join_mode == Group.JoinMode.INVITATION:
            raise not_found()
        if locked.join_mode == Group.JoinMode.APPROVAL or removed_among(group, [user]):
            return _ask(locked, JoinRequest(user_id=user, note=note))
        come_in(locked, user, Notice("member_joined", user, [user]))
        return None


def propose(group: Group, user: int, *, by: int) -> None:
    """Asks owner and admins of a locked group to let a friend of a member in. Refuses with `too_many_requests`."""
    _ask(group, JoinRequest(user_id=user, invited_by_id=by))


def join_or_ask(user: int, group: Group, notice: Notice) -> JoinRequest | None:
    """Lets one who is outside into a locked group; who was removed asks for it. Refuses like `join_group`."""
    if removed_among(group.id, [user]):
        return _ask(group, JoinRequest(user_id=user))
    come_in(group, user, notice)
    return None


def come_in(group: Group, user: int, notice: Notice) -> None:
    """Gives one who is outside a place in a locked group. Refuses with `group_full`, and `not_available` (frozen)."""
    check_is_reachable(user)
    if len(member_ids(group.id)) >= settings.MAX_GROUP_MEMBERS:
        raise Refused("group_full", f"A group has at most {settings.MAX_GROUP_MEMBERS} members.", status=409)
    let_in(group, [user], notice)


def check_is_reachable(user: int) -> None:
    """Locks a user; refuses a frozen account, and one that was deleted at this moment."""
    who = lock_users(user).get(user)
    if who is None or not who.is_active:
        raise Refused("not_available", "This account can't be reached now.", status=409)


def check_is_outside(user: int, group: Group) -> None:
    """Refuses who is in a group already."""
    if membership_of(user, group.id) is not None:
        raise Refused("already_member", "You are in this group already.", status=409)


def accept_join(user: int, request: int) -> None:
    """Lets somebody in who asked.

    Refuses with `not_found`, `not_allowed`, `already_answered`, `group_full` and `not_available` (a frozen account).
    """
    with transaction.atomic():
        group, pending = _pending(user, request)
        come_in(group, pending.user_id, Notice("member_admitted", user, [pending.user_id]))


def refuse_join(user: int, request: int, reason: str = "") -> None:
    """Says no to somebody who asked, with a reason perhaps.

    Refuses with `not_found`, `not_allowed` and `already_answered`.
    """
    reason = text.line("reason", reason, text.MOST_NOTE)
    with transaction.atomic():
        _, pending = _pending(user, request)
        answer([pending], State.REFUSED, user, reason)


def withdraw_join(user: int, request: int) -> None:
    """Takes back what the user asked, or was proposed for. Refuses with `not_found` and `already_answered`."""
    with transaction.atomic():
        group = JoinRequest.objects.filter(id=request, user=user).values_list("group_id", flat=True).first()
        if group is not None:
            locked_group(group)
        found = JoinRequest.objects.filter(id=request, user=user).first()
        if found is None:
            raise not_found()
        check_is_pending(found)
        withdraw(found)


def check_is_pending(request: JoinRequest) -> None:
    """Refuses what was answered."""
    if request.state != State.PENDING:
        raise Refused("already_answered", "This request was answered already.", status=409)


def see_answers(user: int) -> None:
    """Notes that a user has seen how what they asked was answered."""
    with transaction.atomic():
        lock_users(user)
        unseen = list(JoinRequest.objects.select_for_update().filter(user=user, seen=False).order_by("id"))
        for request in unseen:
            request.seen = True
        JoinRequest.objects.bulk_update(unseen, ["seen"], batch_size=200)
        changed = [JoinRequestChanged(request=join_request_data(request)) for request in unseen]
        publish_each([(own_stream(user), event) for event in changed])


def _ask(group: Group, asked: JoinRequest) -> JoinRequest:
    """What is pending already, or the request as it is asked now, by somebody whom nobody can delete meanwhile."""
    check_is_reachable(asked.user_id)
    before = JoinRequest.objects.filter(number=group.number, user=asked.user_id).first()
    if before is not None and before.state == State.PENDING:
        return before
    if JoinRequest.objects.filter(group=group, state=State.PENDING).count() >= MOST_PENDING:
        raise Refused("too_many_requests", "Too many people wait to join this group; try again later.", status=409)
    asked.pk = None if before is None else before.pk
    asked.group, asked.number, asked.name, asked.created_at = group, group.number, group.name, timezone.now()
    asked.save(force_insert=before is None)
    put_before_rulers(asked)
    return asked


def _pending(user: int, request: int) -> tuple[Group, JoinRequest]:
    """The locked group and a request the user may answer."""
    number = JoinRequest.objects.filter(id=request).values_list("group_id", flat=True).first()
    group = None if number is None else locked_group(number)
    if group is None:
        raise not_found()
    check_right(user, group.id, Right.ADMIT)
    found = JoinRequest.objects.filter(id=request, group=group).first()
    if found is None or has_blocked(user, found.user_id):
        raise not_found()
    check_is_pending(found)
    return group, found
