"""Who asked whom to be friends, as one user sees it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import FriendRequest

REQUESTS_PER_PAGE = 50


def requests_of(user: int) -> QuerySet[FriendRequest]:
    """Requests the user made or received, the newest first; what a blocked user asked is not received."""
    mine = Q(from_user=user) | Q(to_user=user, is_hidden=False)
    return FriendRequest.objects.filter(mine).select_related("from_user", "to_user").order_by("-created_at", "-id")


def unseen_requests_of(user: int) -> QuerySet[FriendRequest]:
    """Those received, and those answered, that the user has not looked at."""
    return requests_of(user).filter(_unseen(user))


def requests_page(user: int, *, after: int | None = None) -> tuple[list[FriendRequest], int | None]:
    """One page of requests, and after which the next page begins; nothing comes after one that is not the user's."""
    requests = requests_of(user) if after is None else _older(user, after)
    page = list(requests[: REQUESTS_PER_PAGE + 1])
    more = len(page) > REQUESTS_PER_PAGE
    page = page[:REQUESTS_PER_PAGE]
    return page, page[-1].id if more else None


def requests_to_begin_with(user: int) -> tuple[list[FriendRequest], int | None]:
    """The first page and, however old, what is pending or unseen; and after which the others begin."""
    page, following = requests_page(user)
    if following is None:
        return page, None
    older, waiting = _older(user, following), Q(state=FriendRequest.State.PENDING) | _unseen(user)
    return page + list(older.filter(waiting)), following if older.exclude(waiting).exists() else None


def _older(user: int, than: int) -> QuerySet[FriendRequest]:
    requests = requests_of(user)
    made = requests.filter(id=than).values_list("created_at", flat=True).first()
    if made is None:
        return requests.none()
    return requests.filter(Q(created_at__lt=made) | Q(created_at=made, id__lt=than))


def _unseen(user: int) -> Q:
    return Q(from_user=user, seen_by_sender=False) | Q(to_user=user, seen_by_receiver=False)
