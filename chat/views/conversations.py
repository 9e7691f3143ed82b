"""My conversations over REST."""

from __future__ import annotations

from typing import Annotated

import msgspec
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from chat.actions import OwnChanges, change_own_state, hide_conversations, open_direct_conversation
from chat.drafts import DraftPlaces
from chat.queries.conversations import participation, participations_of
from chat.serializers import ConversationData, NotifyName, OwnStateData, conversation_data, conversations_data
from ggtalk.errors import not_found
from ggtalk.rest.endpoint import Endpoint
from ggtalk.rest.structs import Payload


class DirectConversationPayload(Payload, frozen=True):
    """Whom to talk to."""

    user: Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class OwnStatePayload(Payload, frozen=True):
    """What to change of my own view. `draft_places`: what stands in the `draft` beside it, and in no other."""

    pinned: bool | None = None
    notify: NotifyName | None = None
    marked_unread: bool | None = None
    draft: str | None = None
    draft_places: DraftPlaces | None = None
    hidden: bool | None = None


class Conversations(Endpoint):
    """All my conversations."""

    def get(self, request: Request) -> list[ConversationData]:
        """Those I have left and those I have hidden too; their own state says so."""
        return conversations_data(participations_of(signed_in_user(request).id))


class DirectConversations(Endpoint):
    """Conversations with one person."""

    def post(self, request: Request, body: DirectConversationPayload) -> ConversationData:
        """The one with that user, made on first use."""
        return open_direct_conversation(signed_in_user(request).id, body.user)


class HiddenConversations(Endpoint):
    """My list, cleared."""

    def post(self, request: Request) -> None:
        """Takes all unpinned conversations off my list; each comes back with its next message."""
        hide_conversations(signed_in_user(request).id)


class OneConversation(Endpoint):
    """One of my conversations."""

    def get(self, request: Request, conversation: int) -> ConversationData:
        """As I see it."""
        row = participation(conversation, signed_in_user(request).id)
        if row is None:
            raise not_found()
        return conversation_data(row)

    def patch(self, request: Request, conversation: int, body: OwnStatePayload) -> OwnStateData:
        """Changes my own view of it."""
        return change_own_state(signed_in_user(request).id, conversation, OwnChanges(**msgspec.structs.asdict(body)))
