"""Groups over REST."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from django.db import transaction
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from accounts.avatars import uploaded_picture
from accounts.throttle import take
from chat.queries.conversations import participation
from chat.serializers import conversation_data
from ggtalk.errors import not_found
from ggtalk.rest.endpoint import Endpoint, answers, takes
from ggtalk.rest.structs import Payload
from groups.actions import (
    Founding,
    add_members,
    choose_group_avatar,
    create_group,
    dissolve_group,
    hand_over_group,
    leave_group,
    remove_member,
    rename_group,
    set_admin,
    set_nickname,
    set_private_chat,
    upload_group_avatar,
)
from groups.limits import CHANGES, NEW_GROUPS
from groups.models import Group
from groups.permissions import check_member
from groups.queries import group_seen_by, groups_of, members_of
from groups.serializers import (
    GroupData,
    JoinModeName,
    MemberData,
    NewGroupData,
    group_data,
    members_data,
    new_group_data,
)

Ids = Annotated[list[Annotated[int, msgspec.Meta(ge=1, le=2**53)]], msgspec.Meta(max_length=100_000)]


class NewGroupPayload(Payload, frozen=True):
    """A group to be made of me and friends of mine."""

    name: str
    members: Ids
    number: Annotated[int, msgspec.Meta(ge=1, le=2**53)] | None = None
    join_mode: JoinModeName = "invitation"
    announcement: str = ""
    avatar: str = ""


class NewMembersPayload(Payload, frozen=True):
    """Friends of mine to bring in."""

    members: Ids


class GroupPatch(Payload, frozen=True):
    """A group's name and picture, and whether its members may write to each other without being friends."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    avatar: str | msgspec.UnsetType = msgspec.UNSET
    allows_private_chat: bool | msgspec.UnsetType = msgspec.UNSET


class MemberPatch(Payload, frozen=True):
    """What a member is to be, and to be called in the group."""

    role: Literal["admin", "member"] | msgspec.UnsetType = msgspec.UNSET
    nickname: str | msgspec.UnsetType = msgspec.UNSET


class NewOwnerPayload(Payload, frozen=True):
    """The id of the member who is to own the group."""

    user: Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class Groups(Endpoint):
    """My groups."""

    def get(self, request: Request) -> list[GroupData]:
        """All groups I am in."""
        return [group_data(group, member_count) for group, member_count in groups_of(signed_in_user(request).id)]

    @answers(201)
    def post(self, request: Request, body: NewGroupPayload) -> NewGroupData:
        """Makes a group that I own, with a conversation."""
        take(NEW_GROUPS, str(signed_in_user(request).id))
        founding = Founding(body.number, Group.JoinMode(body.join_mode), body.announcement, body.avatar)
        made = create_group(signed_in_user(request).id, body.name, body.members, founding)
        row = participation(made.group.conversation_id, signed_in_user(request).id)
        if row is None:
            raise not_found()
        return new_group_data(made.group, made.member_count, conversation_data(row))


class OneGroup(Endpoint):
    """One of my groups."""

    def get(self, request: Request, group: int) -> GroupData:
        """As it is now."""
        seen = group_seen_by(signed_in_user(request).id, group)
        if seen is None:
            raise not_found()
        return group_data(*seen)

    def patch(self, request: Request, group: int, body: GroupPatch) -> None:
        """Changes what is given."""
        take(CHANGES, str(signed_in_user(request).id))
        user = signed_in_user(request).id
        check_member(user, group)
        with transaction.atomic():
            if body.name is not msgspec.UNSET:
                rename_group(user, group, body.name)
            if body.avatar is not msgspec.UNSET:
                choose_group_avatar(user, group, body.avatar)
            if body.allows_private_chat is not msgspec.UNSET:
                set_private_chat(user, group, allowed=body.allows_private_chat)

    def delete(self, request: Request, group: int) -> None:
        """Dissolves it for everybody; what was said can still be read."""
        dissolve_group(signed_in_user(request).id, group)


class Avatar(Endpoint):
    """The picture of one of my groups."""

    @takes("image/png", "image/jpeg", "image/webp")
    def put(self, request: Request, group: int) -> None:
        """Takes a PNG, JPEG or WebP picture as the whole body."""
        take(CHANGES, str(signed_in_user(request).id))
        upload_group_avatar(signed_in_user(request).id, group, uploaded_picture(request._request))


class Members(Endpoint):
    """Who is in one of my groups."""

    def get(self, request: Request, group: int) -> list[MemberData]:
        """All of them, in the order of their coming."""
        check_member(signed_in_user(request).id, group)
        return members_data(members_of(group))

    @answers(201)
    def post(self, request: Request, group: int, body: NewMembersPayload) -> list[MemberData]:
        """Brings friends of mine in; answers with those who are new."""
        take(CHANGES, str(signed_in_user(request).id))
        return add_members(signed_in_user(request).id, group, body.members)


class OneMember(Endpoint):
    """A member of one of my groups: another, or myself."""

    def patch(self, request: Request, group: int, user: int, body: MemberPatch) -> None:
        """Makes them an admin, or a member again; gives them a name in the group, or none."""
        take(CHANGES, str(signed_in_user(request).id))
        me = signed_in_user(request).id
        check_member(me, group)
        with transaction.atomic():
            if body.role is not msgspec.UNSET:
                set_admin(me, group, user, is_admin=body.role == "admin")
            if body.nickname is not msgspec.UNSET:
                set_nickname(me, group, user, body.nickname)

    def delete(self, request: Request, group: int, user: int) -> None:
        """Removes them."""
        remove_member(signed_in_user(request).id, group, user)


class Owner(Endpoint):
    """Who owns one of my groups."""

    def post(self, request: Request, group: int, body: NewOwnerPayload) -> None:
        """Hands it over; I am an admin from then on."""
        take(CHANGES, str(signed_in_user(request).id))
        hand_over_group(signed_in_user(request).id, group, body.user)


class Leaving(Endpoint):
    """Going out of a group."""

    def post(self, request: Request, group: int) -> None:
        """Leaves it; an owner can't (`owner_must_transfer`) unless alone in it."""
        leave_group(signed_in_user(request).id, group)
