"""Groups and members as they can be seen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from accounts.models import Block
from accounts.presence import VisiblePresence
from accounts.queries import hashed_secret, presences_among
from accounts.queries.batches import parts
from accounts.text import fold
from ggtalk.prepared import PreparedQuery
from groups.models import Announcement, Group, JoinLink, JoinRequest, Membership, MemberWatch, Removal, Silence

FOUND_PER_PAGE = 20
MOST_DIGITS = 10


def groups_of(user: int) -> list[tuple[Group, int]]:
    """The user's groups, each with its number of members, in the order of their making."""
    return _with_member_counts(Group.objects.filter(memberships__user=user))


def group_seen_by(user: int, group: int) -> tuple[Group, int] | None:
    """A group with its number of members, if the user is in it."""
    found = _with_member_counts(Group.objects.filter(id=group, memberships__user=user))
    return found[0] if found else None


def findable_by(user: int) -> QuerySet[Group]:
    """The groups whose existence a user may learn of: those one can ask to join, and their own."""
    return Group.objects.filter(~Q(join_mode=Group.JoinMode.INVITATION) | Q(id__in=_ids_of_groups_with(user)))


def found_groups(user: int, search: str, *, after: int = 0) -> tuple[list[tuple[Group, int]], int | None]:
    """One page of groups by exact number (first) or part of the name, each with its number of members.

    Also where the next page begins; `None` after the last one.
    """
    key = fold(search)
    if not key:
        return [], None
    number = int(key) if key.isdecimal() and len(key) <= MOST_DIGITS else 0
    findable = findable_by(user).select_related("conversation")
    exact = [] if after else list(findable.filter(number=number))
    by_name = findable.filter(name_key__contains=key, id__gt=after).exclude(number=number).order_by("id")
    page = list(by_name[: FOUND_PER_PAGE - len(exact) + 1])
    more = len(page) > FOUND_PER_PAGE - len(exact)
    page = page[: FOUND_PER_PAGE - len(exact)]
    return _counted([*exact, *page]), page[-1].id if more else None


def findable_among(user: int, groups: Collection[int]) -> list[tuple[Group, int]]:
    """Those of the groups whose existence a user may learn of, each with its number of members."""
    return _with_member_counts(findable_by(user).filter(id__in=groups))


def _ids_of_groups_with(user: int) -> QuerySet[Membership, int]:
    return Membership.objects.filter(user=user).values_list("group_id", flat=True)


def _with_member_counts(groups: QuerySet[Group]) -> list[tuple[Group, int]]:
    return _counted(list(groups.select_related("conversation").order_by("id")))


def _counted(found: list[Group]) -> list[tuple[Group, int]]:
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


def member_presences(group: int, seer: int) -> dict[int, VisiblePresence]:
    """How present a group's members are, as one of them sees it; who is offline is left out."""
    return presences_among(Membership.objects.filter(group=group).values("user"), seer)


def watching_members(users: Collection[int]) -> set[tuple[int, int]]:
    """(member, one who looks at the members of a group where both are), for those of the users who are members."""
    watched: set[tuple[int, int]] = set()
    for part in parts(users):
        rows = MemberWatch.objects.filter(group__memberships__user__in=part)
        watched.update(rows.values_list("group__memberships__user_id", "user_id"))
    return {(user, hearer) for user, hearer in watched if user != hearer}


def nicknames_at(user: int, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """By (group, member) the names that some members bear there, in those of the groups that the user is in."""
    mine = Membership.objects.filter(user=user, group__in={group for group, _ in places}).values_list(
        "group", flat=True
    )
    there = Membership.objects.filter(group__in=list(mine), user__in={member for _, member in places})
    named = there.exclude(nickname="").values_list("group", "user", "nickname")
    return {(group, member): name for group, member, name in named if (group, member) in places}


def join_requests_of(user: int, admitting: Collection[str]) -> list[JoinRequest]:
    """A user's own requests to join, and those that wait for an answer of theirs; the newest first.

    `admitting`: the roles that answer requests. Of people the user has blocked none are there.
    """
    ruled = Membership.objects.filter(user=user, role__in=admitting).values("group")
    blocked = Block.objects.filter(owner=user).values("blocked")
    waiting = Q(group__in=ruled, state=JoinRequest.State.PENDING) & ~Q(user__in=blocked)
    return list(JoinRequest.objects.filter(Q(user=user) | waiting).order_by("-created_at", "-id"))


def pending_requests(group: int) -> list[JoinRequest]:
    """A group's requests to join that nobody has answered, in the order of asking."""
    return list(JoinRequest.objects.filter(group=group, state=JoinRequest.State.PENDING).order_by("created_at", "id"))


def links_of(group: int) -> list[JoinLink]:
    """The links by which people can come into a group now, the newest first."""
    lasting = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    unused = Q(most_uses=None) | Q(uses__lt=F("most_uses"))
    return list(JoinLink.objects.filter(lasting, unused, group=group, revoked_at=None).order_by("-id"))


def link_with(token: str) -> JoinLink | None:
    """The link with this secret, whether it still lets anybody in or not."""
    return JoinLink.objects.select_related("group__conversation").filter(token_hash=hashed_secret(token)).first()


def removed_among(group: int, users: Collection[int]) -> set[int]:
    """Those of `users` who were removed from a group and not let in again since."""
    rows = Removal.objects.filter(group=group)
    return {user for part in parts(users) for user in rows.filter(user__in=part).values_list("user_id", flat=True)}


def ids_with_roles(group: int, roles: Collection[str]) -> list[int]:
    """Ids of the members who have one of these roles."""
    return list(Membership.objects.filter(group=group, role__in=roles).values_list("user_id", flat=True))


def roles_at(places: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """By (conversation, user) the role of the user in the conversation's group, as far as they are in it."""
    roles: dict[tuple[int, int], str] = {}
    for conversations in parts({conversation for conversation, _ in places}):
        for users in parts({user for _, user in places}):
            rows = Membership.objects.filter(group__conversation__in=conversations, user__in=users)
            for conversation, user, role in rows.values_list("group__conversation_id", "user_id", "role"):
                roles[conversation, user] = role
    return {place: role for place, role in roles.items() if place in places}


def silences_in(group: int) -> dict[int, datetime]:
    """By user until when they are silenced in a group; some may be over, some may be of people who have left."""
    return dict(Silence.objects.filter(group=group).values_list("user_id", "until"))


def silences_at(places: Collection[tuple[int, int]]) -> dict[tuple[int, int], datetime]:
    """By (conversation, user) until when the user is silenced in the conversation's group."""
    rows = _silences({conversation for conversation, _ in places}, {user for _, user in places})
    return {(conversation, user): until for conversation, user, until in rows if (conversation, user) in places}


def silent_groups(conversations: Collection[int]) -> dict[int, datetime]:
    """Until when everybody is silenced, by the group's conversation."""
    return {conversation: until for conversation, until in _silent_groups(conversations) if until is not None}


_silences: PreparedQuery[tuple[int, int, datetime]] = PreparedQuery(
    lambda conversations, users: Silence.objects.filter(
        group__conversation__in=conversations, user__in=users
    ).values_list("group__conversation_id", "user_id", "until")
)
_silent_groups: PreparedQuery[tuple[int, datetime | None]] = PreparedQuery(
    lambda conversations: Group.objects.filter(
        conversation__in=conversations, silenced_until__isnull=False
    ).values_list("conversation_id", "silenced_until")
)


def announcements_of(group: int) -> list[Announcement]:
    """A group's announcements, newest first."""
    return list(standing_announcements(group).order_by("-id"))


def standing_announcements(group: int) -> QuerySet[Announcement]:
    """Those that were not taken back."""
    return Announcement.objects.filter(group=group, taken_back_at__isnull=True)


def read_counts(group: int, announcements: Collection[int]) -> dict[int, int]:
    """How many members have read each announcement; one query, whatever the group's size."""
    seen = Membership.objects.filter(group=group, seen_announcement__gt=0)
    rows = seen.order_by().values("seen_announcement").annotate(count=Count("id"))
    counts = list(rows.values_list("seen_announcement", "count"))
    return {one: sum(count for last, count in counts if last >= one) for one in announcements}
