"""Searching all I may see, over REST."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from chat.queries.visible import visible_bounds
from chat.search import found_messages, id_at
from chat.search.base import Question
from chat.search.finding import Order
from chat.search.folding import folded
from chat.search.kinds import Kind
from chat.search.terms import words_of
from chat.serializers import MessageData, message_data
from ggtalk.errors import not_found
from ggtalk.rest.endpoint import Endpoint
from ggtalk.rest.structs import Data, Payload

Id = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]

UNEVENNESS = timedelta(minutes=1)
"""Two processes may store messages in another order than they took their times; ids are looked at so much wider."""


class SearchQuery(Payload, frozen=True, rename={"since": "from"}):
    """What to look for. Words are looked for wherever they stand; those in quotes together."""

    q: Annotated[str, msgspec.Meta(max_length=200)] = ""
    conversation: Id | None = None
    sender: Id | None = None
    since: Moment | None = None
    until: Moment | None = None
    kind: Kind | None = None
    order: Order = "newest"
    after: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20


class SearchHitData(Data, frozen=True):
    """A message that was meant. `marks`: start and end of each hit in its text, counted in characters (code points)."""

    message: MessageData
    marks: list[tuple[int, int]]


class SearchData(Data, frozen=True):
    """One page. It may be short, even empty, and yet not the last: `next` is the `after` of the following one."""

    hits: list[SearchHitData]
    next: int | None


class MessageSearch(Endpoint):
    """What was said anywhere in my conversations."""

    def get(self, request: Request, query: SearchQuery) -> SearchData:
        """One page of what I may see and mean."""
        question = _question(signed_in_user(request).id, query)
        found = found_messages(question, query.order, query.after, query.limit)
        hits = [SearchHitData(message=message_data(hit.row), marks=hit.marks) for hit in found.hits]
        return SearchData(hits=hits, next=found.following)


def _question(user: int, query: SearchQuery) -> Question:
    bounds = visible_bounds(user)
    if query.conversation is not None:
        if query.conversation not in bounds:
            raise not_found()
        bounds = {query.conversation: bounds[query.conversation]}
    typed = words_of(query.q)
    if query.q and not typed:  # nothing but blanks and quotes: nothing is meant
        bounds = {}
    question = Question(
        reader=user,
        bounds=bounds,
        terms=tuple(map(folded, typed)),
        typed=typed,
        sender=query.sender,
        kind=query.kind,
        since=query.since,
        until=query.until,
    )
    return _narrowed(question)


def _narrowed(question: Question) -> Question:
    """Between the ids of its moments."""
    if question.since:
        question = msgspec.structs.replace(question, above=id_at(question.since - UNEVENNESS) - 1)
    if question.until:
        question = msgspec.structs.replace(question, below=id_at(question.until + UNEVENNESS))
    return question
