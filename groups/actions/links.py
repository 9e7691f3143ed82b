"""Links that let whoever has them into a group."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.queries import hashed_secret
from chat.actions import Notice, post_notice
from chat.models import stream_of
from ggtalk.errors import Refused, not_found
from ggtalk.realtime.publish import publish
from groups.actions.places import existing_group, locked_group
from groups.actions.requests import check_is_outside, join_or_ask
from groups.events import JoinLinksChanged
from groups.models import Group, JoinLink, JoinRequest
from groups.permissions import check_link, check_right
from groups.queries import link_with, links_of
from groups.rights import Right

MOST_LINKS = 20
TOKEN_BYTES = 24
KEPT_DAYS = 30


@dataclass(frozen=True)
class NewLink:
    """A link that was made, and its secret, which is kept nowhere."""

    link: JoinLink
    token: str


def make_link(user: int, group: int, *, expires_in_hours: int | None, most_uses: int | None) -> NewLink:
    """Makes a link into a group; `None`: it never expires, and any number of people may use it.

    Refuses with `not_found`, `not_allowed` and `too_many_links`.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction.atomic():
        locked = _ruled(user, group)
        if len(links_of(group)) >= MOST_LINKS:
            raise Refused("too_many_links", f"A group has {MOST_LINKS} links at most; revoke one first.", status=409)
        until = None if expires_in_hours is None else timezone.now() + timedelta(hours=expires_in_hours)
        link = JoinLink.objects.create(
            group=locked, token_hash=hashed_secret(token), made_by_id=user, expires_at=until, most_uses=most_uses
        )
        _tell(locked, Notice("group_link_made", user, []))
    return NewLink(link, token)


def revoke_link(user: int, group: int, link: int) -> None:
    """Ends a link; one that has ended already stays so. Refuses with `not_found` and `not_allowed`."""
    with transaction.atomic():
        _end(user, _ruled(user, group), link)


def end_link(operator: int, group: int, link: int) -> None:
    """The same by an operator, who need not be in the group. Refuses with `not_found`."""
    with transaction.atomic():
        _end(operator, existing_group(group), link)


def _end(actor: int, group: Group, link: int) -> None:
    found = JoinLink.objects.filter(id=link, group=group).first()
    if found is None:
        raise not_found()
    if found.revoked_at is None:
        found.revoked_at = timezone.now()
        found.save(update_fields=["revoked_at"])
        _tell(group, Notice("group_link_revoked", actor, []))


def join_by_link(user: int, token: str) -> JoinRequest | None:
    """Comes into the group of a link, however it is joined else; who was removed from it asks to be let in again.

    The request, `None` for who is in. Refuses like `check_link`, and with `already_member`, `group_full` and
    `too_many_requests`.
    """
    with transaction.atomic():
        group = locked_group(check_link(link_with(token)).id)
        link = link_with(token)
        check_link(link)
        if group is None or link is None:
            raise not_found()
        check_is_outside(user, group)
        asked = join_or_ask(user, group, Notice("member_joined_by_link", user, [user]))
        if asked is None:
            JoinLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1)
            publish(JoinLinksChanged(group=group.id), to=stream_of(group.conversation_id))
        return asked


def prune_links(now: datetime | None = None) -> int:
    """A chore: forgets links that have let nobody in for `KEPT_DAYS`, and returns how many went.

    Until then whoever has one is told why it leads nowhere.
    """
    before = (now or timezone.now()) - timedelta(days=KEPT_DAYS)
    ended = Q(revoked_at__lt=before) | Q(expires_at__lt=before)
    done = Q(uses__gte=F("most_uses")) | Q(group=None)
    gone, _ = JoinLink.objects.filter(ended | (done & Q(created_at__lt=before))).delete()
    return gone


def _ruled(user: int, group: int) -> Group:
    locked = locked_group(group)
    if locked is None:
        raise not_found()
    check_right(user, group, Right.LINK)
    return locked


def _tell(group: Group, notice: Notice) -> None:
    publish(JoinLinksChanged(group=group.id), to=stream_of(group.conversation_id))
    post_notice(group.conversation_id, notice)
