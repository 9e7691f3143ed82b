"""What everybody in a group should read."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from chat.actions import Notice, post_notice
from chat.models import stream_of
from chat.text import clean_text, is_blank
from ggtalk.errors import invalid, not_found
from ggtalk.realtime.publish import publish
from groups.actions.places import locked_group
from groups.events import AnnouncementPosted, AnnouncementRemoved
from groups.models import Announcement, Membership
from groups.permissions import check_may_speak, check_member, check_right
from groups.queries import standing_announcements
from groups.rights import Right
from groups.serializers import announcement_data

MOST_TEXT = 2000
MOST_ANNOUNCEMENTS = 200
SHOWN_IN_NOTICE = 80


def announce(user: int, group: int, text: str) -> Announcement:
    """Says something everybody in the group should read, with a line in its conversation.

    Refuses with `not_found`, `not_allowed`, `silenced` and `invalid` (blank, too long, too many).
    """
    text = checked_announcement(text)
    with transaction.atomic():
        locked_group(group)
        place = check_right(user, group, Right.ANNOUNCE)
        check_may_speak(user, place)
        if standing_announcements(group).count() >= MOST_ANNOUNCEMENTS:
            raise invalid(text=f"A group keeps at most {MOST_ANNOUNCEMENTS} announcements; take an old one back.")
        made = Announcement.objects.create(group_id=group, author_id=user, text=text)
        Membership.objects.filter(id=place.pk).update(seen_announcement=made.pk)
        conversation = place.group.conversation_id
        posted = AnnouncementPosted(group=group, announcement=announcement_data(made))
        publish(posted, to=stream_of(conversation))
        first_line = text.splitlines()[0]
        shown = first_line if len(first_line) <= SHOWN_IN_NOTICE else first_line[: SHOWN_IN_NOTICE - 1] + "…"
        post_notice(conversation, Notice("group_announced", user, [], text=shown))
    return made


def take_back_announcement(user: int, group: int, announcement: int) -> None:
    """Removes what was announced, with a line in its conversation. Refuses with `not_found` and `not_allowed`."""
    with transaction.atomic():
        locked_group(group)
        place = check_right(user, group, Right.ANNOUNCE)
        found = standing_announcements(group).filter(id=announcement).first()
        if found is None:
            raise not_found()
        found.text, found.taken_back_at, found.taken_back_by_id = "", timezone.now(), user
        found.save(update_fields=["text", "taken_back_at", "taken_back_by"])
        conversation = place.group.conversation_id
        publish(AnnouncementRemoved(group=group, announcement=announcement), to=stream_of(conversation))
        post_notice(conversation, Notice("announcement_removed", user, []))


def see_announcements(user: int, group: int) -> None:
    """Notes that a member has read all there are. Refuses with `not_found`."""
    with transaction.atomic():
        place = check_member(user, group)
        newest = standing_announcements(group).order_by("-id").values_list("id", flat=True).first()
        Membership.objects.filter(id=place.pk, seen_announcement__lt=newest or 0).update(seen_announcement=newest)


def checked_announcement(text: str, field: str = "text") -> str:
    """The text as it is announced; refuses with `invalid`, which names `field`."""
    text = clean_text(text).strip()
    if is_blank(text):
        raise invalid(**{field: "An announcement needs something that can be seen."})
    if len(text) > MOST_TEXT:
        raise invalid(**{field: f"At most {MOST_TEXT} characters."})
    return text
