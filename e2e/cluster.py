"""Several servers of one site: a database and a Redis they share, each of which may be killed and started again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from e2e.server import INHERITED, ROOT, Server
from e2e.site import Site
from tooling.databases import DatabaseServer
from tooling.mariadb import mariadb_process
from tooling.mysql import mysql_process
from tooling.redis import RedisServer, redis_server

DATABASES = {"mariadb": mariadb_process, "mysql": mysql_process}
"""By what `E2E_DATABASE` says, MariaDB if it says nothing."""


@dataclass
class Cluster:
    """What the servers of one site share; `server` makes one more of them. more: what else all of it is told."""

    folder: Path
    database: DatabaseServer
    redis: RedisServer
    servers: list[Server] = field(default_factory=list)
    more: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self) -> dict[str, str]:
        """The variables every process of the site has."""
        urls = {"DATABASE_URL": self.database.url, "REDIS_URL": self.redis.url}
        return {**urls, "SECRET_KEY": "the same for all of them", **self.more}

    def server(self, **settings: str) -> Server:
        """One more server, on a port and in a folder of its own; not started."""
        folder = self.folder / f"server {len(self.servers)}"
        folder.mkdir()
        made = Server(folder, None, **{**self.settings, **settings})
        self.servers.append(made)
        return made

    def environment(self, **settings: str) -> dict[str, str]:
        """The variables of a process of the site that is no server."""
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        return {**inherited, "DATA_DIR": str(self.folder / "data"), **self.settings, **settings}

    def run(self, *arguments: str, **settings: str) -> str:
        """What a command of the site says."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment(**settings),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def site(self, number: int) -> Site:
        """The site as it is reached through that server."""
        return Site("127.0.0.1", self.servers[number].port)


@contextmanager
def running_cluster(folder: Path, *, durable: bool = False) -> Iterator[Cluster]:
    """The database and Redis, and no server yet; whatever is started is ended."""
    with ExitStack() as stack:
        database = stack.enter_context(DATABASES[os.environ.get("E2E_DATABASE", "mariadb")](durable=durable))
        cluster = Cluster(folder, database, stack.enter_context(redis_server()))
        try:
            yield cluster
        finally:
            for server in cluster.servers:
                server.kill()
