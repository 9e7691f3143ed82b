"""A cable between a client and the server that can be pulled: nothing passes any more and nobody is told."""

from __future__ import annotations

import selectors
import socket
import threading

CHUNK_BYTES = 64 * 1024


class Cable:
    """Forwards connections to `target_port` until it is pulled; then both ends stay open and hear nothing."""

    def __init__(self, target_port: int) -> None:
        self.target_port = target_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._other: dict[socket.socket, socket.socket] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, self._waking = socket.socketpair()
        self._pulled = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def pull(self) -> None:
        """From now on nothing is read or passed on, and no connection is closed."""
        self._pulled.set()
        self._waking.send(b"!")
        self._thread.join()

    def close(self) -> None:
        if not self._pulled.is_set():
            self.pull()
        for end in (self._listening, self._wake, self._waking, *self._other):
            end.close()
        self._selector.close()

    def _run(self) -> None:
        self._selector.register(self._listening, selectors.EVENT_READ)
        self._selector.register(self._wake, selectors.EVENT_READ)
        while not self._pulled.is_set():
            for key, _ in self._selector.select():
                if key.fileobj is self._listening:
                    self._join()
                elif isinstance(key.fileobj, socket.socket) and key.fileobj in self._other:
                    self._pass_on(key.fileobj)

    def _join(self) -> None:
        near, _ = self._listening.accept()
        far = socket.create_connection(("127.0.0.1", self.target_port))
        for end, other in ((near, far), (far, near)):
            self._other[end] = other
            self._selector.register(end, selectors.EVENT_READ)

    def _pass_on(self, end: socket.socket) -> None:
        other = self._other[end]
        try:
            chunk = end.recv(CHUNK_BYTES)
            other.sendall(chunk)
        except OSError:
            chunk = b""
        if not chunk:
            for closed in (end, other):
                self._selector.unregister(closed)
                del self._other[closed]
                closed.close()
