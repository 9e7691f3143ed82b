"""Which server processes run, as their names tell."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from accounts.actions.processes import ended_among, named

pytestmark = pytest.mark.django_db

WAITS = "import sys; sys.stdin.read()"


def test_a_process_has_ended_though_its_parent_never_asks() -> None:
    process = subprocess.Popen([sys.executable, "-c", WAITS], stdin=subprocess.PIPE)  # noqa: S603 - our own
    try:
        name = named(process.pid)
        assert ended_among([name]) == set()
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # looks, and leaves it in the list
        assert ended_among([name]) == {name}
    finally:
        process.kill()
        process.communicate()
