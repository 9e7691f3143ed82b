"""The baseline as an ASGI application."""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.baseline.settings")
django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402 - Django must be set up first
from django.urls import path  # noqa: E402

from bench.baseline.consumer import ChatConsumer  # noqa: E402

chat: Any = ChatConsumer.as_asgi()
routes: list[Any] = [path("chat/", chat)]
application = ProtocolTypeRouter({"websocket": URLRouter(routes)})
