"""Groups and members as they can be seen."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, QuerySet

from accounts.queries.batches import parts
from groups.models import Announcement, Group, Membership


def groups_of(user: int) -> list[tuple[Group, int]]:
    """The user's groups, each with its number of members, in the order of their making."""
    return _with_member_counts(Group.objects.filter(memberships__user=user))


def group_seen_by(user: int, group: int) -> tuple[Group, int] | None:
    """A group with its number of members, if the user is in it."""
    found = _with_member_counts(Group.objects.filter(id=group, memberships__user=user))
    return found[0] if found else None


def _with_member_counts(groups: QuerySet[Group]) -> list[tuple[Group, int]]:
    found = list(groups.order_by("id"))
    counts: dict[int, int] = {}
    for part in parts({group.id for group in found}):
        rows = Membership.objects.filter(group__in=part).order_by().values("group").annotate(count=Count("id"))
        counts.update(rows.values_list("group", "count"))
    return [(group, counts.get(group.id, 0)) for group in found]


def members_of(group: int) -> QuerySet[Membership]:
    """A group's members with their cards, in the order of their coming."""
    return Membership.objects.filter(group=group).select_related("user").order_by("id")


def membership_of(user: int, group: int) -> Membership | None:
    """The user's place in a group, with their card."""
    return Membership.objects.filter(group=group, user=user).select_related("group", "user").first()


def member_ids(group: int) -> list[int]:
    """Ids of a group's members."""
    return list(Membership.objects.filter(group=group).values_list("user_id", flat=True))


def roles_at(places: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """By (conversation, user) the role of the user in the conversation's group, as far as they are in it."""
    roles: dict[tuple[int, int], str] = {}
    for conversations in parts({conversation for conversation, _ in places}):
        for users in parts({user for _, user in places}):
            rows = Membership.objects.filter(group__conversation__in=conversations, user__in=users)
            for conversation, user, role in rows.values_list("group__conversation_id", "user_id", "role"):
                roles[conversation, user] = role
    return {place: role for place, role in roles.items() if place in places}


def announcements_of(group: int) -> list[Announcement]:
    """A group's announcements, newest first."""
    return list(Announcement.objects.filter(group=group).order_by("-id"))


def read_counts(group: int, announcements: Collection[int]) -> dict[int, int]:
    """How many members have read each announcement; one query, whatever the group's size."""
    seen = Membership.objects.filter(group=group, seen_announcement__gt=0)
    rows = seen.order_by().values("seen_announcement").annotate(count=Count("id"))
    counts = list(rows.values_list("seen_announcement", "count"))
    return {one: sum(count for last, count in counts if last >= one) for one in announcements}
