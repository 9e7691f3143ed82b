"""Muting members, or everybody, for a time or until it is lifted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from chat.actions import Notice, post_notice
from chat.models import stream_of
from ggtalk.realtime.publish import publish
from groups.actions.places import existing_group, locked_group, tell_of_member
from groups.events import GroupChanged
from groups.models import UNTIL_LIFTED, Membership, Silence
from groups.permissions import check_right, check_right_over
from groups.queries import member_ids, membership_of
from groups.rights import Right
from groups.serializers import group_data


def silence_member(user: int, group: int, other: int, seconds: int | None) -> None:
    """Lets another member say nothing for so many seconds, or until it is lifted (`None`).

    Refuses with `not_found` and `not_allowed`.
    """
    until = _end_of(seconds)
    with transaction.atomic():
        existing_group(group)
        member = check_right_over(user, group, Right.SILENCE, other)
        Silence.objects.filter(group=group, until__lte=timezone.now()).delete()
        Silence.objects.update_or_create(group_id=group, user_id=other, defaults={"until": until})
        _tell(member, Notice("member_silenced", user, [other], until=until))


def end_silence(user: int, group: int, other: int) -> None:
    """Lets another member speak again; nothing changes for one who may. Refuses with `not_found`, `not_allowed`."""
    with transaction.atomic():
        existing_group(group)
        check_right_over(user, group, Right.SILENCE, other)
        _end(user, group, other)


def lift_silence(operator: int, group: int, other: int) -> None:
    """The same by an operator, who need not be in the group; also of somebody who has left it."""
    with transaction.atomic():
        if locked_group(group) is not None:
            _end(operator, group, other)


def _end(actor: int, group: int, other: int) -> None:
    silence = Silence.objects.filter(group=group, user=other).first()
    if silence is None:
        return
    silence.delete()
    member = membership_of(other, group)
    if member is not None and silence.until > timezone.now():
        _tell(member, Notice("member_unsilenced", actor, [other]))


def silence_everybody(user: int, group: int, seconds: int | None) -> None:
    """Lets only owner and admins say something for so many seconds, or until it is lifted (`None`).

    Refuses with `not_found` and `not_allowed`.
    """
    until = _end_of(seconds)
    _set_silence(user, group, until, Notice("group_silenced", user, [], until=until))


def end_silence_of_everybody(user: int, group: int) -> None:
    """Lets everybody speak again; nothing changes where they may. Refuses with `not_found` and `not_allowed`."""
    _set_silence(user, group, None, Notice("group_unsilenced", user, []))


def _set_silence(user: int, group: int, until: datetime | None, notice: Notice) -> None:
    with transaction.atomic():
        locked = existing_group(group)
        check_right(user, group, Right.SILENCE_ALL)
        before, locked.silenced_until = locked.silenced_until, until
        locked.save(update_fields=["silenced_until"])
        if until is None and (before is None or before <= timezone.now()):
            return
        changed = GroupChanged(group=group_data(locked, len(member_ids(group))))
        publish(changed, to=stream_of(locked.conversation_id))
        post_notice(locked.conversation_id, notice)


def _tell(member: Membership, notice: Notice) -> None:
    tell_of_member(member)
    post_notice(member.group.conversation_id, notice)


def _end_of(seconds: int | None) -> datetime:
    return UNTIL_LIFTED if seconds is None else timezone.now() + timedelta(seconds=seconds)
