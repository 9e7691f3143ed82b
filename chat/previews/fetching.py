"""Fetching something from the web for people: checked at every step, small, soon over, and without anything of ours."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import quote, urljoin, urlsplit

import httpcore
import msgspec

from chat.previews.links import is_web_address
from ggtalk.abroad.addresses import PORTS, NotVisitedError
from ggtalk.abroad.network import FAILURES, CheckedNetwork, seconds_left

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
        with httpcore.ConnectionPool(network_backend=CheckedNetwork(ends_at)) as pool:
            for _ in range(MOST_REDIRECTS + 1):
                fetched, further = _asked(pool, url, wanted, ends_at)
                if fetched is not None:
                    return fetched
                url = urljoin(url, further)
    except FAILURES as error:
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
        seconds_left(ends_at)
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
