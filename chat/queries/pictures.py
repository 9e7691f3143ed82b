"""Who was shown a picture."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils import timezone

from chat.models import MessagePicture


def was_shown(file: int, user: int) -> bool:
    """Whether a message that the user can see shows the file; what burns shows it only while it stands open.

    What they keep they see.
    """
    seen = Q(message__conversation__participants__left_seq__isnull=True) | Q(
        message__conversation__participants__left_seq__gte=F("message__seq")
    )
    is_open = Q(message__burning__isnull=True) | Q(message__burning__burns_at__gt=timezone.now())
    shown = MessagePicture.objects.filter(
        seen,
        is_open,
        file=file,
        message__conversation__participants__user=user,
        message__conversation__participants__joined_seq__lt=F("message__seq"),
    )
    if shown.exclude(message__deletions__user=user).exists():
        return True
    return MessagePicture.objects.filter(file=file, message__favourites__user=user).exists()


def burns(file: int) -> bool:
    """Whether a message shows the file that burns after reading: nobody but its owner keeps it."""
    return MessagePicture.objects.filter(file=file, message__burning__isnull=False).exists()
