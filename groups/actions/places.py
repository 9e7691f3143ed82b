"""A member's place in a locked group: another role, or none any more. Called inside an action's transaction."""

from __future__ import annotations

from accounts.events import own_stream
from chat.actions import Notice, remove_participant
from chat.models import stream_of
from ggtalk.errors import not_found
from ggtalk.realtime.publish import publish, publish_each
from groups.events import GroupLeft, MemberChanged, MemberLeft
from groups.models import Group, Membership, Silence
from groups.queries import member_ids
from groups.serializers import member_data


def locked_group(group: int) -> Group | None:
    """The group, which nobody else changes until the transaction ends."""
    return Group.objects.select_for_update(of=("self",)).select_related("conversation").filter(id=group).first()


def existing_group(group: int) -> Group:
    """The group, locked as above; refuses with `not_found`."""
    found = locked_group(group)
    if found is None:
        raise not_found()
    return found


def give_role(member: Membership, role: Membership.Role) -> None:
    """Makes a member's role another and tells the group; their card is loaded."""
    member.role = role
    member.save(update_fields=["role"])
    tell_of_member(member)


def tell_of_member(member: Membership) -> None:
    """Tells a group how one of its members is now; their card is loaded."""
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
    Membership.objects.filter(group=group, user=user).delete()
    remove_participant(group.conversation_id, user, notice)
    publish_each(
        [
            (stream_of(group.conversation_id), MemberLeft(group=group.id, user=user)),
            (own_stream(user), GroupLeft(group=group.id)),
        ]
    )
    if not member_ids(group.id):
        group.delete()
