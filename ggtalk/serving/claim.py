"""The claim of a server on its data folder."""

from __future__ import annotations

import fcntl
from typing import IO

from django.conf import settings
from django.core.management import CommandError

SQLITE = "ggtalk.sqlite"


def is_on_sqlite() -> bool:
    """Whether only one process may write to the database."""
    return bool(settings.DATABASES["default"]["ENGINE"] == SQLITE)


def claim_data_folder() -> IO[bytes] | None:
    """Keeps a second server off the same data, unless Redis joins them: its people would not hear this one's.

    On SQLite it is kept off even then. The claim lasts until the returned file is closed, or the process ends in
    whatever way. Raises CommandError while somebody else has it.
    """
    if settings.IN_MEMORY or (settings.REDIS_URL and not is_on_sqlite()):
        return None
    try:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        claim = (settings.DATA_DIR / "server.lock").open("wb")
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        claim.close()
        raise CommandError(
            f"Another server runs on {settings.DATA_DIR}: end it, or choose another folder with DATA_DIR. Several "
            "servers are joined by REDIS_URL and a DATABASE_URL that names a database server."
        ) from None
    except OSError as error:
        raise CommandError(
            f"The data folder {settings.DATA_DIR} can't be written ({error.strerror}): make it writable, with room on "
            "its disk, or choose another with DATA_DIR."
        ) from None
    return claim
