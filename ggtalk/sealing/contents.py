"""Files, sealed in chunks so that none has to fit into memory and any part can be read by itself.

The layout is that of age (https://age-encryption.org/v1, "Payload"): chunks of 64 KiB under ChaCha20-Poly1305, with
their numbers in the nonces and the last one marked, so that none can be cut off, left out or exchanged. Each file has a
key of its own, used for nothing else, which stands at its beginning as a Fernet token of the operator's key.
"""

from __future__ import annotations

import io
import os
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ggtalk.sealing.keys import NAME_LETTERS, damaged, ring

MAGIC = b"GGTalk sealed file 1\n"
TOKEN_BYTES = 140
HEAD_BYTES = len(MAGIC) + NAME_LETTERS + TOKEN_BYTES
CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES


def seal_content(source: IO[bytes], into: IO[bytes]) -> None:
    """Writes all of `source` sealed; leaves `into` at its beginning."""
    key = ChaCha20Poly1305.generate_key()
    cipher = ChaCha20Poly1305(key)
    name, token = ring().seal_token(key)
    into.write(MAGIC + name.encode() + token)
    number, chunk = 0, source.read(CHUNK_BYTES)
    while True:
        following = source.read(CHUNK_BYTES) if chunk else b""
        into.write(cipher.encrypt(_nonce(number, is_last=not following), chunk, None))
        if not following:
            break
        number, chunk = number + 1, following
    into.seek(0)


def sealed_with(stored: IO[bytes]) -> str | None:
    """The name of the key a stored file needs, `None` for one that is as it was; leaves it at its beginning."""
    head = stored.read(len(MAGIC) + NAME_LETTERS)
    stored.seek(0)
    return head[len(MAGIC) :].decode("ascii", "replace") if head.startswith(MAGIC) else None


def open_content(stored: IO[bytes]) -> IO[bytes]:
    """A stored file as it was, sealed or not, to be read from anywhere in it; closing it closes `stored`.

    Refuses with `sealed` where its key is missing; reading what was damaged refuses too.
    """
    name = sealed_with(stored)
    if name is None:
        return stored
    try:
        head = stored.read(HEAD_BYTES)
        key = ring().open_token(name, head[len(MAGIC) + NAME_LETTERS :])
        return io.BufferedReader(_Opened(stored, key), CHUNK_BYTES)
    except BaseException:
        stored.close()
        raise


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class _Opened(io.RawIOBase):
    """Opens one chunk at a time, and holds the last one."""

    def __init__(self, stored: IO[bytes], key: bytes) -> None:
        self._stored = stored
        self._cipher = ChaCha20Poly1305(key)
        sealed_bytes = stored.seek(0, os.SEEK_END) - HEAD_BYTES
        self._chunks = max(1, -(-sealed_bytes // SEALED_CHUNK_BYTES))
        self._size_bytes = sealed_bytes - self._chunks * TAG_BYTES
        if self._size_bytes < 0:
            raise damaged()
        self._place = 0
        self._held: tuple[int, bytes] = (-1, b"")
        self._chunk(self._chunks - 1)  # it alone says that nothing was cut off

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size_bytes}[whence]
        self._place = max(0, start + offset)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: Any) -> int:
        if self._place >= self._size_bytes:
            return 0
        number, start = divmod(self._place, CHUNK_BYTES)
        part = self._chunk(number)[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._stored.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            self._stored.seek(HEAD_BYTES + number * SEALED_CHUNK_BYTES)
            sealed = self._stored.read(SEALED_CHUNK_BYTES)
            nonce = _nonce(number, is_last=number == self._chunks - 1)
            try:
                self._held = number, self._cipher.decrypt(nonce, sealed, None)
            except InvalidTag:
                raise damaged() from None
        return self._held[1]
