"""The server's own secret: made once, kept for its owner's eyes only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def kept_secret(path: Path | None) -> str:
    """The secret in `path`, made with mode 600 when it is not there yet; a fresh one that is not kept for `None`."""
    secret = secrets.token_urlsafe(48)
    if path is None:
        return secret
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _keep(secret, path)
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
