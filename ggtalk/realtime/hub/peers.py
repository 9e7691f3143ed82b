"""The hubs of the other server processes, reached through one channel of Redis.

Redis carries news and keeps none: what is said while a process can't hear is read from the database, where everything
that has a number is. A process that could not tell something says so as soon as it can, and the others look there.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from django.conf import settings
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from ggtalk.realtime.hub.delivery import Delivery, SignOut

logger = logging.getLogger(__name__)

CHANNEL = "ggtalk.hubs"
RETRY_SECONDS = 1.0
ANSWER_SECONDS = 3.0
"""A Redis that has not answered for so long is away."""
QUIET_SECONDS = 5.0
"""After so long without a word it is asked whether it is there."""

News = Sequence[Delivery | SignOut]


class Parcel(msgspec.Struct, array_like=True):
    """What one hub tells the others, msgpack on the way. missed: something before this could not be told."""

    sender: str
    deliveries: list[Delivery] = []
    sign_outs: list[SignOut] = []
    missed: bool = False


class Peers:
    """Sends this process's news to the other hubs and hands theirs to `receive`.

    Without Redis there is nobody else, and nothing is sent. is_away: they can't be heard now. missed(): from now on
    they can be heard again, or one of them could not tell something.
    """

    def __init__(self, receive: Callable[[News], None], missed: Callable[[], None]) -> None:
        self._receive, self._missed = receive, missed
        self._outbox: list[Delivery | SignOut] = []
        self._has_news = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._name, self._ending = "", False
        self._outside: Redis | None = None
        self.is_away = False
        self.moved: list[Callable[[], None]] = []
        """Each is called on the loop when `is_away` has changed."""

    @property
    def are_there(self) -> bool:
        """Whether this process is joined with others."""
        return bool(self._tasks)

    async def start(self, name: str) -> None:
        """Speaks as `name` and listens on the running loop."""
        self._name, self._tasks, self._ending = name, [], False
        self._outbox, self._has_news = [], asyncio.Event()
        if settings.REDIS_URL:
            loop = asyncio.get_running_loop()
            self._tasks = [loop.create_task(self._listen()), loop.create_task(self._send())]

    async def stop(self) -> None:
        """Tells what is left to tell, if that is quickly done, and hangs up."""
        self._ending = True
        self._has_news.set()
        for task in reversed(self._tasks):  # the sender first
            if task is self._tasks[-1]:
                await asyncio.wait([task], timeout=RETRY_SECONDS)
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def forward(self, news: News) -> None:
        """From the loop's thread: tells the other hubs, in order."""
        if self._tasks:
            self._outbox.extend(news)
            self._has_news.set()

    def forward_from_outside(self, news: News) -> None:
        """From a process without a hub (a worker, a management command), in any thread: tells all hubs."""
        if not settings.REDIS_URL:
            return  # nobody listens in this process; a server reads what it missed from the database
        if self._outside is None:
            self._outside = Redis.from_url(settings.REDIS_URL, retry=Retry(NoBackoff(), 0), **_limits())
        try:
            self._outside.publish(CHANNEL, _packed("", news))
        except (RedisError, OSError) as error:  # the servers look in the database every few seconds
            logger.warning("the server processes can't be told: %s", error)

    async def _listen(self) -> None:
        while True:
            try:
                async with _redis() as redis, redis.pubsub() as line:
                    await line.subscribe(CHANNEL)
                    await _heard(line)
                    self._become(away=False)
                    self._missed()
                    while True:
                        self._take(await _heard(line))
            except Exception as error:  # noqa: BLE001 - whatever it is, hearing must go on after it
                self._become(away=True)
                logger.warning("the other server processes can't be heard, trying again: %s", error)
                await asyncio.sleep(RETRY_SECONDS)

    def _take(self, packed: bytes) -> None:
        try:
            parcel = msgspec.msgpack.decode(packed, type=Parcel)
        except msgspec.DecodeError:
            logger.warning("another server process speaks another version: what it says is read from the database")
            self._missed()
            return
        if parcel.sender != self._name:
            news: News = [*parcel.deliveries, *parcel.sign_outs]
            if news:
                self._receive(news)
            if parcel.missed:
                self._missed()

    async def _send(self) -> None:
        missed = False
        while True:
            try:
                async with _redis() as redis:
                    while not (self._ending and not self._outbox):
                        if not missed:
                            await self._has_news.wait()
                        self._has_news.clear()
                        news, self._outbox = self._outbox, []
                        await redis.publish(CHANNEL, _packed(self._name, news, missed))
                        missed = False
                return
            except Exception as error:  # noqa: BLE001 - as above
                missed = True
                logger.warning("the other server processes can't be told, trying again: %s", error)
                await asyncio.sleep(RETRY_SECONDS)
                self._outbox.clear()  # it is in the database, or is not worth telling late

    def _become(self, *, away: bool) -> None:
        if self.is_away != away:
            self.is_away = away
            for tell in self.moved:
                tell()


def _redis() -> AsyncRedis:
    """A connection that breaks where Redis does: one that came back by itself would hide that something was missed."""
    redis: AsyncRedis = AsyncRedis.from_url(settings.REDIS_URL, retry=AsyncRetry(NoBackoff(), 0), **_limits())
    return redis


def _limits() -> dict[str, Any]:
    return {"socket_timeout": ANSWER_SECONDS, "socket_connect_timeout": ANSWER_SECONDS}


async def _heard(line: PubSub) -> bytes:
    """The next message, or b"" for the word that we listen. Raises TimeoutError when Redis is silent."""
    asked = False
    while True:
        message: dict[str, Any] | None = await line.get_message(timeout=ANSWER_SECONDS if asked else QUIET_SECONDS)
        if message is None:
            if asked:
                raise TimeoutError("Redis does not answer")
            await line.ping()
            asked = True
        elif message["type"] == "message":
            return bytes(message["data"])
        elif message["type"] == "subscribe":
            return b""
        else:
            asked = False


def _packed(sender: str, news: News, missed: bool = False) -> bytes:
    deliveries = [item for item in news if isinstance(item, Delivery)]
    sign_outs = [item for item in news if isinstance(item, SignOut)]
    return msgspec.msgpack.encode(Parcel(sender, deliveries, sign_outs, missed))
