"""Who wants a mail, whose time has come, and what waits for them: read from what is stored anyway."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import ConnectedClient, Friendship
from accounts.queries import settings_of, users_by_ids
from chat.queries.unread import Unread, unread_between
from notifications.models import Digest

LOOKED_AT = 100
"""So many people at once: what is asked and changed of them keeps nobody waiting."""


class WaitingIn(msgspec.Struct, frozen=True):
    """A conversation in which something waits; an empty name is a deleted account's."""

    conversation: int
    name: str
    messages: int
    mentions: int


class Waiting(msgspec.Struct, frozen=True):
    """What is to be mailed to somebody. since: up to where they were told before. language: as clients name it."""

    user: int
    address: str
    name: str
    language: str
    since: datetime
    conversations: list[WaitingIn]

    @property
    def messages(self) -> int:
        """How many wait in all conversations together."""
        return sum(one.messages for one in self.conversations)


def digest_of(user: int) -> Digest | None:
    """What somebody has chosen, if they ever did."""
    return Digest.objects.filter(user=user).first()


def due_page(now: datetime) -> list[Digest]:
    """Some of those whose time has come, whoever waited longest first; their users are loaded."""
    due = Digest.objects.filter(due_at__lte=now).select_related("user")
    return list(due.order_by("due_at")[:LOOKED_AT])  # by nothing more: many may be due at the same moment


def away_among(digests: Collection[Digest]) -> set[int]:
    """The users among those who can be mailed now: not frozen, at an address of theirs, on no device online."""
    reachable = {one.user_id for one in digests if one.user.is_active and one.address == one.user.email != ""}
    online = ConnectedClient.objects.filter(user__in=reachable).values_list("user_id", flat=True)
    return reachable - set(online)


def asking_among(users: Collection[int], until: datetime) -> set[int]:
    """Those of `users`, who have all chosen mails, for whom something waits that no mail was noted for."""
    rows = unread_between(users, F("user__digest__noted_until"), until)
    return {row.user for row in rows if row.asks}


def waiting_for(user: int, until: datetime) -> Waiting | None:
    """What is to be mailed now to somebody for whom a mail was noted then.

    `None` where there is nothing to say any more: they are here, have read it, can't be mailed or want no mails, or a
    later mail was noted, which will say it too.
    """
    digest = _open_digests().filter(user=user, noted_until=until).first()
    if digest is None:
        return None
    unread = [row for row in unread_between([user], F("user__digest__told_until"), until) if row.asks]
    if not unread:
        return None
    names = names_of(unread, user)
    conversations = [WaitingIn(row.conversation, names[row.conversation], row.messages, row.mentions) for row in unread]
    conversations.sort(key=lambda one: (-one.mentions, -one.messages, one.conversation))
    return Waiting(
        user=user,
        address=digest.address,
        name=digest.user.name,
        language=language_of(digest),
        since=digest.told_until,
        conversations=conversations,
    )


def asked_address(user: int, address: str) -> Digest | None:
    """What somebody has chosen who is to be asked at this address whether it is theirs; `None` if not any more."""
    chosen = Digest.objects.filter(user=user, user__is_active=True, user__email=address).exclude(address=address)
    return chosen.exclude(frequency=Digest.Frequency.NEVER).select_related("user").first()


def language_of(digest: Digest) -> str:
    """In which somebody reads: as they have set it, else as they chose mails; as clients name it."""
    chosen = settings_of(digest.user).get("language")
    return chosen if chosen in LANGUAGES else digest.language


LANGUAGES = {"en": "en", "zh-CN": "zh-hans"}
"""Those of the product as clients name them, each as Django does."""


def names_of(rows: Collection[Unread], user: int) -> dict[int, str]:
    """What each conversation is called by `user`: a group by its title, a person by remark or name."""
    peers = {row.peer for row in rows if row.peer is not None}
    people = users_by_ids(peers)
    remarks = dict(Friendship.objects.filter(owner=user, friend__in=peers).values_list("friend_id", "remark"))
    return {
        row.conversation: row.title if row.peer is None else remarks.get(row.peer) or people[row.peer].name
        for row in rows
    }


def digest_export(user: int) -> dict[str, Any] | None:
    """What somebody has chosen, and when they were mailed last."""
    digest = digest_of(user)
    fields = ("frequency", "hour", "time_zone", "language", "address", "sent_at", "sent_messages")
    return {name: getattr(digest, name) for name in fields} if digest else None


def _open_digests() -> QuerySet[Digest]:
    """Of those who want mails and can be mailed now."""
    online = ConnectedClient.objects.filter(user=OuterRef("user_id"))
    wanted = Digest.objects.exclude(frequency=Digest.Frequency.NEVER).filter(~Exists(online), user__is_active=True)
    return wanted.filter(user__email=F("address")).exclude(address="").select_related("user")
