"""Connections to other machines, for httpcore: to checked addresses only, and soon over."""

from __future__ import annotations

import ssl
import time
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpcore

from ggtalk.abroad.addresses import NotVisitedError, checked_addresses, resolved

FAILURES = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    TimeoutError,
    ssl.SSLError,
    ValueError,
)
"""What a connection raises that comes to nothing, besides `NotVisitedError`."""

Place = tuple[str, int]
"""(host, port)"""

_resolver = ThreadPoolExecutor(max_workers=4, thread_name_prefix="resolving")
"""Looks up names, which the system lets take as long as it pleases."""


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to checked addresses only, and lets nothing last beyond the end (of `time.monotonic`).

    trusted: places of the operator's own, which are visited whatever their addresses.
    """

    def __init__(self, ends_at: float, trusted: Collection[Place] = ()) -> None:
        self._ends_at, self._trusted = ends_at, trusted
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Tries the addresses of the host one after the other."""
        failure: Exception = httpcore.ConnectError("there is no address")
        find = resolved if (host, port) in self._trusted else checked_addresses
        for address in _resolver.submit(find, host, port).result(seconds_left(self._ends_at)):
            try:
                stream = self._network.connect_tcp(address, port, seconds_left(self._ends_at))
                return _TimedStream(stream, self._ends_at)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never."""
        raise NotVisitedError("it is no address of the web")


class _TimedStream(httpcore.NetworkStream):
    """A connection that ends in time, however slowly the other side speaks."""

    def __init__(self, stream: httpcore.NetworkStream, ends_at: float) -> None:
        self._stream = stream
        self._ends_at = ends_at

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come."""
        return self._stream.read(max_bytes, seconds_left(self._ends_at))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all of it."""
        self._stream.write(buffer, seconds_left(self._ends_at))

    def close(self) -> None:
        """Hangs up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted, with the host as its name."""
        stream = self._stream.start_tls(ssl_context, server_hostname, seconds_left(self._ends_at))
        return _TimedStream(stream, self._ends_at)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows."""
        return self._stream.get_extra_info(info)


def seconds_left(ends_at: float) -> float:
    """How long there is until the end; raises httpcore's `ReadTimeout` when it is over."""
    left = ends_at - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("it takes too long")
    return left
