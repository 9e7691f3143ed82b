"""`kill -9` in the middle of a job: another process does it when the lease is over, under the same number."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def started(mode: str, data: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "DATA_DIR": str(data), "DATABASE_URL": ""}
    command = [sys.executable, "-m", "ggtalk.jobs.tests.dying", mode]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own


def said_at_the_end(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return said


@pytest.mark.slow
def test_the_job_of_a_killed_process_is_done_by_another_and_only_once(tmp_path: Path) -> None:
    said_at_the_end(started("enqueue", tmp_path))
    with started("hang", tmp_path) as killed:
        assert killed.stdout is not None
        begun = killed.stdout.readline()
        killed.kill()
    assert begun.endswith("hello\n")
    assert said_at_the_end(started("perform", tmp_path)) == begun
    assert said_at_the_end(started("perform", tmp_path)) == ""
