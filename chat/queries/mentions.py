"""Where somebody is mentioned and has not read it yet."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F, Q

from accounts.queries.batches import parts
from chat.models import MessageMention

MOST_NUMBERS = 100
"""So many are told of one conversation."""


def unread_mentions(participants: Collection[int]) -> dict[int, list[int]]:
    """For rows of `Participant` the numbers of the first messages that mention their user and are not read by them."""
    numbers: dict[int, list[int]] = {}
    for part in parts(participants):
        for participant, seq in _unread(part):
            found = numbers.setdefault(participant, [])
            if len(found) < MOST_NUMBERS and seq not in found[-1:]:
                found.append(seq)
    return numbers


def _unread(participants: Collection[int]) -> list[tuple[int, int]]:
    left = F("conversation__participants__left_seq")
    now = Q(conversation__participants__left_seq__isnull=True, until_seq__isnull=True)
    then = Q(seq__lte=left, since_seq__lte=left) & (Q(until_seq__isnull=True) | Q(until_seq__gt=left))
    meant = Q(user=F("conversation__participants__user")) | Q(user__isnull=True)
    rows = MessageMention.objects.filter(
        now | then,
        meant,
        conversation__participants__id__in=participants,
        conversation__participants__read_seq__lt=F("seq"),
        conversation__participants__joined_seq__lt=F("seq"),
    ).order_by("seq")
    columns = ("conversation__participants__id", "seq", "message__sender", "conversation__participants__user")
    return [(participant, seq) for participant, seq, sender, user in rows.values_list(*columns) if sender != user]
