"""The pages that belong to no app: the web client, uploaded files, health and readiness."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable

import msgspec
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import conditional_page, require_safe

from ggtalk.errors import Refused, not_found
from ggtalk.readiness import readiness

SHOWN_INLINE = {"image/webp", "image/png", "image/jpeg", "image/gif"}
PUBLIC_FOLDER = "avatars/"


@never_cache
@ensure_csrf_cookie
@require_safe
def main_page(request: HttpRequest) -> HttpResponse:
    """The web client; its router knows every address that is not the server's."""
    return render(request, "index.html")


@conditional_page
@cache_control(no_cache=True)
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """What opens the web client where this server is not reached; at the root, for it serves what lies below it.

    Asked for again at each start, so that nobody keeps an old one; 404 where no client is built.
    """
    built = settings.FRONTEND_DIR / "sw.js"
    if not built.is_file():
        raise Http404
    return HttpResponse(built.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
def media(request: HttpRequest, name: str) -> FileResponse:
    """An avatar. Names are random and never used again, so it may be cached for ever; nothing in it is ever run."""
    if not name.startswith(PUBLIC_FOLDER) or ".." in name or name.endswith("/") or not default_storage.exists(name):
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(name), content_type=kind, as_attachment=kind not in SHOWN_INLINE)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers at all: what does not is to be ended and started again."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether to send people here: 200, or 503 while nobody can be served; how each part is stands in the answer."""
    found = readiness()
    status = 503 if found.status == "not_ready" else 200
    return HttpResponse(msgspec.json.encode(found), status=status, content_type="application/json")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for what Django itself refuses, in the API's shape below /api/."""
    refused = Refused("bad_request", "This request can't be understood.")
    return _in_shape(request, refused, lambda: defaults.bad_request(request, exception))


def unknown_address(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, in the API's shape below /api/."""
    return _in_shape(request, not_found(), lambda: defaults.page_not_found(request, exception))


def malfunction(request: HttpRequest) -> HttpResponse:
    """500, in the API's shape below /api/."""
    refused = Refused("server_error", "The server failed at this. It was noted; try again.", status=500)
    return _in_shape(request, refused, lambda: defaults.server_error(request))


def _in_shape(request: HttpRequest, refused: Refused, page: Callable[[], HttpResponse]) -> HttpResponse:
    if not request.path.startswith("/api/"):
        return page()
    body = msgspec.json.encode(refused.as_payload())
    return HttpResponse(body, status=refused.status, content_type="application/json")
