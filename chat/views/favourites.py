"""What I keep, over REST."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from chat.search.folding import folded
from chat.search.kept import favourites_of
from chat.search.terms import words_of
from chat.serializers import MessageData, message_data
from ggtalk.rest.endpoint import Endpoint
from ggtalk.rest.structs import Data, Payload


class FavouritesQuery(Payload, frozen=True):
    """What to look for, as in the search; `before`: the `next` of the page before."""

    q: Annotated[str, msgspec.Meta(max_length=200)] = ""
    before: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 30


class FavouriteData(Data, frozen=True):
    """A message that I keep, as I see it now. `marks`: start and end of each hit in its text, in code points."""

    message: MessageData
    kept_at: datetime
    marks: list[tuple[int, int]]


class FavouritesData(Data, frozen=True):
    """One page, the latest kept first; `next` is the `before` of the following one."""

    favourites: list[FavouriteData]
    next: int | None


class Favourites(Endpoint):
    """My favourites."""

    def get(self, request: Request, query: FavouritesQuery) -> FavouritesData:
        """One page of them, of all or of those that are meant."""
        typed = words_of(query.q)
        if query.q.strip() and not typed:
            return FavouritesData(favourites=[], next=None)
        kept, more = favourites_of(signed_in_user(request).id, tuple(map(folded, typed)), query.before, query.limit)
        told = [FavouriteData(message=message_data(one.row), kept_at=one.kept_at, marks=one.marks) for one in kept]
        return FavouritesData(favourites=told, next=kept[-1].id if more else None)
