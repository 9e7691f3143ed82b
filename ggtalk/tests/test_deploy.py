"""What stands in deploy/ is what a site can be run with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
EXAMPLE = dict(re.findall(r"^(\w+)=(.*)$", (DEPLOY / "ggtalk.env").read_text(), re.MULTILINE))


@pytest.mark.slow  # needs the driver that the example names
def test_the_deployment_check_is_content_with_the_example(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], **EXAMPLE, "DATA_DIR": str(tmp_path)}
    check = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(check, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr


def test_every_variable_of_the_example_is_a_setting() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text()
    assert [name for name in EXAMPLE if f"| `{name}` |" not in documented] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    assert len(UNITS) == 4
    for unit in UNITS:
        here = unit.read_text().replace("/opt/ggtalk/.venv/bin/", "/bin/").replace("/bin/python ", "/bin/sh ")
        (tmp_path / unit.name).write_text(here.replace("/bin/celery ", "/bin/sh "))
    verify = ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)]
    done = subprocess.run(verify, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_every_unit_reads_the_settings_and_may_do_little(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    for line in (
        "EnvironmentFile=/etc/ggtalk/ggtalk.env",
        "User=ggtalk",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
    ):
        assert line in lines
