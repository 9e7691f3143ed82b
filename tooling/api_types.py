"""TypeScript types of REST, events and commands, made from the server's own: python -m tooling.api_types [--check]."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What has a default may be left out by a client; `{}` is unknown rather than impossible.
STYLE = ["--default-non-nullable=false", "--empty-objects-unknown"]
TYPES = ROOT / "ggtalk" / "frontend" / "api" / "schema.d.ts"


def generated_types() -> str:
    """What schema.d.ts has to hold now. Exits with the tool's own words if the schema has a fault."""
    with tempfile.TemporaryDirectory() as name:
        document, types = Path(name) / "openapi.json", Path(name) / "schema.d.ts"
        spectacular = [
            "spectacular",
            "--format",
            "openapi-json",
            "--validate",
            "--fail-on-warn",
            "--file",
            str(document),
        ]
        _run([sys.executable, "manage.py", *spectacular])
        _run(["npx", "--no-install", "openapi-typescript", str(document), "-o", str(types), *STYLE])
        return types.read_text()


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stdout)


def main(only_check: bool) -> None:
    types = generated_types()
    if TYPES.exists() and TYPES.read_text() == types:
        return
    if only_check:
        sys.exit(
            f"{TYPES.relative_to(ROOT)} is not what the server's types give now: run `npm run api-types` and commit it."
        )
    TYPES.write_text(types)


if __name__ == "__main__":
    main(only_check="--check" in sys.argv[1:])
