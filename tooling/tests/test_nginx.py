"""Where there is no nginx, Debian's is unpacked beside the work: nothing is installed, and no web server starts."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tooling import nginx


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("apt-get") is None, reason="there is no Debian here")
def test_it_is_unpacked_and_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nginx, "UNPACKED", tmp_path)
    monkeypatch.setattr(nginx, "find_program", lambda name: None)
    assert nginx.find_nginx() is None
    nginx.fetch_nginx()
    found = nginx.find_nginx()
    assert found is not None
    assert found.program.startswith(str(tmp_path))
    assert "application/json" in Path(found.types).read_text()
    done = subprocess.run([found.program, "-v"], capture_output=True, text=True, check=True)
    assert done.stderr.startswith("nginx version")
