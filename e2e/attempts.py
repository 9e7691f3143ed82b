"""Requests and commands made from the server's own document, with given ids in every place where one can stand."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any

IDS_OF_PATHS = {
    "/api/me/devices/{id}/": "device",
    "/api/friends/groups/{id}/": "friend_group",
    "/api/friends/requests/{id}/accept/": "request",
    "/api/friends/requests/{id}/refuse/": "request",
}
"""Where a path calls its parameter just `id`, what it is the id of."""

PLAIN_NUMBERS = {
    *("seq", "position", "size", "start", "length", "number", "seconds", "hour", "expires_in_hours", "most_uses"),
}
"""Whole numbers in payloads that are nobody's id. Any other that a scene has no id for is asked about."""

Schema = dict[str, Any]


@dataclass(frozen=True)
class Attempt:
    """One request; `operation` is its method and its path as the document writes it."""

    operation: tuple[str, str]
    method: str
    path: str
    body: Any


def rest_attempts(schema: Schema, ids: dict[str, int], every: bool = False) -> list[Attempt]:
    """Every operation that takes an id in its path or body (or really `every` one), with these ids."""
    return [
        made
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
        if (made := _attempt(schema, (method.upper(), path), operation, ids)) and (every or _takes_an_id(made, ids))
    ]


def command_attempts(schema: Schema, ids: dict[str, int]) -> list[tuple[str, Any]]:
    """Every command whose payload takes an id, with a payload that fits."""
    commands = _resolved(schema, {"$ref": "#/components/schemas/CommandMap"})["properties"]
    made = [(name, _example(schema, part, name, ids)) for name, part in commands.items()]
    return [(name, payload) for name, payload in made if any(field in ids for field in payload)]


def _attempt(schema: Schema, operation: tuple[str, str], described: Schema, ids: dict[str, int]) -> Attempt:
    method, template = operation

    def id_for(match: re.Match[str]) -> str:
        return str(ids[IDS_OF_PATHS.get(template, match[1])])

    content = described.get("requestBody", {}).get("content", {})
    body = _example(schema, content["application/json"]["schema"], "", ids) if "application/json" in content else None
    return Attempt(operation, method, re.sub(r"{(\w+)}", id_for, template), body)


def _takes_an_id(attempt: Attempt, ids: dict[str, int]) -> bool:
    return attempt.path != attempt.operation[1] or any(name in ids for name in attempt.body or {})


def _resolved(schema: Schema, part: Schema) -> Schema:
    while "$ref" in part:
        part = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    return part


def _example(schema: Schema, part: Schema, name: str, ids: dict[str, int]) -> Any:
    """A value that fits this part of the document."""
    part = _resolved(schema, part)
    if "anyOf" in part:
        return _example(schema, part["anyOf"][0], name, ids)
    if "enum" in part:
        return part["enum"][0]
    match part.get("type"):
        case "object":
            fields = part.get("properties", {})
            return {field: _example(schema, described, field, ids) for field, described in fields.items()}
        case "array":
            return [_example(schema, part["items"], name, ids)]
        case "integer" if name in ids:
            return ids[name]
        case "integer" if name in PLAIN_NUMBERS:
            return part.get("minimum", 1)
        case "boolean":
            return True
        case "string":
            return _example_text(part)
    raise AssertionError(f"what is {name}? The scene gives no id of that name: {part}")


def _example_text(part: Schema) -> str:
    if part.get("format") == "uuid":
        return str(uuid.UUID(int=1))
    return "#c0392b" if part.get("pattern", "").startswith("^#") else "something"
