"""What a user has said and keeps of conversations, for their export."""

from __future__ import annotations

from typing import Any

import msgspec

from accounts.queries import users_by_ids
from chat.models import Message
from chat.queries.conversations import participations_of
from chat.queries.deletions import deleted_for
from chat.queries.favourites import favourites_kept_by
from chat.queries.stickers import collection_of


def messages_of(user: int) -> list[dict[str, Any]]:
    """Everything a user has said and not deleted for themselves, in the order of saying."""
    rows = (
        Message.objects.filter(sender=user)
        .exclude(deleted_for(user))
        .order_by("id")
        .values_list("conversation_id", "seq", "body", "sent_at")
    )
    return [
        {"conversation": conversation, "seq": seq, "body": msgspec.json.decode(body), "sent_at": sent_at}
        for conversation, seq, body, sent_at in rows.iterator()
    ]


def favourites_of(user: int) -> list[dict[str, Any]]:
    """Everything a user keeps, in the order of keeping, as they see it."""
    return [
        {
            "conversation": row[1],
            "seq": row[2],
            "body": msgspec.json.decode(row[5]),
            "sent_at": row[6],
            "kept_at": kept_at,
        }
        for _, kept_at, row in reversed(favourites_kept_by(user))
    ]


def conversations_of(user: int) -> list[dict[str, Any]]:
    """Everything a user is or was in, as they keep it; `with`: the account of the other one of a direct one."""
    rows = participations_of(user)
    peers = users_by_ids({row.peer for row in rows if row.peer is not None})
    return [
        {
            "conversation": row.conversation,
            "kind": row.kind,
            "title": row.title,
            "with": peers[row.peer].account if row.peer is not None and not peers[row.peer].is_deleted else "",
            "left": row.left_seq is not None,
            "read_seq": row.read_seq,
            "pinned": row.pinned_at is not None,
            "notify": row.notify,
            "draft": row.draft,
            "draft_places": msgspec.json.decode(row.draft_places) if row.draft_places else None,
        }
        for row in rows
    ]


def stickers_of(user: int) -> list[int]:
    """The files a user has collected as stickers, in their order."""
    return [sticker.file_id for sticker in collection_of(user)]
