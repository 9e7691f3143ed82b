"""`manage.py serve`: the embedded server — prepares the database, then serves the site with uvicorn."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import socket
import sqlite3
from argparse import ArgumentParser
from typing import IO, Any

import uvicorn
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from redis import Redis, RedisError

from ggtalk.tryout import ACCOUNTS, PASSWORD, load_tryout

PING_SECONDS = 12
PING_ANSWER_SECONDS = 13
"""A client that has lost its network is noticed within 25 s."""
MOST_FRAME_BYTES = 1024 * 1024
"""uvicorn's own limit; the doorman closes politely with 4009 well below it."""
GRACE_SECONDS = 3
UNREAD_SECONDS = 30
"""A client that takes nothing for so long is given up by the system, with what is still to be sent to it."""


class Command(BaseCommand):
    """Migrates, loads the try-out data where asked, and serves until Ctrl+C."""

    help = "Serve the site: migrations first, then HTTP and WebSocket on one address."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        listening = self.listen(options["host"], options["port"])
        with contextlib.suppress(OSError):  # without it the static files are found one by one, and WhiteNoise says so
            settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        self.check_redis()
        claim = self.claim_data_folder()
        kept_open = self.prepare_database()
        address = f"http://{options['host']}:{listening.getsockname()[1]}"
        server = uvicorn.Server(
            uvicorn.Config(
                "ggtalk.asgi:application",
                loop="uvloop",
                http="httptools",
                ws="websockets-sansio",
                ws_per_message_deflate=False,
                ws_ping_interval=PING_SECONDS,
                ws_ping_timeout=PING_ANSWER_SECONDS,
                ws_max_size=MOST_FRAME_BYTES,
                lifespan="on",
                access_log=False,
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=GRACE_SECONDS,
                forwarded_allow_ips="",
            )
        )
        self.stdout.write(self.style.SUCCESS(f"GGTalk is at {address}  (Ctrl+C ends it)"))
        if settings.TRYOUT:
            self.stdout.write(f"Try-out accounts: {', '.join(ACCOUNTS)} — password {PASSWORD}")
        self.stdout.flush()
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            for held in (kept_open, claim):
                if held is not None:
                    held.close()

    def listen(self, host: str, port: int) -> socket.socket:
        """The socket to serve on, taken before anything else so that a busy port is told at once."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; passed on to each connection
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_SECONDS * 1000)
        try:
            listening.bind((host, port))
        except OSError as error:
            listening.close()
            if error.errno == errno.EADDRINUSE:
                raise CommandError(f"Port {port} is taken by another program: choose another with PORT=…") from None
            raise CommandError(f"{host}:{port} can't be listened on ({error.strerror}).") from None
        except OverflowError:
            listening.close()
            raise CommandError(f"{port} is no port: choose one from 1 to 65535 with PORT=…") from None
        listening.set_inheritable(True)
        return listening

    def check_redis(self) -> None:
        """Without the Redis that was asked for nobody could sign in, nor hear people of other servers."""
        if not settings.REDIS_URL:
            return
        try:
            with Redis.from_url(settings.REDIS_URL) as redis:
                redis.ping()
        except (RedisError, OSError, ValueError) as error:
            raise CommandError(f"Redis can't be used ({error}). Check REDIS_URL and its server.") from None

    def claim_data_folder(self) -> IO[bytes] | None:
        """Keeps a second server off the same data, unless Redis joins them: its people would not hear this one's.

        The claim lasts until the returned file is closed, or the process ends in whatever way.
        """
        if settings.REDIS_URL or settings.IN_MEMORY:
            return None
        try:
            settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
            claim = (settings.DATA_DIR / "server.lock").open("wb")
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            claim.close()
            raise CommandError(
                f"Another server runs on {settings.DATA_DIR}: end it, choose another folder with DATA_DIR, or join the "
                "two with REDIS_URL."
            ) from None
        except OSError as error:
            raise CommandError(f"The data folder {settings.DATA_DIR} can't be written ({error.strerror}).") from None
        return claim

    def prepare_database(self) -> sqlite3.Connection | None:
        """Migrates and seeds; returns the connection that keeps an in-memory database alive."""
        kept_open = sqlite3.connect(settings.DATABASES["default"]["NAME"], uri=True) if settings.IN_MEMORY else None
        try:
            call_command("migrate", verbosity=0, interactive=False)
            if settings.TRYOUT:
                load_tryout()
            self.check(databases=["default"])
        except DatabaseError as error:
            raise CommandError(
                f"The database can't be used ({error}). Check DATABASE_URL, its server, and the free space of "
                f"{settings.DATA_DIR}."
            ) from None
        finally:
            connection.close()
        return kept_open
