"""The server that the journeys share, and the people who make them."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from e2e.browser import EXPECT_SECONDS, Windows, launch, windows_at
from e2e.cast import Cast
from e2e.cluster import Cluster
from e2e.gallery.operators import make_operator
from e2e.gallery.scene import Scene, set_scene
from e2e.server import ROOT, Server
from e2e.site import Site

if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # under nohup: what ignores a signal has its children ignore it
    signal.signal(signal.SIGHUP, lambda *_: None)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a server that was started once, which takes three times as long as starting it again."""
    with ended_in_peace(Server(tmp_path_factory.mktemp("begun"))) as first:
        first.start()
    return first.data_dir


@pytest.fixture(scope="session")
def server(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for all journeys that leave it as it is. It must end in peace and without a complaint."""
    with ended_in_peace(Server(tmp_path_factory.mktemp("server"))) as shared:
        copytree(begun, shared.data_dir)
        shared.start()
        yield shared


@pytest.fixture
def own_server(begun: Path, tmp_path: Path) -> Iterator[Server]:
    """A started server of this journey's own, to be killed and restarted."""
    with ended_in_peace(Server(tmp_path)) as own:
        copytree(begun, own.data_dir)
        own.start()
        yield own


@pytest.fixture
def server_with(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Makes a server of this journey's own, not started, with these settings; none is left behind."""
    with ExitStack() as servers:

        def make(port: int | None = None, **settings: str) -> Server:
            made = Server(tmp_path, port, **settings)
            servers.callback(made.kill)
            return made

        yield make


@contextmanager
def ended_in_peace(server: Server) -> Iterator[Server]:
    try:
        yield server
        server.stop()
    finally:
        server.kill()


@pytest.fixture
def site(server: Server) -> Site:
    return Site("127.0.0.1", server.port)


@pytest.fixture
def cast(site: Site) -> Iterator[Cast]:
    """People who exist only in this journey."""
    with ExitStack() as goodbyes:
        yield Cast(site, goodbyes)


@pytest.fixture(scope="module")
def scene(server: Server) -> Iterator[Scene]:
    """Alice and everybody around her, as the gallery shows them."""
    with ExitStack() as goodbyes:
        laid = set_scene(Cast(Site("127.0.0.1", server.port), goodbyes))
        make_operator(laid.operator, server.settings)
        yield laid


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=EXPECT_SECONDS * 1000)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with_chromium = launch(playwright)
    yield with_chromium
    with_chromium.close()


@pytest.fixture
def windows(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Windows]:
    """Windows at the shared server; no page may have failed in them. A failed journey leaves pictures behind."""
    opened = Windows(browser, server.address)
    yield opened
    if request.node.stash.get(FAILED, False):
        opened.take_pictures(ROOT / "test-results" / request.node.name)
    opened.close()
    assert opened.complaints == []


@pytest.fixture
def own_windows(browser: Browser, own_server: Server) -> Iterator[Windows]:
    """Windows at this journey's own server, whose client is kept."""
    with windows_at(browser, own_server.address, keeps_client=True) as opened:
        yield opened


@pytest.fixture
def own_cast(own_server: Server) -> Iterator[Cast]:
    """People at this journey's own server."""
    with ExitStack() as goodbyes:
        yield Cast(Site("127.0.0.1", own_server.port), goodbyes)


FAILED = pytest.StashKey[bool]()
LAST_WORDS_BYTES = 4000


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Lets fixtures know whether their test has failed, this time if it is made once more, and asks its servers why."""
    report = yield
    item.stash[FAILED] = report.failed or (report.when != "setup" and item.stash.get(FAILED, False))
    if report.failed:
        for server in servers_of(item):
            said = server.complained.read_text(errors="replace")[-LAST_WORDS_BYTES:]
            report.sections.append((f"what the server at {server.address} said last", said))
    return report


def servers_of(item: pytest.Item) -> Iterator[Server]:
    for made in getattr(item, "funcargs", {}).values():
        several = made.servers if isinstance(made, Cluster) else [made] if isinstance(made, Server) else []
        yield from (server for server in several if server.process is not None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Why a journey was made once more: what passes the second time is a fault all the same."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"made once more: {report.nodeid}", sep="-")
        terminalreporter.write_line(report.longreprtext)
        for title, said in report.sections:
            terminalreporter.write_line(f"{title}:\n{said}")
