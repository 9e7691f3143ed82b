"""Looking at who is in a group: a client that does is told how present they are."""

from __future__ import annotations

from django.db import transaction

from accounts.models import ConnectedClient
from accounts.presence import VisiblePresence
from ggtalk.realtime.commands import Client
from groups.models import MemberWatch
from groups.permissions import check_member
from groups.queries import member_presences


def watch_members(client: Client, group: int | None) -> dict[int, VisiblePresence]:
    """Lets a client hear from now on how present the members of a group are, and of no other; `None`: of none.

    Returns who is there now, but for those who have blocked the user. Refuses with `not_found`.
    """
    with transaction.atomic():
        if group is None:
            MemberWatch.objects.filter(connection=client.connection).delete()
            return {}
        check_member(client.user, group)
        watch = {"group_id": group, "user_id": client.user}
        MemberWatch.objects.update_or_create(connection=client.connection, defaults=watch)
        return member_presences(group, client.user)


def forget_departed_watches() -> int:
    """A chore: clients that are gone look at nothing; returns how many they were."""
    connected = ConnectedClient.objects.values("connection")
    gone, _ = MemberWatch.objects.exclude(connection__in=connected).delete()
    return gone
