"""Announcements of groups over REST."""

from __future__ import annotations

from rest_framework.request import Request

from accounts.authentication import signed_in_user
from accounts.throttle import take
from ggtalk.rest.endpoint import Endpoint, answers
from ggtalk.rest.structs import Payload
from groups.actions import announce, see_announcements, take_back_announcement
from groups.limits import CHANGES
from groups.permissions import check_member
from groups.queries import announcements_of, read_counts
from groups.serializers import AnnouncementData, AnnouncementsData, announcement_data


class AnnouncementPayload(Payload, frozen=True):
    """What everybody in a group should read."""

    text: str


class Announcements(Endpoint):
    """What should be read in one of my groups."""

    def get(self, request: Request, group: int) -> AnnouncementsData:
        """All of them, newest first, with how many have read each."""
        check_member(signed_in_user(request).id, group)
        rows = announcements_of(group)
        counts = read_counts(group, [row.pk for row in rows])
        return AnnouncementsData(
            announcements=[announcement_data(row) for row in rows], read_counts=[counts[row.pk] for row in rows]
        )

    @answers(201)
    def post(self, request: Request, group: int, body: AnnouncementPayload) -> AnnouncementData:
        """Says one more."""
        take(CHANGES, str(signed_in_user(request).id))
        return announcement_data(announce(signed_in_user(request).id, group, body.text))


class OneAnnouncement(Endpoint):
    """One announcement."""

    def delete(self, request: Request, group: int, announcement: int) -> None:
        """Takes it back."""
        take(CHANGES, str(signed_in_user(request).id))
        take_back_announcement(signed_in_user(request).id, group, announcement)


class Seen(Endpoint):
    """What I have read of them."""

    def post(self, request: Request, group: int) -> None:
        """All there are now."""
        see_announcements(signed_in_user(request).id, group)
