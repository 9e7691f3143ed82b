"""JSON over REST: msgspec encodes answers, and every error leaves in the one shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.views import set_rollback

from ggtalk.errors import Refused, not_found


class JsonRenderer(BaseRenderer):
    """Encodes structs, dicts and lists as UTF-8 JSON."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return b"" if data is None else msgspec.json.encode(data)


class NoParser(BaseParser):
    """Endpoints read the raw body themselves; nothing is parsed twice."""

    media_type = "*/*"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        return {}


def error_response(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: refusals in our shape; anything else is a malfunction and stays a 500."""
    refused = _refused(error)
    if refused is None:
        return None
    set_rollback()
    headers = {}
    if refused.retry_after_seconds is not None:
        headers["Retry-After"] = str(refused.retry_after_seconds)
    return Response(refused.as_payload(), status=refused.status, headers=headers)


def _refused(error: Exception) -> Refused | None:
    if isinstance(error, Refused):
        return error
    if isinstance(error, Http404):
        return not_found()
    if isinstance(error, PermissionDenied):
        return Refused("forbidden", "You may not do that.", status=403)
    if isinstance(error, exceptions.PermissionDenied):  # a missing CSRF token, for one: it says so
        return Refused("forbidden", str(error.detail), status=403)
    if isinstance(error, exceptions.APIException):
        return Refused(str(error.default_code), str(error.detail), status=error.status_code)
    return None
