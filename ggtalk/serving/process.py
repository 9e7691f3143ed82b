"""One of several server processes: `python -m ggtalk.serving.process LISTENING READY LIFELINE`.

The arguments are file descriptors it was started with: the socket to serve, a pipe to write a byte to when it serves,
and one that ends with the supervisor.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ggtalk.settings")

import django

django.setup()

from django.db import DatabaseError, connection  # noqa: E402 - Django must be set up first

from ggtalk.migrated import missing_migrations  # noqa: E402 - see above
from ggtalk.serving.server import Server  # noqa: E402 - see above


def main(listening: int, ready: int, lifeline: int) -> None:
    """Serves until it is told to end, or its supervisor has. Exits where the database lacks what this code needs."""
    check_database()

    def tell_ready() -> None:
        os.write(ready, b"!")
        os.close(ready)

    server = Server(tell_ready)

    def watch() -> None:
        os.read(lifeline, 1)
        server.should_exit = True

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):  # in a terminal Ctrl+C reaches it as well as its supervisor
        server.run(sockets=[socket.socket(fileno=listening)])


def check_database() -> None:
    """Code may be newer than the database: upgraded, and not migrated. A database that is away is told by `/ready/`."""
    try:
        missing = missing_migrations()
    except DatabaseError:
        return
    finally:
        connection.close()
    if missing:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration in missing)
        sys.exit(f"The database lacks migrations of this code ({names}): run `manage.py migrate`, then reload.")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
