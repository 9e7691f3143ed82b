"""What owners and admins do with a group and its members."""

from __future__ import annotations

from django.db import transaction

from accounts.events import own_stream
from accounts.text import shown_name
from chat.actions import Notice, close_group_conversation, post_notice, set_title
from ggtalk.realtime.publish import publish_each
from groups.actions.places import (
    end_group,
    existing_group,
    give_role,
    make_owner,
    take_out,
    tell_of_group,
    tell_of_member,
)
from groups.actions.waiting import close_requests
from groups.events import GroupLeft
from groups.models import Group, Membership, Removal
from groups.permissions import check_may_speak, check_member, check_right, check_right_over
from groups.queries import member_ids, membership_of
from groups.rights import Right


def rename_group(user: int, group: int, name: str) -> None:
    """Gives a group another name, which its conversation bears too.

    Refuses with `not_found`, `not_allowed`, `silenced` and `invalid`; the name it has changes nothing.
    """
    name = shown_name("name", name)
    with transaction.atomic():
        locked = existing_group(group)
        check_may_speak(user, check_right(user, group, Right.RENAME))
        if locked.name == name:
            return
        locked.name = name
        locked.save(update_fields=["name"])
        tell_of_group(locked)
        set_title(locked.conversation_id, name, Notice("group_renamed", user, [], text=name))


def set_private_chat(user: int, group: int, *, allowed: bool) -> None:
    """Lets members write to each other without being friends, or no longer; what is so already changes nothing.

    Refuses with `not_found` and `not_allowed`.
    """
    with transaction.atomic():
        locked = existing_group(group)
        check_right(user, group, Right.SET_PRIVATE)
        conversation = locked.conversation
        if conversation.allows_private_chat == allowed:
            return
        conversation.allows_private_chat = allowed
        conversation.save(update_fields=["allows_private_chat"])
        tell_of_group(locked)
        post_notice(conversation.id, Notice("private_chat_allowed" if allowed else "private_chat_ended", user, []))


def set_nickname(user: int, group: int, other: int, nickname: str) -> None:
    """Gives a member, oneself or another, a name in the group; an empty one takes it away.

    Refuses with `not_found`, `not_allowed` and `invalid`; the name they have changes nothing.
    """
    nickname = shown_name("nickname", nickname) if nickname else ""
    with transaction.atomic():
        existing_group(group)
        mine = user == other
        member = check_member(user, group) if mine else check_right_over(user, group, Right.SET_NICKNAME, other)
        if member.nickname != nickname:
            member.nickname = nickname
            member.save(update_fields=["nickname"])
            tell_of_member(member)


def set_join_mode(user: int, group: int, mode: Group.JoinMode) -> None:
    """Says who may join a group; what is so already changes nothing. Refuses with `not_found` and `not_allowed`."""
    with transaction.atomic():
        locked = existing_group(group)
        check_right(user, group, Right.SET_JOIN_MODE)
        if locked.join_mode == mode:
            return
        locked.join_mode = mode
        locked.save(update_fields=["join_mode"])
        tell_of_group(locked)
        post_notice(locked.conversation_id, Notice("group_join_mode", user, [], text=mode.value))


def remove_member(user: int, group: int, other: int) -> None:
    """Takes somebody out of a group; they keep what was said until then. Refuses with `not_found`, `not_allowed`."""
    with transaction.atomic():
        locked = existing_group(group)
        check_right_over(user, group, Right.REMOVE, other)
        Removal.objects.get_or_create(group=locked, user_id=other)
        take_out(locked, other, Notice("member_removed", user, [other]))


def set_admin(user: int, group: int, other: int, *, is_admin: bool) -> None:
    """Makes a member an admin, or an admin a member again; what is so already changes nothing.

    Refuses with `not_found` and `not_allowed`.
    """
    role = Membership.Role.ADMIN if is_admin else Membership.Role.MEMBER
    with transaction.atomic():
        locked = existing_group(group)
        member = check_right_over(user, group, Right.SET_ROLE, other)
        if member.role == role:
            return
        give_role(member, role)
        notice = Notice("member_made_admin" if is_admin else "member_no_admin", user, [other])
        post_notice(locked.conversation_id, notice)


def hand_over_group(user: int, group: int, other: int) -> None:
    """Makes another member the owner and the owner an admin. Refuses with `not_found` and `not_allowed`."""
    with transaction.atomic():
        locked = existing_group(group)
        heir = check_right_over(user, group, Right.HAND_OVER, other)
        mine = membership_of(user, group)
        if mine is not None:
            give_role(mine, Membership.Role.ADMIN)
        make_owner(locked, heir)
        post_notice(locked.conversation_id, Notice("group_handed_over", user, [other]))


def dissolve_group(user: int, group: int) -> None:
    """Ends a group for everybody; what was said in it can still be read. Refuses with `not_found`, `not_allowed`."""
    with transaction.atomic():
        locked = existing_group(group)
        check_right(user, group, Right.DISSOLVE)
        members = member_ids(group)
        close_requests(group)
        close_group_conversation(locked.conversation_id, members, Notice("group_dissolved", user, []))
        publish_each([(own_stream(member), GroupLeft(group=group)) for member in members])
        end_group(locked)


def set_history(user: int, group: int, history: Group.History) -> None:
    """Says how much those read who come into a group from now on; what is so already changes nothing.

    Refuses with `not_found` and `not_allowed`.
    """
    with transaction.atomic():
        locked = existing_group(group)
        check_right(user, group, Right.SET_HISTORY)
        if locked.history == history:
            return
        locked.history = history
        locked.save(update_fields=["history"])
        tell_of_group(locked)
        post_notice(locked.conversation_id, Notice("group_history", user, [], text=history.value))
