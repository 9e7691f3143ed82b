"""A contract that cannot be broken by a planted violation is not a contract."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tooling.tests.work_tree import ROOT, copy_sources

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {contract["name"]: contract for contract in PYPROJECT["tool"]["importlinter"]["contracts"]}

LINE = "The apps stand in one line, above the kernel and below the wiring"
INSIDE = "Within an app: edges, actions, events, representations, queries, models"
JOBS = "Only the server process runs the worker; apps hand it work by the job table"
ASYNC = "Async stays at the edge"
EDGES = ("admin", "commands", "tasks", "views")

# (contract that must break, module that gets the import, what it imports)
PLANTS = [
    (LINE, "accounts.queries", "chat.models"),
    (LINE, "accounts.actions", "groups.queries"),
    (LINE, "chat.models", "groups.models"),
    (LINE, "files.queries", "chat.models"),
    (LINE, "groups.actions", "notifications.models"),
    (LINE, "accounts.actions", "files.queries"),
    (LINE, "groups.models", "ggtalk.urls"),
    (LINE, "ggtalk.realtime.publish", "accounts.models"),
    (LINE, "ggtalk.rest.endpoint", "chat.queries"),
    (LINE, "ggtalk.rest.endpoint", "ggtalk.realtime.streams"),
    (LINE, "ggtalk.errors", "ggtalk.realtime.streams"),
    (LINE, "ggtalk.realtime.publish", "ggtalk.jobs.queue"),
    (LINE, "ggtalk.jobs.queue", "accounts.models"),
    (INSIDE, "accounts.models", "accounts.queries"),
    (INSIDE, "accounts.queries", "accounts.permissions"),
    (INSIDE, "accounts.permissions", "accounts.events"),
    (INSIDE, "chat.serializers", "chat.permissions"),
    (INSIDE, "chat.events", "chat.actions"),
    (INSIDE, "files.actions", "files.tasks"),
    (INSIDE, "chat.actions", "chat.commands"),
    (INSIDE, "groups.views", "groups.admin"),
    (JOBS, "chat.actions", "ggtalk.jobs.models"),
    (JOBS, "chat.commands", "ggtalk.jobs.worker"),
    (ASYNC, "accounts.queries", "asyncio"),
    (ASYNC, "chat.actions", "asgiref.sync"),
    (ASYNC, "groups.models", "channels.layers"),
    *(
        (f"The edges of {app} are private", intruder, edge)
        for app, intruder in (
            ("accounts", "chat.actions"),
            ("files", "chat.actions"),
            ("chat", "groups.actions"),
            ("groups", "ggtalk.asgi"),
            ("notifications", "ggtalk.asgi"),
        )
        for edge in CONTRACTS[f"The edges of {app} are private"]["protected_modules"]
    ),
]


def apps_of_the_project() -> set[str]:
    """The folders with an apps.py, but for the project itself, which is kernel and wiring."""
    return {file.parent.name for file in ROOT.glob("*/apps.py")} - {"ggtalk"}


@pytest.fixture(scope="module")
def clean_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("sources")
    packages = tuple(f"{package}/" for package in PYPROJECT["tool"]["importlinter"]["root_packages"])
    copy_sources(copy, lambda name: name == "pyproject.toml" or (name.startswith(packages) and name.endswith(".py")))
    return copy


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def file_of(folder: Path, module: str) -> Path:
    path = folder / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def plant(folder: Path, module: str, imported: str) -> dict[Path, str | None]:
    """Adds the import, and the imported module of ours if there is none yet; what the touched files held before."""
    importer, target = file_of(folder, module), file_of(folder, imported)
    before = {file: file.read_text() if file.exists() else None for file in (importer, target)}
    importer.write_text(f"{before[importer] or ''}\nimport {imported}\n")
    if (folder / imported.split(".")[0]).is_dir() and before[target] is None:
        target.write_text("")
    return before


def restore(before: dict[Path, str | None]) -> None:
    for file, text in before.items():
        if text is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(text)


def test_the_sources_as_they_are_keep_every_contract(clean_copy: Path) -> None:
    result = lint_imports(clean_copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "module", "imported"), PLANTS)
def test_a_planted_import_breaks_its_contract(clean_copy: Path, contract: str, module: str, imported: str) -> None:
    before = plant(clean_copy, module, imported)
    try:
        result = lint_imports(clean_copy)
    finally:
        restore(before)
    assert result.returncode != 0
    assert f"{contract} BROKEN" in result.stdout, result.stdout


def test_every_contract_is_planted_against() -> None:
    assert {contract for contract, _, _ in PLANTS} == set(CONTRACTS)


def test_no_module_of_the_project_itself_is_left_out() -> None:
    named = {module.strip() for layer in CONTRACTS[LINE]["layers"] for module in layer.split(":")}
    modules = {path.relative_to(ROOT).with_suffix("").as_posix() for path in ROOT.glob("ggtalk/*.py")}
    packages = {path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("ggtalk/*/__init__.py")}
    assert {name.replace("/", ".") for name in modules | packages} - {"ggtalk.__init__", "ggtalk.tests"} <= named


def test_no_app_is_left_out_of_the_contracts() -> None:
    apps = apps_of_the_project()
    config = PYPROJECT["tool"]
    assert apps <= set(config["importlinter"]["root_packages"])
    assert apps <= set(CONTRACTS[LINE]["layers"])
    assert apps == set(CONTRACTS[INSIDE]["containers"])
    assert apps <= set(config["pytest"]["ini_options"]["testpaths"])
    assert apps <= set(config["ruff"]["lint"]["isort"]["known-first-party"])


@pytest.mark.parametrize("app", sorted(apps_of_the_project()))
def test_no_edge_of_an_app_is_left_out(app: str) -> None:
    edges = {f"{app}.{edge}" for edge in EDGES if file_of(ROOT, f"{app}.{edge}").exists()}
    assert edges == set(CONTRACTS[f"The edges of {app} are private"]["protected_modules"])
