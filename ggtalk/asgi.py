"""The site as one ASGI application: HTTP by Django, `/ws/` by the doorman."""

from __future__ import annotations

import asyncio
import os
import warnings
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.signals import request_finished
from django.db import connections
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ggtalk.settings")
site: Any = get_asgi_application()

from ggtalk.body_limit import BodyLimit  # noqa: E402 - Django must be set up first
from ggtalk.garbage import look_seldom, look_through_all  # noqa: E402
from ggtalk.jobs.worker import workers  # noqa: E402
from ggtalk.realtime.consumer import socket_application  # noqa: E402
from ggtalk.realtime.housekeeping import chores, keep_house  # noqa: E402
from ggtalk.realtime.hub import hub  # noqa: E402
from ggtalk.sqlite.checkpoints import checkpoints_of  # noqa: E402

# Django would import the addresses and their views with the first request, which may come when an upgrade has already
# put newer files there.
get_resolver().url_patterns  # noqa: B018 - it is read for that

# WhiteNoise's answers are small files on disk; Django reads one whole before it sends it, which costs nothing here.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

http = BodyLimit(site, settings.DATA_UPLOAD_MAX_MEMORY_SIZE, {"/api/files/": settings.MAX_UPLOAD_MIB * 1024 * 1024})


def close_connections(**_signal: Any) -> None:
    """Django answers each request in a thread of its own; a connection kept open there is of use to nobody."""
    connections.close_all()


request_finished.connect(close_connections)
chores.append(look_through_all)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Routes by protocol and path."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        if scope["path"] == "/ws/":
            await socket_application(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})
    else:
        await http(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    await receive()
    await hub.start()
    look_seldom()
    checkpoints = checkpoints_of(settings.DATABASES["default"])
    mine = [*(workers if settings.JOBS == "thread" else ()), *([checkpoints] if checkpoints else ())]
    for thread in mine:
        thread.start()
    house = asyncio.get_running_loop().create_task(keep_house())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    house.cancel()
    await asyncio.gather(*(asyncio.to_thread(thread.stop) for thread in mine))
    await hub.stop()
    await send({"type": "lifespan.shutdown.complete"})
