"""The OpenAPI document, read from the annotations of endpoints, commands and events."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from typing import Any, get_type_hints

import msgspec
from drf_spectacular.openapi import AutoSchema

from ggtalk.realtime import commands, events
from ggtalk.realtime.wire import HelloPayload
from ggtalk.rest.endpoint import TAKES_ATTRIBUTE, success_status

REFERENCE = "#/components/schemas/{name}"


class ErrorData(msgspec.Struct, frozen=True, omit_defaults=True):
    """Every error over REST and the socket."""

    code: str
    detail: str
    fields: dict[str, str] | None = None
    retry_after_seconds: int | None = None


_named_types: set[Any] = {ErrorData, HelloPayload}
"""Every type an operation mentions; filled while the operations are read."""


class AnnotatedSchema(AutoSchema):
    """Reads an `Endpoint`'s operation from its handler's signature."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> dict[str, Any] | None:
        wrapper = getattr(self.view, method.lower(), None)
        handler = inspect.unwrap(wrapper) if wrapper else None
        if handler is None or not hasattr(wrapper, "__wrapped__"):
            return None
        types = get_type_hints(handler)
        operation: dict[str, Any] = {
            "operationId": f"{method.lower()}{re.sub(r'[^a-z0-9]+', '_', path.lower()).rstrip('_')}",
            "description": inspect.getdoc(handler) or inspect.getdoc(type(self.view)) or "",
            "tags": [type(self.view).__module__.partition(".")[0]],
            "parameters": [*_path_parameters(path, types), *_query_parameters(types.get("query"))],
            "responses": _responses(handler, types.get("return")),
        }
        if media_types := getattr(handler, TAKES_ATTRIBUTE, ()):
            binary = {"schema": {"type": "string", "format": "binary"}}
            operation["requestBody"] = {"required": True, "content": dict.fromkeys(media_types, binary)}
        elif "body" in types:
            operation["requestBody"] = {"required": True, "content": _json(_reference(types["body"]))}
        return operation


def _path_parameters(path: str, types: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _inline(types.get(name, str))}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _query_parameters(query: type[msgspec.Struct] | None) -> list[dict[str, Any]]:
    if query is None:
        return []
    return [
        {"name": field.encode_name, "in": "query", "required": field.required, "schema": _inline(field.type)}
        for field in msgspec.structs.fields(query)
    ]


def _responses(handler: Callable[..., Any], returned: Any) -> dict[str, Any]:
    error = {"description": "Refused.", "content": _json(_reference(ErrorData))}
    empty = returned is None or returned is type(None)
    status = str(success_status(handler, empty))
    if empty:
        return {status: {"description": "Done."}, "default": error}
    if isinstance(returned, type) and not issubclass(returned, msgspec.Struct) and hasattr(returned, "status_code"):
        file = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        return {status: {"description": "A file.", "content": file}, "default": error}
    return {status: {"description": "Done.", "content": _json(_reference(returned))}, "default": error}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _reference(kind: Any) -> dict[str, Any]:
    _named_types.add(kind)
    return _inline(kind)


def _inline(kind: Any) -> dict[str, Any]:
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=REFERENCE)
    return schema


def add_wire_types(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Post-processing: adds the types of bodies, events, commands and replies, and maps of their names."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    durable = {name: kind for name, kind in events.registry.items() if issubclass(kind, events.Event)}
    transient = {name: kind for name, kind in events.registry.items() if name not in durable}
    payloads = {name: called.payload for name, called in commands.registry.items()}
    replies = {name: called.reply for name, called in commands.registry.items()}
    wire: dict[str, dict[str, Any]] = {
        "Event": durable,
        "TransientEvent": transient,
        "Command": payloads,
        "Reply": replies,
    }
    kinds = {kind for by_name in wire.values() for kind in by_name.values() if kind is not None}
    _, components = msgspec.json.schema_components(sorted(_named_types | kinds, key=repr), ref_template=REFERENCE)
    omitting = {kind.__name__ for kind in {*kinds, ErrorData} if kind.__struct_config__.omit_defaults}
    for name, schema in components.items():
        if "description" in schema:  # as docstrings are indented, which differs between Python 3.11 and 3.13
            schema["description"] = inspect.cleandoc(schema["description"])
        schemas[name] = _with_defaults_present(schema, leaves_out=name in omitting)
    for label, by_name in wire.items():
        schemas[f"{label}Map"] = _map_of(by_name.items())
    return result


def _map_of(by_name: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    properties = {
        name: {"type": "object"} if kind is None else {"$ref": REFERENCE.format(name=kind.__name__)}
        for name, kind in sorted(by_name)
    }
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _with_defaults_present(schema: dict[str, Any], *, leaves_out: bool) -> dict[str, Any]:
    """What the server sends always carries its defaulted fields; only what it takes may leave them out.

    Fields that are `UNSET` unless given have no default in the schema: they may be missing in both directions.
    """
    if leaves_out or schema.get("additionalProperties") is False or "properties" not in schema:
        return schema
    present = {name for name, kind in schema["properties"].items() if "default" in kind}
    return {**schema, "required": sorted(present.union(schema.get("required", ())))}
