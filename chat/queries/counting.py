"""How many messages wait for somebody, counted for a whole list at once.

The numbers between which is counted stand in the statement itself. Taken from a row of another table, as a subquery
would, MariaDB and MySQL walk through all that was ever said in a conversation to count what was said last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

import msgspec
from django.db.models import Count, Q, QuerySet

from chat.models import Message
from chat.queries.conversations import Participation

COUNTED_WITHIN = 2_000
"""What lies further back is not counted: every screen says "99+" long before, and nobody's absence costs more."""
COUNTED_AT_ONCE = 200


class Unread(msgspec.Struct, frozen=True):
    """How many messages of others wait that were not recalled; recall_seq: as far as recalls are taken into account."""

    count: int
    recall_seq: int


def unread_in(participations: Collection[Participation]) -> dict[int, Unread]:
    """What waits for each, up to the last message it was read with, by id of `Participant`."""
    unread = {row.id: Unread(0, row.recall_seq) for row in participations}
    for counted in _statements([row for row in participations if row.last_seq > row.read_seq]):
        for conversation, recall_seq, count in _counts(list(counted.values())):
            unread[counted[conversation].id] = Unread(count, recall_seq)
    return unread


def unread_of(participation: Participation) -> Unread:
    """What waits for one user in one conversation."""
    return unread_in([participation])[participation.id]


def _statements(behind: Collection[Participation]) -> Iterator[dict[int, Participation]]:
    """Those that are counted together, by conversation: no conversation twice."""
    seen: defaultdict[int, int] = defaultdict(int)
    layers: defaultdict[int, list[Participation]] = defaultdict(list)
    for row in behind:
        layers[seen[row.conversation]].append(row)
        seen[row.conversation] += 1
    for layer in layers.values():
        for start in range(0, len(layer), COUNTED_AT_ONCE):
            yield {row.conversation: row for row in layer[start : start + COUNTED_AT_ONCE]}


def _counts(rows: Collection[Participation]) -> QuerySet[Message, tuple[int, int, int]]:
    """Conversation, the number of its last recall and how many wait, of those in which any does."""
    waiting = Q()
    for row in rows:
        after = max(row.read_seq, row.last_seq - COUNTED_WITHIN)
        waiting |= Q(conversation=row.conversation, seq__gt=after, seq__lte=row.last_seq) & ~Q(sender=row.user)
    counted = Message.objects.filter(waiting, recalled_at__isnull=True).order_by()
    each = counted.values("conversation").annotate(count=Count("id"))
    return each.values_list("conversation_id", "conversation__recall_seq", "count")
