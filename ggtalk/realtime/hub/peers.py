"""The hubs of the other server processes, reached through one channel of the channel layer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

import msgspec
from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer

from ggtalk.realtime.hub.delivery import Delivery, SignOut

logger = logging.getLogger(__name__)

GROUP = "ggtalk.hubs"
RETRY_SECONDS = 1.0

News = Sequence[Delivery | SignOut]


class Parcel(msgspec.Struct, array_like=True):
    """What one hub tells the others, msgpack on the way."""

    deliveries: list[Delivery]
    sign_outs: list[SignOut]


class Peers:
    """Sends this process's news to the other hubs and hands theirs to `receive`.

    With the in-process layer there is nobody else, and nothing is sent.
    """

    def __init__(self, receive: Callable[[News], None]) -> None:
        self._receive = receive
        self._outbox: asyncio.Queue[bytes] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self._channel = ""

    async def start(self) -> None:
        """Listens for the other hubs on the running loop."""
        self._tasks = []
        layer = get_channel_layer()
        if layer is None or isinstance(layer, InMemoryChannelLayer):
            return
        self._outbox = asyncio.Queue()
        self._channel = await layer.new_channel()
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._listen()), loop.create_task(self._send())]

    def forward(self, news: News) -> None:
        """From the loop's thread: queues news for the other hubs, in order."""
        if self._tasks:
            self._outbox.put_nowait(_packed(news))

    def forward_from_outside(self, news: News) -> None:
        """From a process without a hub (a worker, a management command): tells all hubs."""
        layer = get_channel_layer()
        if layer is None or isinstance(layer, InMemoryChannelLayer):
            return  # nobody listens in this process; a server reads what it missed from the database
        async_to_sync(layer.group_send)(GROUP, {"type": "hub.news", "from": "", "parcel": _packed(news)})

    async def _listen(self) -> None:
        layer = get_channel_layer()
        assert layer is not None
        while True:
            try:
                await layer.group_add(GROUP, self._channel)
                while True:
                    message = await layer.receive(self._channel)
                    if message["from"] != self._channel:
                        parcel = msgspec.msgpack.decode(message["parcel"], type=Parcel)
                        self._receive([*parcel.deliveries, *parcel.sign_outs])
            except Exception as error:  # noqa: BLE001 - each layer has errors of its own; hearing must go on after any
                logger.warning("the channel layer can't be heard, trying again: %s", error)
                await asyncio.sleep(RETRY_SECONDS)

    async def _send(self) -> None:
        layer = get_channel_layer()
        assert layer is not None
        while True:
            parcel = await self._outbox.get()
            try:
                await layer.group_send(GROUP, {"type": "hub.news", "from": self._channel, "parcel": parcel})
            except Exception as error:  # noqa: BLE001 - as above; hubs fill the hole from the database at the next event
                logger.warning("the other server processes can't be told: %s", error)


def _packed(news: News) -> bytes:
    deliveries = [item for item in news if isinstance(item, Delivery)]
    sign_outs = [item for item in news if isinstance(item, SignOut)]
    return msgspec.msgpack.encode(Parcel(deliveries, sign_outs))
