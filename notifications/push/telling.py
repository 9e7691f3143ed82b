"""What a browser is told of a conversation now, if there is anything to tell."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import datetime

import msgspec
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from accounts.models import Friendship, User
from accounts.queries import users_by_ids
from chat.queries.attention import asking_in
from chat.queries.conversations import Participation, participation
from ggtalk.rest.structs import Data
from groups.models import Group
from groups.queries import nicknames_at
from notifications.models import PushSubscription
from notifications.push.service import Pushed
from notifications.push.wording import excerpt_of

SHOWS_TEXT = "push_shows_text"
"""The switch among a user's settings; true where it was never set."""
TOPIC_CHARACTERS = 32


class NotificationData(Data, frozen=True):
    """What the service worker shows: one for each `tag`, the last; `path` opens when it is clicked."""

    title: str
    body: str
    tag: str
    path: str
    sent_at: datetime


class Told(msgspec.Struct, frozen=True):
    """What is pushed, and up to which number of the conversation it tells."""

    pushed: Pushed
    seq: int


def tag_of(conversation: int) -> str:
    """What the notifications of a conversation are known by in a browser."""
    return f"c{conversation}"


def told_of(subscription: PushSubscription, conversation: int) -> Told | None:
    """What the browser is told; `None` where nothing there asks for its user's attention any more."""
    user = subscription.device.user
    row = participation(conversation, user.id)
    if row is None:
        return None
    message, count = asking_in(row)
    if message is None:
        return None
    _id, _conversation, seq, sender, _client_id, body, sent_at, *_rest = message
    with override(subscription.language):
        name = _name_in(row, sender)
        title = row.title or name
        shown = NotificationData(
            title=f"{title} ({count})" if count > 1 else title,
            body=_body(row, body, name, count) if user.switches.get(SHOWS_TEXT, True) else _no_text(count),
            tag=tag_of(conversation),
            path=f"/chats/{conversation}",
            sent_at=sent_at,
        )
    is_urgent = row.peer is not None or row.notify == "mentions"
    pushed = Pushed(msgspec.json.encode(shown), _topic(subscription, conversation), "high" if is_urgent else "normal")
    return Told(pushed, seq)


def _body(row: Participation, body: str, name: str, count: int) -> str:
    excerpt = excerpt_of(body, name)
    if excerpt.is_line or row.peer is not None:
        return excerpt.text
    return pgettext("message", "%(name)s: %(text)s") % {"name": name, "text": excerpt.text}


def _no_text(count: int) -> str:
    return ngettext("New message", "%(count)d new messages", count) % {"count": count}


def _name_in(row: Participation, sender: int) -> str:
    """What the user calls who said it: their remark, else the name borne in the group, else the name."""
    remark = Friendship.objects.filter(owner=row.user, friend=sender).values_list("remark", flat=True).first()
    if remark:
        return remark
    group = Group.objects.filter(conversation=row.conversation).values_list("id", flat=True).first()
    if group is not None and (nickname := nicknames_at(row.user, {(group, sender)}).get((group, sender))):
        return nickname
    user: User | None = users_by_ids([sender]).get(sender)
    return (user.name if user else "") or _("Deleted account")


def _topic(subscription: PushSubscription, conversation: int) -> str:
    """By which the service replaces what it has not delivered yet; it tells the service of no conversation."""
    digest = salted_hmac("push topic", f"{subscription.pk}:{conversation}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest)[:TOPIC_CHARACTERS].decode()
