"""The virtual environment in .venv and what is installed into it."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from tooling.problems import Problem
from tooling.stamps import digest_of, read_stamp, write_stamp
from tooling.steps import run_step
from tooling.system import can_install_packages, install_packages


class VirtualEnvironment:
    """`<root>/.venv`, made on first use and made anew when the folder moved or its Python was replaced."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"
        self._stamp_file = self.folder / "installed.json"

    def install(self, requirements: str) -> None:
        """Installs one requirements file, unless exactly these pins are installed already."""
        pins = digest_of([*self.root.glob("requirements*.txt"), self.root / "constraints.txt"], self.root)
        stamp = read_stamp(self._stamp_file)
        if not self._is_usable(stamp):
            self._make()
            stamp = {"root": str(self.root), "python": os.path.realpath(self.python)}
        if stamp.get(requirements) == pins:
            return
        options = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
        run_step(
            f"Installing {requirements}",
            [str(self.python), "-m", "pip", "install", *options, "-r", requirements],
            source="The Python package index",
            cwd=self.root,
        )
        write_stamp(self._stamp_file, {**stamp, requirements: pins})

    def _is_usable(self, stamp: dict[str, str]) -> bool:
        return (
            self.python.exists()
            and stamp.get("root") == str(self.root)
            and stamp.get("python") == os.path.realpath(self.python)
        )

    def _make(self) -> None:
        if self.folder.is_symlink():
            raise Problem(
                f"{self.folder} is a link, and making the environment would empty what it leads to: remove the link "
                "and run the same command again."
            )
        _require_venv_module()
        # Started from an activated .venv, sys.executable would be the very environment that is replaced here.
        base_python = getattr(sys, "_base_executable", sys.executable)
        try:
            run_step(
                "Making the virtual environment",
                [base_python, "-m", "venv", "--clear", str(self.folder)],
                source="Python's venv module",
                cwd=self.root,
            )
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise


def _require_venv_module() -> None:
    if all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    package = f"python{version}-venv"
    if not can_install_packages():
        raise Problem(
            f"This Python {version} can't make virtual environments: run `sudo apt-get install {package}` "
            "and then the same command again."
        )
    install_packages([package])
