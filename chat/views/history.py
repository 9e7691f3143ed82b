"""What was said in one conversation, over REST: pages of it, and the days there are."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from chat.queries.conversations import NEVER, participation
from chat.queries.days import days_with_messages, first_and_last, month_named
from chat.queries.messages import Bounds, MessageRow, number_at
from chat.queries.pages import messages_with_ids, newest_messages, oldest_messages
from chat.queries.pins import pins_within
from chat.serializers import MessageData, PinData, message_data, pin_data
from ggtalk.errors import invalid, not_found
from ggtalk.rest.endpoint import Endpoint
from ggtalk.rest.structs import Data, Payload

Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


MOST_IDS = 100


class MessagesQuery(Payload, frozen=True):
    """Which page of a history: before a number, after one, around one, from a moment on, or the newest.

    Or known ids, separated by commas.
    """

    before: Number | None = None
    after: Number | None = None
    around: Number | None = None
    at: Moment | None = None
    ids: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


class MessagesData(Data, frozen=True):
    """One page, oldest first; `more`: the history goes on in that direction.

    Around a number and from a moment on that is forwards, and `earlier` says it for backwards.
    """

    messages: list[MessageData]
    more: bool
    earlier: bool | msgspec.UnsetType = msgspec.UNSET


class DaysQuery(Payload, frozen=True):
    """A month, `2026-11`, and the time zone whose days are meant, `Asia/Shanghai`."""

    month: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}$")]
    zone: Annotated[str, msgspec.Meta(max_length=60)] = "UTC"


class DaysData(Data, frozen=True):
    """Days of the month on which something was said; when the first and the last message of all were sent."""

    days: list[int]
    first: datetime | None
    last: datetime | None


def visible_bounds_in(conversation: int, user: int) -> Bounds:
    """What a user may see of a conversation; refuses where that is nothing."""
    row = participation(conversation, user)
    if row is None:
        raise not_found()
    return Bounds(conversation, row.joined_seq, NEVER if row.left_seq is None else row.left_seq, user, row.left_seq)


class Messages(Endpoint):
    """What was said in one of my conversations."""

    def get(self, request: Request, conversation: int, query: MessagesQuery) -> MessagesData:
        """One page, from when I joined to when I left."""
        bounds = visible_bounds_in(conversation, signed_in_user(request).id)
        starts: dict[str, object] = {"before": query.before, "after": query.after, "around": query.around}
        starts |= {"at": query.at, "ids": query.ids}
        given = [name for name, start in starts.items() if start is not None]
        if len(given) > 1:
            raise invalid(
                **{
                    given[
                        -1
                    ]: "Ask for what is before, after or around a number, at a time, or by ids: for one of these."
                }
            )
        if query.ids is not None:
            return _data(messages_with_ids(bounds, ids_in(query.ids)), False)
        if query.around is not None:
            return _page_around(bounds, query.around, query.limit)
        if query.at is not None:
            number = number_at(bounds, query.at)
            return _page_from(bounds, bounds.until if number is None else number - 1, query.limit)
        if query.after is not None:
            page = oldest_messages(bounds.narrowed(above=query.after), query.limit)
        else:
            until = None if query.before is None else query.before - 1
            page = newest_messages(bounds.narrowed(until=until), query.limit)
        return _data(*page)


class Pins(Endpoint):
    """What is pinned in one of my conversations."""

    def get(self, request: Request, conversation: int) -> list[PinData]:
        """As far as I see it, the latest pinned first."""
        return [pin_data(pin) for pin in pins_within(visible_bounds_in(conversation, signed_in_user(request).id))]


class Days(Endpoint):
    """The calendar of one of my conversations."""

    def get(self, request: Request, conversation: int, query: DaysQuery) -> DaysData:
        """The days of a month on which something was said that I may see."""
        bounds = visible_bounds_in(conversation, signed_in_user(request).id)
        try:
            month = month_named(query.month, query.zone)
            days = days_with_messages(bounds, month)
        except (ValueError, OverflowError, KeyError, OSError):
            raise invalid(month="Ask for a month such as 2026-11 in a time zone such as Asia/Shanghai.") from None
        first, last = first_and_last(bounds)
        return DaysData(days=days, first=first, last=last)


def ids_in(written: str) -> list[int]:
    """Ids as they stand in an address; refuses what is none, and too many."""
    parts = written.split(",")
    if len(parts) > MOST_IDS or not all(part.isascii() and part.isdecimal() and len(part) <= 16 for part in parts):
        raise invalid(ids=f"Write 1 to {MOST_IDS} ids, separated by commas.")
    return [int(part) for part in parts]


def _page_from(bounds: Bounds, after: int, limit: int) -> MessagesData:
    rows, more = oldest_messages(bounds.narrowed(above=after), limit)
    before, _ = newest_messages(bounds.narrowed(until=after), 1)
    return _data(rows, more, bool(before))


def _page_around(bounds: Bounds, number: int, limit: int) -> MessagesData:
    """Half of the page up to the number, the rest after it."""
    before, earlier = newest_messages(bounds.narrowed(until=number), (limit + 1) // 2)
    after, more = oldest_messages(bounds.narrowed(above=number), limit - len(before))
    return _data(before + after, more, earlier)


def _data(rows: list[MessageRow], more: bool, earlier: bool | msgspec.UnsetType = msgspec.UNSET) -> MessagesData:
    return MessagesData(messages=[message_data(row) for row in rows], more=more, earlier=earlier)
