"""What the server says in a conversation, as it goes over the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from ggtalk.rest.structs import Data

NoticeKind = Literal[
    "group_created",
    "group_renamed",
    "group_avatar",
    "group_announced",
    "announcement_removed",
    "group_dissolved",
    "group_join_mode",
    "group_history",
    "group_link_made",
    "group_link_revoked",
    "member_joined",
    "member_joined_by_link",
    "member_admitted",
    "member_left",
    "member_removed",
    "member_made_admin",
    "member_no_admin",
    "group_handed_over",
    "member_silenced",
    "member_unsilenced",
    "group_silenced",
    "group_unsilenced",
    "private_chat_allowed",
    "private_chat_ended",
]


class NoticeData(Data, frozen=True):
    """What the server says in a conversation; `users` are the ids of those it is about.

    `text`: the new name, how the announcement begins, the new join mode, or what newcomers read.
    `until`: when a silence ends; in the year 9999 until it is lifted.
    """

    kind: NoticeKind
    users: list[int]
    text: str | msgspec.UnsetType = msgspec.UNSET
    until: datetime | msgspec.UnsetType = msgspec.UNSET
