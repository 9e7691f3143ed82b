"""Several servers of one site: a MariaDB and a Redis they share, each of which may be killed and started again."""

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
from tooling.mariadb import MariaDbServer, mariadb_process
from tooling.redis import RedisServer, redis_server


@dataclass
class Cluster:
    """What the servers of one site share; `server` makes one more of them."""

    folder: Path
    mariadb: MariaDbServer
    redis: RedisServer
    servers: list[Server] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        """The variables every process of the site has."""
        return {"DATABASE_URL": self.mariadb.url, "REDIS_URL": self.redis.url, "SECRET_KEY": "the same for all of them"}

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
    """MariaDB and Redis, and no server yet; whatever is started is ended."""
    with ExitStack() as stack:
        mariadb = stack.enter_context(mariadb_process(durable=durable))
        cluster = Cluster(folder, mariadb, stack.enter_context(redis_server()))
        try:
            yield cluster
        finally:
            for server in cluster.servers:
                server.kill()
