"""Who has read what I said, over REST."""

from __future__ import annotations

from rest_framework.request import Request

from accounts.authentication import signed_in_user
from chat.models import Message
from chat.permissions import check_member
from chat.queries.readers import readers_of
from chat.views.history import ids_in
from ggtalk.errors import not_found
from ggtalk.rest.endpoint import Endpoint
from ggtalk.rest.structs import Data, Payload


class ReadCountsQuery(Payload, frozen=True):
    """Ids of messages of mine, separated by commas."""

    ids: str


class ReadCountData(Data, frozen=True):
    """`read` of the `of` others who could read a message have read it."""

    message: int
    read: int
    of: int


class ReadCountsData(Data, frozen=True):
    """What is known of those that I have said there, in the order of saying."""

    reads: list[ReadCountData]


class ReadersData(Data, frozen=True):
    """Ids of the users who have read a message, and of those who have not."""

    read: list[int]
    unread: list[int]


class ReadCounts(Endpoint):
    """How many have read what I said in one of my conversations."""

    def get(self, request: Request, conversation: int, query: ReadCountsQuery) -> ReadCountsData:
        """Those of up to 100 messages that I have said there and not recalled."""
        me = signed_in_user(request).id
        check_member(conversation, me)
        rows = readers_of(me, conversation, ids_in(query.ids))
        counts = [ReadCountData(message=row.message, read=len(row.read), of=row.count) for row in rows]
        return ReadCountsData(reads=counts)


class Readers(Endpoint):
    """Who has read one message of mine."""

    def get(self, request: Request, message: int) -> ReadersData:
        """As far as they let it be known; those who joined later are in neither list."""
        me = signed_in_user(request).id
        conversation = Message.objects.filter(id=message, sender=me).values_list("conversation_id", flat=True).first()
        if conversation is None:
            raise not_found()
        check_member(conversation, me)
        rows = readers_of(me, conversation, [message])
        if not rows:
            raise not_found()
        return ReadersData(read=rows[0].read, unread=rows[0].unread)
