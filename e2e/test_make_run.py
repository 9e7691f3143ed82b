"""`make run` itself, in a clean copy of the repository: set up, served, ended with Ctrl+C, started again, in memory.

What a first start fetches and builds from nothing takes minutes. The copy therefore finds the packages of whoever tests
through a virtual environment of its own, into which `make run` still installs what it needs, and the web client as it
was built from the same sources, which it still compares.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import psutil
import pytest
from playwright.sync_api import Browser, expect

from e2e.browser import Windows
from e2e.program import Program
from e2e.screens import navigation, sign_in
from e2e.server import INHERITED, ROOT, Server, runs
from e2e.site import Site
from e2e.waiting import eventually
from tooling.tests.work_tree import copy_sources

pytestmark = pytest.mark.slow

STEPS = re.compile(r"^(Making|Installing|Building|Compressing) .* …", re.MULTILINE)
"""What is said of each step of setting up."""


class MakeRun(Server):
    """`make run` in another work tree, begun as a terminal does: at the head of a process group of its own."""

    def __init__(self, copy: Path, folder: Path, port: int | None = None, **settings: str) -> None:
        super().__init__(folder, port, **settings)
        self.copy = copy
        del self.settings["TRYOUT"]  # `make run` asks for it

    def launch(self) -> subprocess.Popen[bytes]:
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        with self.said.open("wb") as said, self.complained.open("wb") as complained:
            self.process = subprocess.Popen(
                ["make", "run", f"PORT={self.port}"],  # noqa: S607 - the one that people have
                cwd=self.copy,
                env={**inherited, "PIP_NO_INDEX": "1", **self.settings},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=complained,
                start_new_session=True,
            )
        return self.process

    def everything(self) -> list[psutil.Process]:
        """All that was started."""
        assert self.process is not None
        make = psutil.Process(self.process.pid)
        return [make, *make.children(recursive=True)]

    def interrupt(self) -> None:
        """Ctrl+C, as a terminal says it to all in the foreground; nothing of what was started may be left."""
        assert self.process is not None
        started = self.everything()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=60)
        eventually(lambda: not any(map(runs, started)), "all that was started has ended")
        assert "Traceback" not in self.complained.read_text()

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a clone holds, and beside it what was fetched and built for this work tree already."""
    clone = tmp_path_factory.mktemp("clone")
    copy_sources(clone, lambda _name: True)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", clone / ".venv"], check=True)
    (packages,) = clone.glob(".venv/lib/python*/site-packages")
    (packages / "of_the_tests.pth").write_text(sysconfig.get_path("purelib") + "\n")
    stamp = {"root": str(clone), "python": os.path.realpath(clone / ".venv" / "bin" / "python")}
    (clone / ".venv" / "installed.json").write_text(json.dumps(stamp))
    copytree(ROOT / "build" / "frontend", clone / "build" / "frontend")
    (clone / "build" / "frontend.json").write_bytes((ROOT / "build" / "frontend.json").read_bytes())
    return clone


@pytest.fixture
def made(copy: Path, tmp_path: Path) -> Iterator[MakeRun]:
    """Not started, with a port and a data folder of its own; none is left behind."""
    run = MakeRun(copy, tmp_path)
    yield run
    run.kill()


def files_in(*folders: Path) -> set[Path]:
    """All files, but for what Python compiled."""
    return {file for folder in folders for file in folder.rglob("*") if "__pycache__" not in file.parts}


def refusal_of(run: MakeRun) -> str:
    """The one sentence with which it ends, beside what `make` adds to every failure."""
    assert run.launch().wait(timeout=60) == 2
    (sentence,) = [line for line in run.complained.read_text().splitlines() if not line.startswith("make: ")]
    return sentence


def test_it_is_set_up_served_ended_and_started_again(made: MakeRun, tmp_path: Path, browser: Browser) -> None:
    made.start()
    assert f"GGTalk is at http://127.0.0.1:{made.port}" in made.said.read_text()
    assert "10000, 10001, 10002, 10003, 10004 — password 1" in made.said.read_text()
    assert STEPS.findall(made.complained.read_text()) == ["Installing"], made.complained.read_text()
    windows = Windows(browser, made.address)
    expect(navigation(sign_in(windows.open(), "10000", "1"))).to_be_visible()
    assert windows.complaints == []
    windows.close()
    site = Site("127.0.0.1", made.port)
    one, two = Program.sign_in(site, "10000"), Program.sign_in(site, "10001")
    one.connect()
    conversation = one.direct_with(two)
    one.say(conversation, "kept overnight")
    one.disconnect()

    (tmp_path / "other").mkdir()
    other = MakeRun(made.copy, tmp_path / "other", made.port)
    assert f"Port {made.port} is taken" in refusal_of(other)
    assert not list(other.data_dir.glob("*.sqlite3"))

    made.interrupt()
    made.start()
    assert made.complained.read_text() == "", "nothing is set up a second time"
    assert two.texts(conversation)[-1] == "kept overnight"
    made.interrupt()


def test_in_memory_it_leaves_nothing_on_the_disk(made: MakeRun, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    made.settings.update(DATABASE_URL="memory:", TMPDIR=str(temporary))
    before = files_in(made.copy, tmp_path)
    made.start()
    one, two = (Program.sign_in(Site("127.0.0.1", made.port), account) for account in ("10000", "10001"))
    one.connect()
    one.say(one.direct_with(two), "on no disk")
    one.disconnect()
    assert files_in(made.copy, tmp_path) - before == {made.said, made.complained}
    made.interrupt()
    assert files_in(made.copy, tmp_path) - before == {made.said, made.complained}
