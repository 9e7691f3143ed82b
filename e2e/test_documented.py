"""docs/protocol.md names everything there is, and nothing that is not there."""

from __future__ import annotations

import re
from typing import Any

import pytest

from e2e.server import ROOT
from e2e.site import Site

PROTOCOL = (ROOT / "docs" / "protocol.md").read_text()
NO_PART_OF_IT = {"/api/schema/", "/api/docs/", "/api/digest/prove/<>/", "/api/digest/stop/<>/"}
"""The document itself, and pages for whoever opens a link of a mail."""


@pytest.fixture
def schema(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = site.ask("GET", "/api/schema/")
    return found


def documented_paths() -> set[str]:
    """Every address in the document, with `<…>` for what varies."""
    found = re.findall(r"/api/[a-z_/<>]*", PROTOCOL)
    return {re.sub(r"<\w+>", "<>", path) for path in found if path.endswith("/")} - NO_PART_OF_IT


def test_every_address_is_documented_and_every_documented_one_exists(schema: dict[str, Any]) -> None:
    served = {re.sub(r"{\w+}", "<>", path) for path in schema["paths"]}
    abbreviated = {path for path in served if path.endswith("/refuse/")}
    assert documented_paths() | abbreviated == served
    assert all(path.rpartition("<>")[2] in PROTOCOL for path in abbreviated)


@pytest.mark.parametrize("kind", ["CommandMap", "EventMap", "TransientEventMap"])
def test_every_command_and_event_is_documented(schema: dict[str, Any], kind: str) -> None:
    names = schema["components"]["schemas"][kind]["properties"]
    assert names
    assert [name for name in names if f"`{name}`" not in PROTOCOL] == []
