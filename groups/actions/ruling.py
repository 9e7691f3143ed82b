"""What owners and admins do with a group and its members."""

from __future__ import annotations

from django.db import transaction

from accounts.events import own_stream
from accounts.text import shown_name
from chat.actions import Notice, close_group_conversation, set_title
from chat.models import stream_of
from ggtalk.errors import not_found
from ggtalk.realtime.publish import publish, publish_each
from groups.actions.places import give_role, locked_group, make_owner, take_out
from groups.events import GroupChanged, GroupLeft
from groups.models import Group, Membership
from groups.permissions import check_right, check_right_over
from groups.queries import member_ids, membership_of
from groups.rights import Right
from groups.serializers import group_data


def rename_group(user: int, group: int, name: str) -> None:
    """Gives a group another name, which its conversation bears too.

    Refuses with `not_found`, `not_allowed` and `invalid`; the name it has changes nothing.
    """
    name = shown_name("name", name)
    with transaction.atomic():
        locked = _locked(group)
        check_right(user, group, Right.RENAME)
        if locked.name == name:
            return
        locked.name = name
        locked.save(update_fields=["name"])
        changed = GroupChanged(group=group_data(locked, len(member_ids(group))))
        publish(changed, to=stream_of(locked.conversation_id))
        set_title(locked.conversation_id, name, Notice("group_renamed", user, [], text=name))


def remove_member(user: int, group: int, other: int) -> None:
    """Takes somebody out of a group; they keep what was said until then. Refuses with `not_found`, `not_allowed`."""
    with transaction.atomic():
        locked = _locked(group)
        check_right_over(user, group, Right.REMOVE, other)
        take_out(locked, other, Notice("member_removed", user, [other]))


def set_admin(user: int, group: int, other: int, *, is_admin: bool) -> None:
    """Makes a member an admin, or an admin a member again; what is so already changes nothing.

    Refuses with `not_found` and `not_allowed`.
    """
    role = Membership.Role.ADMIN if is_admin else Membership.Role.MEMBER
    with transaction.atomic():
        _locked(group)
        member = check_right_over(user, group, Right.SET_ROLE, other)
        if member.role != role:
            give_role(member, role)


def hand_over_group(user: int, group: int, other: int) -> None:
    """Makes another member the owner and the owner an admin. Refuses with `not_found` and `not_allowed`."""
    with transaction.atomic():
        locked = _locked(group)
        heir = check_right_over(user, group, Right.HAND_OVER, other)
        mine = membership_of(user, group)
        if mine is not None:
            give_role(mine, Membership.Role.ADMIN)
        make_owner(locked, heir)


def dissolve_group(user: int, group: int) -> None:
    """Ends a group for everybody; what was said in it can still be read. Refuses with `not_found`, `not_allowed`."""
    with transaction.atomic():
        locked = _locked(group)
        check_right(user, group, Right.DISSOLVE)
        members = member_ids(group)
        close_group_conversation(locked.conversation_id, members, Notice("group_dissolved", user, []))
        publish_each([(own_stream(member), GroupLeft(group=group)) for member in members])
        locked.delete()


def _locked(group: int) -> Group:
    found = locked_group(group)
    if found is None:
        raise not_found()
    return found
