"""What can be heard of groups: in their conversation's stream and in a user's own."""

from __future__ import annotations

from ggtalk.realtime.events import Event, event
from groups.serializers import AnnouncementData, GroupData, JoinRequestData, MemberData


@event("group.joined")
class GroupJoined(Event, frozen=True):
    """I am in a group from now on."""

    group: GroupData


@event("group.changed")
class GroupChanged(Event, frozen=True):
    """A group bears another name, or is joined in another way."""

    group: GroupData


@event("group.left")
class GroupLeft(Event, frozen=True):
    """I am in a group no longer; `group` is an id."""

    group: int


@event("member.joined")
class MemberJoined(Event, frozen=True):
    """Somebody came into a group; `group` is an id."""

    group: int
    member: MemberData


@event("member.changed")
class MemberChanged(Event, frozen=True):
    """A member's role is another; one who became `owner` is the group's."""

    group: int
    member: MemberData


@event("member.left")
class MemberLeft(Event, frozen=True):
    """Somebody went out of a group; both are ids."""

    group: int
    user: int


@event("announcement.posted")
class AnnouncementPosted(Event, frozen=True):
    """Everybody in a group should read this; `group` is an id."""

    group: int
    announcement: AnnouncementData


@event("announcement.removed")
class AnnouncementRemoved(Event, frozen=True):
    """An announcement was taken back; both are ids."""

    group: int
    announcement: int


@event("join_request.changed")
class JoinRequestChanged(Event, frozen=True):
    """A request to join: my own as it is now, or one that waits for my answer."""

    request: JoinRequestData


@event("join_request.removed")
class JoinRequestRemoved(Event, frozen=True):
    """A request to join, by its id, waits for my answer no longer, or is one that I have taken back."""

    request: int


@event("join_links.changed")
class JoinLinksChanged(Event, frozen=True):
    """The links to join a group, whose id this is, are others now, or used once more: who shows them asks again."""

    group: int
