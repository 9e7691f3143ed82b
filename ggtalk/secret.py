"""The server's own secrets: each made once, kept for its owner's eyes only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def random_secret() -> str:
    """Nothing that anybody could guess."""
    return secrets.token_urlsafe(48)


def kept_secret(path: Path | None, make: Callable[[], str] = random_secret) -> str:
    """The secret in `path`, made with mode 600 when it is not there yet; a fresh one that is not kept for `None`.

    make: gives a fresh one, in ASCII.
    """
    if path is None:
        return make()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _keep(make(), path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The data folder {path.parent} can't be used ({error.strerror}): mend it, or choose another with DATA_DIR."
        ) from None


def _keep(secret: str, path: Path) -> None:
    """Two servers that start at once keep one secret: the complete file appears under its name, or none does."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secret)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
