"""Runs a command with DATABASE_URL naming a fresh MariaDB: python -m tooling.with_mariadb -- COMMAND …"""

import os
import signal
import subprocess
import sys

from tooling.mariadb import mariadb_server
from tooling.problems import Problem
from tooling.processes import adopt_orphans, leave_on_signals, stop_descendants


def main(command: list[str]) -> int:
    """The command's own exit status."""
    if not command:
        sys.exit(__doc__)
    adopt_orphans()
    leave_on_signals()
    try:
        with mariadb_server() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    except Problem as problem:
        sys.exit(f"{problem}\n{problem.details}".rstrip())
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    finally:
        stop_descendants()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(arguments[1:] if arguments[:1] == ["--"] else arguments))
