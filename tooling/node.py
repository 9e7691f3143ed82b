"""Node and npm: the system's if new enough, else the ones from a wheel; and what is built with them."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tooling.problems import Problem
from tooling.stamps import digest_of, read_stamp, write_stamp
from tooling.steps import run_step
from tooling.virtualenv import VirtualEnvironment

# What Vite 8 accepts (its "engines").
OLDEST_OF_20 = (20, 19)
OLDEST_NEWER = (22, 12)

BUILD_INPUTS = ("package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", "ggtalk/templates/index.html")


class Node:
    """The front end's tools for one work tree."""

    def __init__(self, root: Path, venv: VirtualEnvironment) -> None:
        self.root = root
        self._venv = venv
        self._modules_stamp = root / "node_modules" / ".installed.json"
        self._manifest = root / "build" / "frontend" / "manifest.json"
        self._build_stamp = root / "build" / "frontend.json"

    def build(self) -> None:
        """Builds the web client, unless the last build was made from exactly these sources."""
        sources = digest_of(_build_inputs(self.root), self.root)
        if self._manifest.exists() and read_stamp(self._build_stamp).get("sources") == sources:
            return
        self.install_packages()
        run_step(
            "Building the web client",
            # Without the type check of `npm run build`: whoever wants to run the product is not the one to mend it.
            ["npx", "--no-install", "vite", "build"],
            source="The npm registry",
            cwd=self.root,
            environment=self.environment(),
        )
        self._compress()
        write_stamp(self._build_stamp, {"sources": sources})

    def _compress(self) -> None:
        """Beside each file that is worth it one for gzip and one for Brotli, which are sent as they are."""
        run_step(
            "Compressing the web client",
            [str(self._venv.python), "-m", "whitenoise.compress", "--quiet", str(self._manifest.parent)],
            source="The Python package index",
            cwd=self.root,
        )

    def install_packages(self) -> None:
        """Installs node_modules as package-lock.json says, unless that is done."""
        locked = digest_of([self.root / "package-lock.json"], self.root)
        if read_stamp(self._modules_stamp).get("locked") == locked:
            return
        modules = self.root / "node_modules"
        if modules.is_symlink():
            modules.unlink()  # npm would empty the folder that several work trees share
        run_step(
            "Installing the web client's packages",
            ["npm", "ci", "--no-audit", "--no-fund", "--no-progress", "--fetch-retry-mintimeout=1000"],
            source="The npm registry",
            cwd=self.root,
            environment=self.environment(),
        )
        write_stamp(self._modules_stamp, {"locked": locked})

    def environment(self) -> dict[str, str]:
        """The variables under which `node` and `npm` are found. Installs Node from a wheel where none is new enough."""
        if _is_new_enough(shutil.which("node")) and shutil.which("npm"):
            return dict(os.environ)
        try:
            self._venv.install("requirements-node.txt")
        except Problem as problem:
            raise Problem(
                "The web client needs Node 20.19 or newer: none was found, and taking one from the Python package "
                "index failed as said below; install Node from nodejs.org and run the same command again.",
                details=str(problem),
            ) from problem
        scripts = self._venv.folder / "bin"
        return {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}


def _is_new_enough(node: str | None) -> bool:
    if node is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.(\d+)\.", answer)
    if match is None:
        return False
    version = (int(match[1]), int(match[2]))
    return version >= OLDEST_NEWER or (version[0] == OLDEST_OF_20[0] and version >= OLDEST_OF_20)


def _build_inputs(root: Path) -> Iterator[Path]:
    """Every file that the built web client depends on."""
    yield from (root / name for name in BUILD_INPUTS if (root / name).exists())
    for folder in sorted(set(root.glob("*/frontend")) - {root / "build" / "frontend"}):
        for path in folder.rglob("*"):
            if path.is_file() and ".test." not in path.name:
                yield path
