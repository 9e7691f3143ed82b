"""Who may see a file: its owner, and whoever an app above knows to have been shown it."""

from __future__ import annotations

from collections.abc import Callable

from files.models import File

Shows = Callable[[int, int], bool]
_shown: list[Shows] = []


def register_shown(shown: Shows) -> None:
    """Adds an app's word on whether a file was shown to a user: `shown(file, user)`."""
    _shown.append(shown)


def can_see(file: File, user: int) -> bool:
    """Whether a user may have the file's content now."""
    return file.owner_id == user or any(shown(file.pk, user) for shown in _shown)
