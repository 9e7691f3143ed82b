"""What stands in the way of `make run` is said in one sentence, and what is done already is not done again."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tooling.node import Node
from tooling.problems import problem_with_file, problem_with_tool
from tooling.stamps import digest_of, read_stamp, write_stamp
from tooling.tests.work_tree import ROOT, copy_sources
from tooling.virtualenv import VirtualEnvironment

NOTHING_LISTENS_HERE = "http://127.0.0.1:9/"


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def find_python(path: Path) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(ROOT / "tooling" / "find_python.sh"), "-c", "print('started')"]
    return subprocess.run(command, env={"PATH": str(path)}, capture_output=True, text=True, check=False)


def test_python_too_old(tmp_path: Path) -> None:
    program(tmp_path, "python3", "echo 3.9")
    done = find_python(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"GGTalk needs Python 3.11 or newer, but found 3.9 ({tmp_path}/python3): install it")
    assert done.stderr.count("\n") == 1


def test_python_missing(tmp_path: Path) -> None:
    assert "but found none: install it" in find_python(tmp_path).stderr


def test_a_newer_python_behind_an_old_one_is_taken(tmp_path: Path) -> None:
    program(tmp_path, "python3", "echo 3.9")
    (tmp_path / "python3.11").symlink_to(sys.executable)
    assert find_python(tmp_path).stdout == "started\n"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    copy = tmp_path / "ggtalk"
    copy_sources(copy, lambda name: name.startswith(("Makefile", "requirements", "constraints", "tooling/")))
    return copy


@pytest.mark.slow
def test_the_package_index_can_not_be_reached(sources: Path) -> None:
    offline = {"PIP_INDEX_URL": NOTHING_LISTENS_HERE, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "MAKE", "MFLAGS"))}
    done = subprocess.run(["make", "run"], cwd=sources, env={**clean, **offline}, capture_output=True, text=True)
    assert done.returncode == 2
    assert "The Python package index could not be reached" in done.stderr
    assert "run the same command again" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        ("npm error code ENOSPC", "The disk is full"),
        ("npm error code EAI_AGAIN", "The registry could not be reached"),
        ("E: Temporary failure resolving 'deb.debian.org'", "The registry could not be reached"),
        ("Error: [Errno 30] Read-only file system: '.venv'", "This folder can't be written to"),
        ("error: something else", "Doing it failed"),
    ],
)
def test_a_tool_failed(output: str, sentence: str, tmp_path: Path) -> None:
    assert str(problem_with_tool("Doing it", output, "The registry", tmp_path)).startswith(sentence)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EROFS, "/somewhere can't be written to"),
        (errno.EACCES, "/somewhere can't be written to"),
        (errno.ENOTDIR, "/somewhere: Not a directory"),
    ],
)
def test_a_file_can_not_be_written(number: int, sentence: str) -> None:
    assert str(problem_with_file(OSError(number, os.strerror(number), "/somewhere"))).startswith(sentence)


def test_the_digest_follows_names_and_contents(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("a")
    second.write_text("b")
    before = digest_of([first, second], tmp_path)
    assert digest_of([second, first], tmp_path) == before
    shutil.copytree(tmp_path, tmp_path / "moved")
    moved = tmp_path / "moved"
    assert digest_of([moved / "a.txt", moved / "b.txt"], moved) == before
    second.write_text("B")
    assert digest_of([first, second], tmp_path) != before


def test_a_stamp_cut_off_half_way_counts_as_none(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp.json"
    assert read_stamp(stamp) == {}
    write_stamp(stamp, {"sources": "1"})
    assert read_stamp(stamp) == {"sources": "1"}
    stamp.write_text('{"sourc')
    assert read_stamp(stamp) == {}


def test_a_node_that_is_new_enough_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "node", "echo v20.19.0")
    program(tmp_path, "npm", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Node(tmp_path, VirtualEnvironment(tmp_path)).environment()["PATH"] == str(tmp_path)
    assert not (tmp_path / ".venv").exists()


def test_packages_that_a_link_leads_to_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared, root = tmp_path / "shared", tmp_path / "tree"
    shared.mkdir()
    root.mkdir()
    (shared / "package").touch()
    (root / "package-lock.json").write_text("{}")
    (root / "node_modules").symlink_to(shared)
    program(tmp_path, "node", "echo v22.12.0")
    program(tmp_path, "npm", "/bin/rm -rf node_modules/*\n/bin/mkdir -p node_modules")
    monkeypatch.setenv("PATH", str(tmp_path))
    Node(root, VirtualEnvironment(root)).install_packages()
    assert (shared / "package").exists()
    assert not (root / "node_modules").is_symlink()
