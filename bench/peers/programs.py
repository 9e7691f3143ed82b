"""Where the messengers' programs are, installed where that needs no password."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.processes import ROOT
from tooling.problems import Problem
from tooling.system import can_install_packages, find_program, install_packages

SYNAPSE = "matrix-synapse==1.163.2"
SYNAPSE_FOLDER = ROOT / "build" / "synapse"


def debian_program(name: str, package: str) -> str:
    """Its path. Raises Problem where it is missing and can't be installed."""
    if found := find_program(name):
        return found
    if not can_install_packages():
        raise Problem(f"{name} is missing: run `sudo apt-get install --no-install-recommends {package}`.")
    install_packages([package])
    if found := find_program(name):
        return found
    raise Problem(f"The package {package} brought no program {name}.")


def synapse_python() -> Path:
    """The Python of a virtual environment that has Synapse: its packages are none of ours."""
    python = SYNAPSE_FOLDER / "bin" / "python"
    installed = SYNAPSE_FOLDER / "installed.txt"
    if not installed.exists() or installed.read_text() != SYNAPSE:
        subprocess.run([sys.executable, "-m", "venv", "--clear", SYNAPSE_FOLDER], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", SYNAPSE], check=True)
        installed.write_text(SYNAPSE)
    return python
