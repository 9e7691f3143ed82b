"""Another build of the web client, served by a server that was started again with it."""

from __future__ import annotations

import re
import shutil

from e2e.server import ROOT, Server

BUILT = ROOT / "build" / "frontend"
MARK = "-another."
SETTINGS = """
from ggtalk.settings import *
from pathlib import Path

FRONTEND_DIR = Path({folder!r})
STATICFILES_DIRS = [FRONTEND_DIR]
DJANGO_VITE = {{"default": {{**DJANGO_VITE["default"], "manifest_path": FRONTEND_DIR / "manifest.json"}}}}
"""


def serve_another_build(server: Server) -> None:
    """Makes a copy of the build in which every file has another name, to be served from the next start on."""
    folder = server.folder / "another build"
    shutil.copytree(BUILT, folder, ignore=shutil.ignore_patterns("*.br", "*.gz"))
    named = [path for path in (folder / "assets").iterdir() if path.suffix in {".js", ".css"}]
    renamed = {path.name: f"{path.stem}{MARK}{path.suffix[1:]}" for path in named}
    for path in [*named, folder / "manifest.json", folder / "sw.js"]:
        text = path.read_text()
        for old, new in renamed.items():
            text = text.replace(old, new)
        path.write_text(text)
    for path in named:
        path.rename(path.with_name(renamed[path.name]))
    worker = folder / "sw.js"
    worker.write_text(re.sub(r"(\bid:\W)", r"\1another", worker.read_text(), count=1))
    (server.folder / "another_build.py").write_text(SETTINGS.format(folder=str(folder)))
    server.settings |= {"DJANGO_SETTINGS_MODULE": "another_build", "PYTHONPATH": f"{server.folder}:{ROOT}"}
