"""`manage.py serve`: prepares the database, then serves the site, in this process or in several."""

from __future__ import annotations

import contextlib
import errno
import socket
import sqlite3
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from redis import Redis, RedisError

from ggtalk.serving.alone import serve_alone
from ggtalk.serving.claim import claim_data_folder, is_on_sqlite
from ggtalk.serving.supervisor import Supervisor
from ggtalk.tryout import ACCOUNTS, PASSWORD, load_tryout

BACKLOG = 2048
"""Connections that wait while everybody comes back at once; the system may allow fewer (net.core.somaxconn)."""
UNREAD_SECONDS = 30
"""A client that takes nothing for so long is given up by the system, with what is still to be sent to it."""

MOST_PORT = 65535


EVERY_ADDRESS = {"0.0.0.0": "192.0.2.1", "::": "2001:db8::1"}  # noqa: S104 - what an operator may ask for
"""Hosts that stand for every address, and an address kept for examples in the same family."""


class Command(BaseCommand):
    """Migrates, loads the try-out data where asked, and serves until Ctrl+C."""

    help = "Serve the site: migrations first, then HTTP and WebSocket on one address."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", default="8000", help="port to listen on (default 8000)")
        parser.add_argument(
            "--processes", type=int, default=settings.PROCESSES, help="server processes (default: PROCESSES, or 1)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.check_processes(options["processes"])
        listening = self.listen(options["host"], port_in(str(options["port"])))
        with contextlib.suppress(OSError):  # without it the static files are found one by one, and WhiteNoise says so
            settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        self.check_redis()
        claim = claim_data_folder()
        kept_open = self.prepare_database()
        self.address = address_at(options["host"], listening.getsockname()[1])
        try:
            self.serve(listening, options["processes"])
        except KeyboardInterrupt:
            self.stdout.write("")
        except ChildProcessError as error:
            raise CommandError(f"{error}: what they said stands above.") from None
        finally:
            for held in (kept_open, claim):
                if held is not None:
                    held.close()

    def serve(self, listening: socket.socket, processes: int) -> None:
        """Until it is told to end. Where another process can take over, even a single one is replaced on SIGHUP."""
        if not settings.REDIS_URL or is_on_sqlite():
            serve_alone(listening, self.greet)
        else:
            listening.listen(BACKLOG)
            Supervisor(listening, processes, self.greet).run()

    def greet(self) -> None:
        """Says where the site is, now that it is there."""
        self.stdout.write(self.style.SUCCESS(f"GGTalk is at {self.address}  (Ctrl+C ends it)"))
        if settings.TRYOUT:
            self.stdout.write(f"Try-out accounts: {', '.join(ACCOUNTS)} — password {PASSWORD}")
        self.stdout.flush()

    def check_processes(self, processes: int) -> None:
        """Several need a way to tell each other, and a database that several may write to at once."""
        if processes < 1:
            raise CommandError("PROCESSES must be 1 or more.")
        lacking = [] if settings.REDIS_URL else ["REDIS_URL, so that people hear what is said in another process"]
        if is_on_sqlite():
            lacking.append("DATABASE_URL with a database server, as SQLite lets only one process write")
        if processes > 1 and lacking:
            raise CommandError(f"PROCESSES={processes} needs {' and '.join(lacking)}. Set it, or PROCESSES=1.")

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


def port_in(written: str) -> int:
    """The port that somebody asks for; 0 is any that is free."""
    if not written.isascii() or not written.isdigit() or int(written) > MOST_PORT:
        raise CommandError(f"{written} is no port: choose one from 1 to {MOST_PORT} with PORT=…")
    return int(written)


def address_at(host: str, port: int) -> str:
    """What others type to come here; where every address is listened on, the one this machine has in its network."""
    if host in EVERY_ADDRESS:
        host = own_address(EVERY_ADDRESS[host])
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def own_address(elsewhere: str) -> str:
    """The address that `elsewhere` would be asked from; nothing is sent."""
    family = socket.AF_INET6 if ":" in elsewhere else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((elsewhere, 9))
        except OSError:  # no network
            return "::1" if family == socket.AF_INET6 else "127.0.0.1"
        found: str = asking.getsockname()[0]
        return found
