"""Who is meant by name in a text: places in it, and what can be told of them from the text alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from ggtalk.errors import invalid
from ggtalk.rest.structs import Payload

MOST_MENTIONS = 50


class Mention(Payload, frozen=True, omit_defaults=True):
    """Who is meant at a place of a text, which begins there with `@`: either a `user` (id), or `all` who are here.

    `start`, `length`: counted in characters (code points).
    """

    start: Annotated[int, msgspec.Meta(ge=0, le=2**31)]
    length: Annotated[int, msgspec.Meta(ge=2, le=100)]
    user: Annotated[int, msgspec.Meta(ge=1, le=2**53)] | msgspec.UnsetType = msgspec.UNSET
    all: bool = False


Mentions = Annotated[list[Mention], msgspec.Meta(min_length=1, max_length=MOST_MENTIONS)]


def checked_mentions(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """The mentions in the order of the text; refuses with `invalid` what does not stand in it, one after the other."""
    in_order = sorted(mentions, key=lambda mention: mention.start)
    end = 0
    for mention in in_order:
        if (mention.user is msgspec.UNSET) != mention.all:
            raise invalid(**{"body.mentions": "Each mention names either a user or all."})
        if mention.start < end or mention.start + mention.length > len(text) or text[mention.start] != "@":
            raise invalid(
                **{"body.mentions": "Each mention is a place in the text that begins with @, apart from others."}
            )
        end = mention.start + mention.length
    return in_order


def mentioned_users(mentions: Iterable[Mention]) -> set[int]:
    """The ids of those who are meant by name."""
    return {mention.user for mention in mentions if not isinstance(mention.user, msgspec.UnsetType)}


def mentions_all(mentions: Iterable[Mention]) -> bool:
    """Whether everybody is meant."""
    return any(mention.all for mention in mentions)
