"""Fetching something from the web for people: checked at every step, small, soon over, and without anything of ours."""

from __future__ import annotations

import ssl
import time
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpcore
import msgspec

from chat.previews.addresses import PORTS, NotVisitedError, checked_addresses
from chat.previews.links import is_web_address

MOST_REDIRECTS = 4
MOST_SECONDS = 8.0
"""For everything together: names, connections, redirects, content."""
USER_AGENT = "GGTalk-link-preview/1.0 (a person in a chat has sent this link)"
_REDIRECTS = {301, 302, 303, 307, 308}


class Fetched(msgspec.Struct, frozen=True):
    """What was there at last. charset: as its sender calls it; empty where they don't say."""

    url: str
    charset: str
    content: bytes


class Wanted(msgspec.Struct, frozen=True):
    """What is taken: media types, and how much. whole: what is larger is refused; else its beginning is enough."""

    media_types: Collection[str]
    most_bytes: int
    whole: bool


def fetch(url: str, wanted: Wanted, *, ends_at: float) -> Fetched:
    """Gets it by `ends_at` (of `time.monotonic`); `NotVisitedError` says why there is nothing."""
    try:
        with httpcore.ConnectionPool(network_backend=_CheckedNetwork(ends_at)) as pool:
            for _ in range(MOST_REDIRECTS + 1):
                fetched, further = _asked(pool, url, wanted, ends_at)
                if fetched is not None:
                    return fetched
                url = urljoin(url, further)
    except (
        httpcore.NetworkError,
        httpcore.TimeoutException,
        httpcore.ProtocolError,
        TimeoutError,
        ssl.SSLError,
        ValueError,
    ) as error:
        raise NotVisitedError(f"{type(error).__name__}: {error}") from None
    raise NotVisitedError("it leads from one place to the next")


def _asked(pool: httpcore.ConnectionPool, url: str, wanted: Wanted, ends_at: float) -> tuple[Fetched | None, str]:
    """What is there, or where it leads."""
    headers: list[tuple[bytes | str, bytes | str]] = [
        ("User-Agent", USER_AGENT),
        ("Accept", ", ".join(wanted.media_types)),
        ("Accept-Encoding", "identity"),
    ]
    with pool.stream("GET", _address(url), headers=headers) as response:
        told = {name.decode().lower(): value.decode("latin-1") for name, value in response.headers}
        if response.status in _REDIRECTS and told.get("location"):
            return None, told["location"]
        if response.status != 200:
            raise NotVisitedError(f"it answers with status {response.status}")
        media_type, _, parameters = told.get("content-type", "").partition(";")
        if (
            media_type.strip().lower() not in wanted.media_types
            or told.get("content-encoding", "identity") != "identity"
        ):
            raise NotVisitedError(f"it is {media_type or 'nobody knows what'}")
        content = _read(response.iter_stream(), wanted, ends_at)
        return Fetched(url, _charset_in(parameters), content), ""


def _address(url: str) -> httpcore.URL:
    """The address, taken apart once: what is checked is what is asked for."""
    parts = urlsplit(url)
    if not is_web_address(url) or parts.port == 0:
        raise NotVisitedError("it is no address of the web")
    port = parts.port if parts.port is not None else dict(zip(("http", "https"), PORTS, strict=True))[parts.scheme]
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        f"?{quote(parts.query, safe=_QUERY)}" if parts.query else ""
    )
    return httpcore.URL(scheme=parts.scheme, host=(parts.hostname or "").encode("ascii"), port=port, target=target)


_QUERY = "/?%:@!$&'()*+,;=~-._"


def _read(chunks: Iterable[bytes], wanted: Wanted, ends_at: float) -> bytes:
    content = bytearray()
    for chunk in chunks:
        _left(ends_at)
        content += chunk
        if len(content) > wanted.most_bytes:
            if wanted.whole:
                raise NotVisitedError("it is too large")
            break
    return bytes(content[: wanted.most_bytes])


def _charset_in(parameters: str) -> str:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \"'")
    return ""


_resolver = ThreadPoolExecutor(max_workers=4, thread_name_prefix="resolving")
"""Looks up names, which the system lets take as long as it pleases."""


class _CheckedNetwork(httpcore.NetworkBackend):
    """Connects to checked addresses only, and lets nothing last beyond the end."""

    def __init__(self, ends_at: float) -> None:
        self._ends_at = ends_at
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
        for address in _resolver.submit(checked_addresses, host, port).result(_left(self._ends_at)):
            try:
                return _TimedStream(self._network.connect_tcp(address, port, _left(self._ends_at)), self._ends_at)
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
        return self._stream.read(max_bytes, _left(self._ends_at))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all of it."""
        self._stream.write(buffer, _left(self._ends_at))

    def close(self) -> None:
        """Hangs up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted, with the host as its name."""
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, _left(self._ends_at)), self._ends_at)

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows."""
        return self._stream.get_extra_info(info)


def _left(ends_at: float) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("it takes too long")
    return left
