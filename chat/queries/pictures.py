"""Who was shown a picture."""

from __future__ import annotations

from django.db.models import F, Q

from chat.models import MessagePicture


def was_shown(file: int, user: int) -> bool:
    """Whether a message that the user can see shows the file."""
    seen = Q(message__conversation__participants__left_seq__isnull=True) | Q(
        message__conversation__participants__left_seq__gte=F("message__seq")
    )
    shown = MessagePicture.objects.filter(
        seen,
        file=file,
        message__conversation__participants__user=user,
        message__conversation__participants__joined_seq__lt=F("message__seq"),
    )
    return shown.exclude(message__deletions__user=user).exists()
