"""One of several server processes: `python -m ggtalk.serving.process LISTENING READY LIFELINE`.

The arguments are file descriptors it was started with: the socket to serve, a pipe to write a byte to when it serves,
and one that ends with the supervisor.
"""

from __future__ import annotations

import os
import socket
import sys
import threading

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ggtalk.settings")

import django

django.setup()

from ggtalk.serving.server import Server  # noqa: E402 - Django must be set up first


def main(listening: int, ready: int, lifeline: int) -> None:
    """Serves until it is told to end, or its supervisor has."""

    def tell_ready() -> None:
        os.write(ready, b"!")
        os.close(ready)

    server = Server(tell_ready)

    def watch() -> None:
        os.read(lifeline, 1)
        server.should_exit = True

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
    server.run(sockets=[socket.socket(fileno=listening)])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
