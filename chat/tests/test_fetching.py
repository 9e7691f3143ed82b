"""The server visits public pages of the web for people, and nothing else whatever it is told."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from typing import Any

import httpcore
import pytest
from pytest_django import Settings

from chat.previews.fetching import USER_AGENT, Fetched, Wanted, fetch
from e2e.web import Web
from ggtalk.abroad import addresses
from ggtalk.abroad.addresses import NotVisitedError, is_public

PAGE = Wanted(media_types=("text/html",), most_bytes=1000, whole=False)


def fetched(url: str, wanted: Wanted = PAGE, seconds: float = 5) -> Fetched:
    return fetch(url, wanted, ends_at=time.monotonic() + seconds)


def why_not(url: str, wanted: Wanted = PAGE, seconds: float = 5) -> str:
    with pytest.raises(NotVisitedError) as refused:
        fetched(url, wanted, seconds)
    return str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.8.8.8/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::10.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[fd12:3456::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://1.1.1.1:22/",
        "http://1.1.1.1:8080/",
        "https://1.1.1.1:0/",
        "https://1.1.1.1:99999/",
        "http://user:secret@1.1.1.1/",
        "http://1.1.1.1@127.0.0.1/",
        "ftp://1.1.1.1/",
        "file:///etc/passwd",
        "gopher://1.1.1.1/",
        "javascript:alert(1)",
        "http:///",
        "http://.1.1.1.1/",
        "http://\u2488.1.1.1/",
        "//1.1.1.1/",
        "",
    ],
)
def test_no_connection_is_made_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: Any, **__: Any) -> None:
        raise AssertionError("it connected")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    why_not(url)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"]
)
def test_these_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["168.63.129.16", "203.0.114.7", "::ffff:168.63.129.16", "64:ff9b::168.63.129.16", "2001:470:1::5"]
)
def test_what_the_operator_calls_private_is_not_public(address: str, settings: Settings) -> None:
    assert is_public(ipaddress.ip_address(address))
    settings.PRIVATE_NETWORKS = tuple(map(ipaddress.ip_network, ("168.63.129.16", "203.0.114.0/24", "2001:470:1::/48")))
    assert not is_public(ipaddress.ip_address(address))
    assert is_public(ipaddress.ip_address("1.1.1.1"))
    assert "public" in why_not(f"http://{address if '.' in address and ':' not in address else f'[{address}]'}/")


def resolving(*answers: list[str]) -> Callable[[str, int], list[str]]:
    """Names that mean something else each time they are asked for."""
    left = list(answers)
    return lambda *_: left.pop(0)


def test_a_name_that_also_means_something_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "resolved", resolving(["1.1.1.1", "10.0.0.1"]))
    assert "public" in why_not("http://example.org/")


def test_what_was_checked_is_connected_to_though_the_name_changes(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    web.serve("/", "here")
    monkeypatch.setattr(addresses, "resolved", resolving(["127.0.0.1"], ["10.0.0.1"]))
    address = f"http://rebound.example.org:{web.port}/"
    assert fetched(address).content == b"here"
    assert web.asked[0][1]["Host"] == f"rebound.example.org:{web.port}"
    assert "public" in why_not(address)


@pytest.mark.parametrize("to", ["http://127.0.0.1/", "http://169.254.169.254/", "http://[::1]/", "file:///etc/passwd"])
def test_a_redirect_leads_nowhere_inside(web: Web, to: str) -> None:
    why_not(web.redirect("/", to))
    assert len(web.asked) == 1


def test_redirects_are_followed_without_cookies_and_not_for_ever(web: Web) -> None:
    web.serve("/there", "found", Set_Cookie="more=1")
    web.redirect("/b", "/there")
    assert fetched(web.redirect("/a", "b", Set_Cookie="seen=1")).url == web.url("/there")
    assert [path for path, _ in web.asked] == ["/a", "/b", "/there"]
    for _, headers in web.asked:
        assert headers["User-Agent"] == USER_AGENT
        assert not headers.keys() & {"Cookie", "Authorization", "Referer"}
    web.redirect("/round", "/round")
    assert "leads" in why_not(web.url("/round"))


def test_only_what_is_wanted_is_taken(web: Web) -> None:
    whole = Wanted(media_types=("image/png",), most_bytes=10, whole=True)
    assert fetched(web.serve("/long", "x" * 5000)).content == b"x" * 1000
    assert "too large" in why_not(web.serve("/big", b"x" * 11, "image/png"), whole)
    assert "image/png" in why_not(web.serve("/picture", b"x", "image/png"))
    why_not(web.serve("/packed", "x", Content_Encoding="gzip"))
    assert "500" in why_not(web.serve("/broken", "x", status=500))
    assert fetched(web.serve("/gbk", "x", 'TEXT/HTML; Charset="GBK"')).charset == "GBK"


def test_who_hardly_speaks_is_left(web: Web) -> None:
    web.dripping.add("/slow")
    url = web.serve("/slow", "x" * 900)
    began = time.monotonic()
    why_not(url, seconds=0.3)
    assert time.monotonic() - began < 5
