"""A user's own view of their conversations: pinned, what they are told of, draft, hidden …; no one else hears of it."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from django.db import transaction
from django.utils import timezone

from accounts.events import own_stream
from chat.actions.pictures import drop_draft_uploads, hold_draft_uploads
from chat.drafts import DraftPlaces, checked_draft
from chat.events import ConversationChanged
from chat.models import Conversation, Participant
from chat.queries.conversations import Participation, locked_participations, participations_of, participations_with_ids
from chat.queries.counting import unread_in, unread_of
from chat.serializers import NotifyName, OwnStateData, own_state_data
from ggtalk.errors import invalid, not_found
from ggtalk.realtime.publish import lock_streams, publish_each


class OwnChanges(msgspec.Struct, frozen=True):
    """What a user changes of their own view; `None` leaves it as it is.

    draft_places: what stands in the draft beside it.
    """

    pinned: bool | None = None
    notify: NotifyName | None = None
    marked_unread: bool | None = None
    draft: str | None = None
    draft_places: DraftPlaces | None = None
    hidden: bool | None = None


def change_own_state(user: int, conversation: int, changes: OwnChanges) -> OwnStateData:
    """Changes the user's view and tells their clients. Pinning brings a hidden conversation back.

    Refuses with `not_found`, `no_such_picture`, `invalid`.
    """
    with transaction.atomic():
        row = locked_participations({(conversation, user)}).get((conversation, user))
        if row is None:
            raise not_found()
        columns = _columns(row, changes) | _draft_columns(row, changes)
        if not columns:
            return own_state_data(row, unread_of(row))
        Participant.objects.filter(id=row.id).update(**columns)
        ((stream, said),) = own_states_said([row.id])
        publish_each([(stream, said)])
        return said.own


def _columns(row: Participation, changes: OwnChanges) -> dict[str, object]:
    columns: dict[str, object] = {}
    if changes.pinned is not None and changes.pinned != (row.pinned_at is not None):
        columns["pinned_at"] = timezone.now() if changes.pinned else None
    hidden = False if changes.pinned and changes.hidden is None else changes.hidden
    if hidden is not None and hidden != row.is_hidden:
        columns["hidden_seq"] = row.last_seq if hidden else None
    if changes.notify is not None and changes.notify != row.notify:
        columns["notify"] = _checked_notify(row, changes.notify)
    if changes.marked_unread is not None and changes.marked_unread != row.marked_unread:
        columns["marked_unread"] = changes.marked_unread
    return columns


def _checked_notify(row: Participation, notify: NotifyName) -> NotifyName:
    if notify == "mentions" and row.kind != Conversation.Kind.GROUP:
        raise invalid(notify="Only in groups is anybody mentioned.")
    return notify


def _draft_columns(row: Participation, changes: OwnChanges) -> dict[str, object]:
    """What changes of the draft; its uploads stay as long as they stand in it."""
    if changes.draft is None:
        if changes.draft_places is not None:
            raise invalid(draft_places="What stands in a draft comes with its text.")
        return {}
    draft = checked_draft(changes.draft, changes.draft_places)
    if (draft.text, draft.places) == (row.draft, row.draft_places):
        return {}
    lock_streams([own_stream(row.user)])  # before the files, as everywhere
    hold_draft_uploads(row, draft.uploads)
    return {"draft": draft.text, "draft_places": draft.places}


def hide_conversations(user: int) -> None:
    """Takes all unpinned conversations off the user's list; each comes back with its next message."""
    with transaction.atomic():
        listed = [row for row in participations_of(user) if row.pinned_at is None and not row.is_hidden]
        rows = locked_participations({(row.conversation, row.user) for row in listed})
        hidden = [Participant(id=row.id, hidden_seq=row.last_seq) for row in rows.values()]
        Participant.objects.bulk_update(hidden, ["hidden_seq"], batch_size=400)
        publish_each(own_states_said([row.id for row in rows.values()]))


def forget_drafts(user: int) -> None:
    """Throws away what somebody who deletes their account has written and not sent."""
    Participant.objects.filter(user=user).exclude(draft="").update(draft="", draft_places="")
    drop_draft_uploads(user)


def own_states_said(participants: Collection[int]) -> list[tuple[str, ConversationChanged]]:
    """`conversation.changed` for rows of `Participant`, as they are now, each for its user's own stream."""
    rows = participations_with_ids(participants)
    unread = unread_in(rows)
    return [(own_stream(row.user), ConversationChanged(own=own_state_data(row, unread[row.id]))) for row in rows]
