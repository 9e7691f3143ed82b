"""A member's place in a locked group: a new one, another role, or none any more. Called in an action's transaction."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts.actions import tell_watching
from accounts.avatars import discard
from accounts.events import own_stream
from chat.actions import Notice, add_participants, remove_participant
from chat.models import stream_of
from ggtalk.errors import not_found
from ggtalk.realtime.publish import publish, publish_each
from groups.actions.waiting import close_requests, give_worklist, settle, take_worklist
from groups.events import GroupChanged, GroupJoined, GroupLeft, MemberChanged, MemberJoined, MemberLeft
from groups.models import Group, Membership, MemberWatch, Silence
from groups.queries import member_ids, members_of
from groups.rights import Right, may
from groups.serializers import MemberData, group_data, member_data, members_data


def locked_group(group: int) -> Group | None:
    """The group, which nobody else changes until the transaction ends."""
    return Group.objects.select_for_update().filter(id=group).first()


def existing_group(group: int) -> Group:
    """The group, locked as above; refuses with `not_found`."""
    found = locked_group(group)
    if found is None:
        raise not_found()
    return found


def let_in(group: Group, users: Collection[int], notice: Notice) -> list[MemberData]:
    """Gives places to users who have none; they hear the group from `notice` on, and read what its history allows."""
    Membership.objects.bulk_create([Membership(group=group, user_id=user) for user in users], batch_size=100)
    new = members_data(members_of(group.id).filter(user__in=users))
    stream = stream_of(group.conversation_id)
    publish_each([(stream, MemberJoined(group=group.id, member=member)) for member in new])
    reads_all = group.history == Group.History.WHOLE
    add_participants(group.conversation_id, users, notice, reads_all=reads_all)
    joined = GroupJoined(group=group_data(group, len(member_ids(group.id))))
    publish_each([(own_stream(user), joined) for user in users])
    settle(group.id, users, notice.actor)
    if MemberWatch.objects.filter(group=group).exists():
        tell_watching(users)
    return new


def give_role(member: Membership, role: Membership.Role) -> None:
    """Makes a member's role another and tells the group."""
    admitted, admits = may(member.role, Right.ADMIT), may(role, Right.ADMIT)
    if admits and not admitted:
        give_worklist(member.group_id, member.user_id)
    elif admitted and not admits:
        take_worklist(member.group_id, member.user_id)
    member.role = role
    member.save(update_fields=["role"])
    tell_of_member(member)


def tell_of_member(member: Membership) -> None:
    """Tells a group how one of its members is now."""
    changed = MemberChanged(group=member.group_id, member=member_data(member))
    publish(changed, to=stream_of(member.group.conversation_id))


def make_owner(group: Group, heir: Membership) -> None:
    """Makes a member the owner; what becomes of the one before is the caller's."""
    group.owner_id = heir.user_id
    group.save(update_fields=["owner"])
    Silence.objects.filter(group=group, user=heir.user_id).delete()
    give_role(heir, Membership.Role.OWNER)


def take_out(group: Group, user: int, notice: Notice) -> None:
    """Ends somebody's place; they hear neither `notice` nor anything after it. The last one to go ends the group."""
    place = Membership.objects.filter(group=group, user=user)
    if may(place.get().role, Right.ADMIT):
        take_worklist(group.id, user)
    place.delete()
    MemberWatch.objects.filter(group=group, user=user).delete()
    remove_participant(group.conversation_id, user, notice)
    publish_each(
        [
            (stream_of(group.conversation_id), MemberLeft(group=group.id, user=user)),
            (own_stream(user), GroupLeft(group=group.id)),
        ]
    )
    if not member_ids(group.id):
        close_requests(group.id)
        end_group(group)


def end_group(group: Group) -> None:
    """Ends a group that nobody is in any more; its picture goes with it."""
    conversation = group.conversation
    picture, conversation.avatar = conversation.avatar, ""
    conversation.save(update_fields=["avatar"])
    transaction.on_commit(lambda: discard(picture))
    group.delete()


def tell_of_group(group: Group) -> None:
    """Tells a group how it is now."""
    changed = GroupChanged(group=group_data(group, len(member_ids(group.id))))
    publish(changed, to=stream_of(group.conversation_id))
