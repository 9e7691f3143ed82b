"""Who was shown a picture."""

from __future__ import annotations

import msgspec
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from chat.bodies import pictures_in
from chat.models import BurningReader, MessagePicture, Participant
from chat.queries.versions import versions_seen_by


def was_shown(file: int, user: int) -> bool:
    """Whether a message that the user can see shows the file; what burns shows it only while it stands open for them.

    What they keep they see. Who has left sees nothing that an edit put there later.
    """
    seen = Q(message__conversation__participants__left_seq__isnull=True) | Q(
        message__conversation__participants__left_seq__gte=F("message__seq")
    )
    now = timezone.now()
    opened = BurningReader.objects.filter(content__message=OuterRef("message"), user=user, until__gt=now)
    is_open = Q(message__burning__isnull=True) | (
        Q(message__burning__burns_at__gt=now) & (Q(message__conversation__pair__isnull=False) | Exists(opened))
    )
    shown = MessagePicture.objects.filter(
        seen,
        is_open,
        file=file,
        message__conversation__participants__user=user,
        message__conversation__participants__joined_seq__lt=F("message__seq"),
    )
    left_before = Participant.objects.filter(
        user=user, conversation=OuterRef("message__conversation"), left_seq__lt=OuterRef("message__changed_seq")
    )
    kept = MessagePicture.objects.filter(file=file, message__favourites__user=user)
    changed: set[int] = set()
    for found in (shown.exclude(message__deletions__user=user), kept):
        if found.exclude(Exists(left_before)).exists():
            return True
        changed |= set(found.values_list("message", flat=True))
    return any(_says_to(user, message, file) for message in changed)


def _says_to(user: int, message: int, file: int) -> bool:
    """Whether a version of a message that the user sees shows the file, itself or on its card."""
    bodies = [msgspec.json.decode(body) for body, _ in versions_seen_by(user, message) or []]
    return any("forwarded" in body or file in pictures_in(body) for body in bodies)


def burns(file: int) -> bool:
    """Whether a message shows the file that burns after reading: nobody but its owner keeps it."""
    return MessagePicture.objects.filter(file=file, message__burning__isnull=False).exists()
