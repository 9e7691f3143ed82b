"""How many messages wait for somebody, counted for a whole list at once.

The numbers between which is counted stand in the statement itself. Taken from a row of another table, as a subquery
would, MariaDB and MySQL walk through all that was ever said in a conversation to count what was said last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

import msgspec
from django.db.models import Count, Q

from chat.models import Message, MessageMention
from chat.queries.conversations import Participation

COUNTED_WITHIN = 2_000
"""What lies further back is not counted: every screen says "99+" long before, and nobody's absence costs more."""
COUNTED_AT_ONCE = 200


class Span(msgspec.Struct, frozen=True):
    """What others said to a user in a conversation: numbers after `after` and up to `last`, said after `since`.

    id: of the `Participant`.
    """

    id: int
    conversation: int
    user: int
    after: int
    last: int
    since: datetime | None = None

    def within(self, message: str = "") -> Q:
        """The condition on messages, or on rows of the same numbers that lead to one by `message`."""
        after = max(self.after, self.last - COUNTED_WITHIN)
        numbered = Q(conversation=self.conversation, seq__gt=after, seq__lte=self.last)
        of_others = numbered & ~Q(**{f"{message}sender": self.user})
        return of_others if self.since is None else of_others & Q(**{f"{message}sent_at__gt": self.since})


class Unread(msgspec.Struct, frozen=True):
    """How many messages of others wait that were not recalled; recall_seq: as far as recalls are taken into account."""

    count: int
    recall_seq: int


def unread_in(participations: Collection[Participation]) -> dict[int, Unread]:
    """What waits for each, up to the last message it was read with, by id of `Participant`."""
    unread = {row.id: Unread(0, row.recall_seq) for row in participations}
    spans = (Span(row.id, row.conversation, row.user, row.read_seq, row.last_seq) for row in participations)
    return unread | messages_in(spans)


def unread_of(participation: Participation) -> Unread:
    """What waits for one user in one conversation."""
    return unread_in([participation])[participation.id]


def messages_in(spans: Iterable[Span], among: Q | None = None) -> dict[int, Unread]:
    """How many messages there are in each that has any, by its id. among: what they have to be, too."""
    found: dict[int, Unread] = {}
    for together in _together(spans):
        within = _any(span.within() for span in together.values())
        said = Message.objects.filter(within, among or Q(), recalled_at__isnull=True).order_by()
        counted = said.values("conversation").annotate(count=Count("id"))
        for conversation, recall_seq, count in counted.values_list(
            "conversation_id", "conversation__recall_seq", "count"
        ):
            found[together[conversation].id] = Unread(count, recall_seq)
    return found


def mentions_in(spans: Iterable[Span], among: Q | None = None) -> dict[int, int]:
    """How many of those messages mean the user by name, or everybody, where any does; among: of the mentions."""
    found: dict[int, int] = {}
    for together in _together(spans):
        within = _any(
            span.within("message__") & (Q(user=span.user) | Q(user__isnull=True)) for span in together.values()
        )
        meaning = MessageMention.objects.filter(
            within, among or Q(), until_seq__isnull=True, message__recalled_at__isnull=True
        ).order_by()
        counted = meaning.values("conversation").annotate(count=Count("message", distinct=True))
        for conversation, count in counted.values_list("conversation_id", "count"):
            found[together[conversation].id] = count
    return found


def _together(spans: Iterable[Span]) -> Iterator[dict[int, Span]]:
    """Those that are not empty, as they are counted together: by conversation, none of which is there twice."""
    seen: defaultdict[int, int] = defaultdict(int)
    layers: defaultdict[int, list[Span]] = defaultdict(list)
    for span in spans:
        if span.last > span.after:
            layers[seen[span.conversation]].append(span)
            seen[span.conversation] += 1
    for layer in layers.values():
        for start in range(0, len(layer), COUNTED_AT_ONCE):
            yield {span.conversation: span for span in layer[start : start + COUNTED_AT_ONCE]}


def _any(conditions: Iterable[Q]) -> Q:
    either = Q()
    for condition in conditions:
        either |= condition
    return either
