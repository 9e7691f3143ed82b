"""What stands behind `make`: gets everything ready that a command needs, then becomes that command.

Needs only the standard library, so that it runs on a machine with nothing but Python. A second call finds its stamps
and takes milliseconds.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from tooling.node import Node
from tooling.problems import Problem, problem_with_file
from tooling.services import require_services
from tooling.virtualenv import VirtualEnvironment

ROOT = Path(__file__).resolve().parent.parent


def prepare_run(venv: VirtualEnvironment, node: Node) -> list[str]:
    venv.install("requirements.txt")
    node.build()
    os.environ.setdefault("TRYOUT", "on")
    serve = ["manage.py", "serve"]
    for name in ("host", "port"):
        if value := os.environ.get(name.upper()):
            serve += [f"--{name}", value]
    return serve


def prepare_install(venv: VirtualEnvironment, node: Node) -> list[str]:
    """All that a site needs, with the driver that DATABASE names; see docs/operations.md."""
    venv.install("requirements.txt")
    if kind := os.environ.get("DATABASE"):
        file = f"requirements-{kind}.txt"
        if not (ROOT / file).exists():
            raise Problem(f"DATABASE={kind} is not known: it may be mysql, postgresql or mssql.")
        venv.install(file)
    node.build()
    os.environ["DATABASE_URL"] = "memory:"  # the files are collected without a site
    return ["manage.py", "collectstatic", "--no-input", "--verbosity", "0"]


def prepare_check(venv: VirtualEnvironment, node: Node) -> list[str]:
    venv.install("requirements-bench.txt")
    node.install_packages()
    return ["-m", "tooling.check"]


def prepare_test(venv: VirtualEnvironment, node: Node) -> list[str]:
    require_services()
    venv.install("requirements-dev.txt")
    venv.install("requirements-mysql.txt")
    node.build()
    node.install_packages()
    return ["-m", "tooling.suites"]


def prepare_bench(venv: VirtualEnvironment, node: Node) -> list[str]:
    venv.install("requirements-bench.txt")
    node.build()
    return ["-m", "bench"]


def prepare_types(venv: VirtualEnvironment, node: Node) -> list[str]:
    venv.install("requirements-dev.txt")
    node.install_packages()
    return ["-m", "tooling.api_types"]


def prepare_lock(venv: VirtualEnvironment, node: Node) -> list[str]:
    venv.install("requirements-dev.txt")
    return ["-m", "tooling.lock"]


COMMANDS: dict[str, Callable[[VirtualEnvironment, Node], list[str]]] = {
    "run": prepare_run,
    "install": prepare_install,
    "check": prepare_check,
    "test": prepare_test,
    "bench": prepare_bench,
    "types": prepare_types,
    "lock": prepare_lock,
}


def main(name: str) -> None:
    signal.signal(signal.SIGTERM, _stop)
    venv = VirtualEnvironment(ROOT)
    node = Node(ROOT, venv)
    try:
        arguments = COMMANDS[name](venv, node)
        os.chdir(ROOT)
        sys.stdout.flush()
        os.execve(
            venv.python,
            [str(venv.python), *arguments],
            os.environ if name in ("run", "install") else node.environment(),
        )
    except Problem as problem:
        sys.exit(f"{problem}\n{problem.details}".rstrip())
    except OSError as error:
        sys.exit(str(problem_with_file(error)))
    except KeyboardInterrupt:
        sys.exit(130)


def _stop(signum: int, _frame: FrameType | None) -> None:
    sys.exit(128 + signum)


if __name__ == "__main__":
    main(sys.argv[1])
