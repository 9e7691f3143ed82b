"""Stamps: what a step was made from, so that it is repeated only when that changed."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path


def digest_of(files: Iterable[Path], root: Path) -> str:
    """One digest over the names and contents of `files`, independent of their order and of where `root` lies."""
    digest = hashlib.sha256()
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def read_stamp(file: Path) -> dict[str, str]:
    """The stamp in `file`; empty if there is none or it was cut off half-way."""
    try:
        stamp = json.loads(file.read_text())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(file: Path, stamp: dict[str, str]) -> None:
    file.write_text(json.dumps(stamp, indent=2) + "\n")
