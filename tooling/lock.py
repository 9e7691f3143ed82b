"""`make lock`: writes constraints.txt anew from the requirements files, after one of their versions was changed."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Every package that the requirements files bring in, exactly. Written by `make lock`.\n"


def resolve(requirements: list[Path]) -> list[str]:
    """What pip would install for these files if nothing were constrained: `name==version` lines, sorted."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "constraints.txt").touch()
        options: list[str] = []
        for file in requirements:
            (folder / file.name).write_text(file.read_text())
            options += ["-r", str(folder / file.name)]
        report = folder / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
        subprocess.run([*command, "--report", str(report), *options], check=True)
        installs = json.loads(report.read_text())["install"]
    pins = (f"{item['metadata']['name']}=={item['metadata']['version']}" for item in installs)
    return sorted(pins, key=str.lower)


if __name__ == "__main__":
    pins = resolve(sorted(ROOT.glob("requirements*.txt")))
    (ROOT / "constraints.txt").write_text(HEADER + "".join(f"{pin}\n" for pin in pins))
    print(f"constraints.txt: {len(pins)} packages")
