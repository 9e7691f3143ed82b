"""What a message said before it was edited, what a card holds, and how long it can be, over REST."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import msgspec
from django.conf import settings
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from chat.forwarding import items_in
from chat.queries.forwarded import content_seen_by
from chat.queries.versions import versions_seen_by
from chat.serializers import ForwardedContentData, MessageBody
from ggtalk.errors import not_found
from ggtalk.rest.endpoint import Endpoint
from ggtalk.rest.structs import Data
from ggtalk.sealing.keys import ring


class VersionData(Data, frozen=True):
    """What a message said from `said_at` on."""

    body: MessageBody
    said_at: datetime


class VersionsData(Data, frozen=True):
    """Everything a message has said, oldest first; the last is what it says now, or said when I left."""

    versions: list[VersionData]


class Versions(Endpoint):
    """One message through its edits."""

    def get(self, request: Request, message: int) -> VersionsData:
        """For everybody who sees the message."""
        versions = versions_seen_by(signed_in_user(request).id, message)
        if versions is None:
            raise not_found()
        return VersionsData(
            versions=[
                VersionData(body=cast(MessageBody, msgspec.Raw(body.encode())), said_at=said_at)
                for body, said_at in versions
            ]
        )


class Forwarded(Endpoint):
    """What a card of forwarded messages holds."""

    def get(self, request: Request, message: int) -> ForwardedContentData:
        """For everybody who sees the card."""
        content = content_seen_by(signed_in_user(request).id, message)
        if content is None:
            raise not_found()
        return ForwardedContentData(messages=items_in(content))


class LimitsData(Data, frozen=True):
    """For how many minutes one may edit and recall what one said; 0: never.

    encrypted: messages are encrypted where they are stored, and searching reads them one by one. previews: what is
    behind links is shown. burn_hours: what burns after reading in a group is gone after so many in any case.
    """

    edit_minutes: int
    recall_minutes: int
    encrypted: bool
    previews: bool
    burn_hours: int


class Limits(Endpoint):
    """How long messages can be changed, and what the search can do."""

    def get(self, request: Request) -> LimitsData:
        """As the operator has set it."""
        return LimitsData(
            edit_minutes=settings.MESSAGE_EDIT_MINUTES,
            recall_minutes=settings.MESSAGE_RECALL_MINUTES,
            encrypted=not ring().is_empty,
            previews=settings.LINK_PREVIEWS,
            burn_hours=settings.BURN_GROUP_HOURS,
        )
