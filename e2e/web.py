"""A real web server on this machine, for what GGTalk fetches from the web."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

HTML = "text/html; charset=utf-8"
DRIP_SECONDS = 0.05


class Web:
    """Pages by their path; each is a status, headers and content. asked: paths and headers of what was asked for."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.dripping: set[str] = set()
        self.asked: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    def serve(self, path: str, content: str | bytes, kind: str = HTML, status: int = 200, **headers: str) -> str:
        """Puts something there, and returns its address."""
        told = {"Content-Type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = status, told, content.encode() if isinstance(content, str) else content
        return self.url(path)

    def redirect(self, path: str, to: str, **headers: str) -> str:
        return self.serve(path, "", status=302, Location=to, **headers)


@contextmanager
def running_web() -> Iterator[Web]:
    """Serves until the end of the block."""
    web: Web

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append((self.path, dict(self.headers)))
            status, headers, content = web.pages.get(self.path, (404, {}, b""))
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                for byte in content if self.path in web.dripping else ():
                    self.wfile.write(bytes([byte]))
                    time.sleep(DRIP_SECONDS)  # this is what is tested: a server that hardly speaks
                self.wfile.write(b"" if self.path in web.dripping else content)
            except OSError:  # whoever asked has hung up
                return

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        web = Web(server.server_port)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()
