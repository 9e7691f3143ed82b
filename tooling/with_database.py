"""Runs a command with DATABASE_URL naming a fresh database.

python -m tooling.with_database mariadb|mysql|postgresql COMMAND …
"""

import os
import signal
import subprocess
import sys

from tooling.mariadb import mariadb_server
from tooling.mysql import mysql_server
from tooling.postgresql import postgresql_server
from tooling.problems import Problem
from tooling.processes import adopt_orphans, leave_on_signals, stop_descendants

SERVERS = {"mariadb": mariadb_server, "mysql": mysql_server, "postgresql": postgresql_server}


def main(kind: str, command: list[str]) -> int:
    """The command's own exit status."""
    adopt_orphans()
    leave_on_signals()
    try:
        with SERVERS[kind]() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    except Problem as problem:
        sys.exit(f"{problem}\n{problem.details}".rstrip())
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    finally:
        stop_descendants()


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in SERVERS:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
