"""A Redis of one's own: in a temporary folder, on a free port, gone when the block ends; it can be killed."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tooling.databases import free_port, stop, wait_until_it_listens
from tooling.problems import Problem
from tooling.system import find_program

PROGRAM = "redis-server"
SAME_PROGRAM = "redis-check-rdb"
"""Debian's redis-tools brings it under this name, without a service that starts with the machine."""


class RedisServer:
    """Started, killed, and started again on the same port; keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it takes connections. Raises Problem if it does not."""
        program = redis_program()
        if program is None:
            raise Problem("Redis was not found: run `sudo apt-get install redis-tools`.")
        log = self._folder / "redis.log"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [PROGRAM, *options],  # what it does depends on the name it is called by
                executable=program,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        wait_until_it_listens(self._process, self.port, log)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Ends it in peace."""
        if self._process is not None:
            stop(self._process)


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """Yields a started Redis. Raises Problem if it does not start."""
    with tempfile.TemporaryDirectory(prefix="ggtalk-redis-") as name:
        server = RedisServer(Path(name))
        try:
            server.start()
            yield server
        finally:
            server.stop()


def redis_program() -> str | None:
    """Where Redis is, if it is."""
    return find_program(PROGRAM) or find_program(SAME_PROGRAM)
