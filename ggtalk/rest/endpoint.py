"""REST endpoints whose type annotations are their schema.

A handler names what it takes and gives, and nothing else describes it:

    class FriendRequests(Endpoint):
        def get(self, request: Request, query: Page) -> list[FriendRequestData]: ...

        @answers(201)
        def post(self, request: Request, body: NewFriendRequest) -> FriendRequestData: ...

`body` is decoded from JSON and `query` from the query string into their `msgspec.Struct`; path parameters follow by
name. The return value is encoded by msgspec; `None` becomes 204. The OpenAPI document is read from the same
annotations.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from typing import Any, TypeVar, get_type_hints

import msgspec
from django.http import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ggtalk.deadlocks import again_after_deadlock
from ggtalk.errors import Refused, not_found
from ggtalk.rest.structs import Data as Data
from ggtalk.rest.structs import Payload as Payload

METHODS = ("get", "post", "put", "patch", "delete")
MOST_ID = 2**53
"""No id is larger: databases would refuse the number and clients could not read it."""
STATUS_ATTRIBUTE = "answers_with_status"
TAKES_ATTRIBUTE = "takes_media_types"

_WITHIN_OBJECT = re.compile(r"(?:missing required|contains unknown) field `(.*)`$", re.DOTALL)

Handler = TypeVar("Handler", bound=Callable[..., Any])


def answers(status: int) -> Callable[[Handler], Handler]:
    """The HTTP status of a handler's success when it is not 200 (or 204 for `None`)."""

    def mark(handler: Handler) -> Handler:
        setattr(handler, STATUS_ATTRIBUTE, status)
        return handler

    return mark


def takes(*media_types: str) -> Callable[[Handler], Handler]:
    """The handler reads `request.body` itself: a file of one of these types."""

    def mark(handler: Handler) -> Handler:
        setattr(handler, TAKES_ATTRIBUTE, media_types)
        return handler

    return mark


class Endpoint(APIView):
    """An `APIView` whose handlers are typed as the module says."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for method in METHODS:
            if handler := cls.__dict__.get(method):
                setattr(cls, method, _typed(handler))


def _typed(handler: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    hints = inspect.signature(handler).parameters
    takes_body, takes_query = "body" in hints, "query" in hints

    @functools.wraps(handler)
    def handle(view: APIView, request: Request, **path: Any) -> HttpResponseBase:
        types = _types_of(handler)
        if any(isinstance(value, int) and value > MOST_ID for value in path.values()):
            raise not_found()
        if takes_body:
            path["body"] = decode_body(request, types["body"])
        if takes_query:
            path["query"] = decode_query(request, types["query"])
        answer = again_after_deadlock(functools.partial(handler, view, request, **path))
        if isinstance(answer, HttpResponseBase):
            return answer
        return Response(answer, status=success_status(handler, answer is None))

    return handle


@functools.cache
def _types_of(handler: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(handler)


def success_status(handler: Callable[..., Any], empty: bool) -> int:
    """The status a handler answers with when all went well."""
    return int(getattr(handler, STATUS_ATTRIBUTE, 204 if empty else 200))


def decode_body(request: Request, kind: type[Any]) -> Any:
    """The request's JSON as `kind`; raises `Refused('invalid')` saying which field is wrong."""
    try:
        return msgspec.json.decode(request.body or b"{}", type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refusal_of(error) from None
    except RecursionError:
        raise Refused("invalid", "Too deeply nested.") from None


def decode_query(request: Request, kind: type[Any]) -> Any:
    """The query string as `kind`, numbers and booleans read from their text."""
    try:
        return msgspec.convert(request.query_params.dict(), kind, strict=False)
    except msgspec.ValidationError as error:
        raise refusal_of(error) from None


def refusal_of(error: Exception) -> Refused:
    """A decoding error as the client may see it, its field named by its path: `note`, `body.text`, `members[0]`."""
    reason, _, where = str(error).partition(" - at ")
    path = where.strip("`").removeprefix("$").lstrip(".")
    inside = _WITHIN_OBJECT.search(reason)
    field = ".".join(part for part in (path, inside[1] if inside else "") if part)
    return Refused("invalid", str(error), fields={field: reason} if field else None)
