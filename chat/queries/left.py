"""Messages for those who have left: as they were then, since what became of them later is not theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from accounts.queries.batches import parts
from chat.bodies import RECALLED_BODY, without_preview
from chat.burning import BURNT_BODY
from chat.models import Message, MessageVersion
from chat.queries.messages import MESSAGE_COLUMNS, MessageRow, row_of

Version = tuple[int, str, datetime]
"""The number of the edit that ended it, what was said, and from when on."""

GONE = (RECALLED_BODY, BURNT_BODY)
"""Kept for nobody, and so never told as it was."""


def as_heard(rows: Collection[tuple[MessageRow, int | None]]) -> list[MessageRow]:
    """Each message as it was at the number where its reader left (`None`: takes part), in the same order.

    One query for up to 500 that changed after that; none where nobody has left. Reactions and previews of such a
    message are left out: nobody knows which there were. Its `changed_seq` is the number where the reader left.
    """
    changed = {row[0] for row, left in rows if _changed_after(row, left)}
    versions = _versions_of(changed)
    return [
        _as_it_was(row, left, versions.get(row[0], [])) if left is not None and row[0] in changed else row
        for row, left in rows
    ]


def heard_until(rows: Collection[MessageRow], left: int | None) -> list[MessageRow]:
    """The same for messages of one conversation."""
    return as_heard([(row, left) for row in rows])


def messages_heard_until(messages: Collection[Message], left: int | None) -> list[Message]:
    """The same for messages that are not going to be saved."""
    for message, row in zip(messages, heard_until([row_of(one) for one in messages], left), strict=True):
        for column, value in zip(MESSAGE_COLUMNS, row, strict=True):
            setattr(message, column, value)
    return list(messages)


def _changed_after(row: MessageRow, left: int | None) -> bool:
    changed_seq = row[8]
    return left is not None and changed_seq is not None and changed_seq > left


def _versions_of(messages: Collection[int]) -> Mapping[int, list[Version]]:
    found: dict[int, list[Version]] = {}
    for part in parts(messages):
        for version in MessageVersion.objects.filter(message__in=part).order_by("id"):
            found.setdefault(version.message_id, []).append((version.replaced_seq, version.body, version.said_at))
    return found


def _as_it_was(row: MessageRow, left: int, versions: Collection[Version]) -> MessageRow:
    pk, conversation, seq, sender, client_id, body, sent_at, edited_at, *_ = row
    if body in GONE or not _changed_after(row, left):
        return row
    later = next((version for version in versions if version[0] > left), None)
    if later is not None:
        _, body, said_at = later
        edited_at = said_at if said_at != sent_at else None
    return pk, conversation, seq, sender, client_id, without_preview(body), sent_at, edited_at, left, None
