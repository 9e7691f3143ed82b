"""The operator's keys and what they seal: Fernet of the `cryptography` package, with the key's name in front.

A sealed text is `sealed:<name of the key>:<Fernet token>`. The name is a hash of the key: a text says which key it
needs, and rows that still have another are found without opening any.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from ggtalk.errors import Refused

MARK = "sealed:"
PLAIN = "plain"
"""Instead of the first key: nothing new is sealed, and what is sealed can be opened for good."""

KEY_BYTES = 32
NAME_LETTERS = 8


def new_key() -> str:
    """A random key as MESSAGE_KEYS takes it: 32 bytes in URL-safe base64."""
    return Fernet.generate_key().decode()


def name_of(key: str) -> str:
    """What a key is called where it was used: 8 hexadecimal digits that tell nothing of it."""
    return hashlib.blake2b(_decoded(key), digest_size=NAME_LETTERS // 2, person=b"ggtalk key name").hexdigest()


def checked_keys(keys: Sequence[str]) -> tuple[str, ...]:
    """The keys of the setting; `ImproperlyConfigured`, without the key, where one is none."""
    for place, key in enumerate(keys, 1):
        if key == PLAIN and place == 1:
            continue
        try:
            _decoded(key)
        except ValueError:
            raise ImproperlyConfigured(
                f"MESSAGE_KEYS: key {place} is not understood: it must be one that `manage.py message_keys new` made."
            ) from None
    return tuple(keys)


def _decoded(key: str) -> bytes:
    try:
        decoded = base64.urlsafe_b64decode(key.encode("ascii"))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError from error
    if len(decoded) != KEY_BYTES:
        raise ValueError
    return decoded


class KeyRing:
    """The keys of a server. `first`: the name of the one that seals, `None` where nothing is sealed."""

    def __init__(self, keys: Sequence[str]) -> None:
        sealing = [key for key in keys if key != PLAIN]
        self._keys = {name_of(key): Fernet(key) for key in sealing}
        self.first = name_of(keys[0]) if keys and keys[0] != PLAIN else None

    @property
    def is_empty(self) -> bool:
        """Nothing is sealed, and nothing was as far as the operator says."""
        return not self._keys

    def seal(self, text: str) -> str:
        """The text as it is stored. What is empty stays so."""
        if self.first is None:
            return f"{MARK}{PLAIN}:{text}" if text.startswith(MARK) else text
        return self._sealed(text.encode()) if text else text

    def _sealed(self, content: bytes) -> str:
        assert self.first is not None
        return f"{MARK}{self.first}:{self._keys[self.first].encrypt(content).decode()}"

    def open(self, stored: str) -> str:
        """A stored text as it was. `Refused` with `sealed` where its key is missing or something broke it."""
        if not stored.startswith(MARK):
            return stored
        name, _, token = stored[len(MARK) :].partition(":")
        return token if name == PLAIN else self.open_token(name, token.encode()).decode()

    def seal_token(self, content: bytes) -> tuple[str, bytes]:
        """A few bytes under the first key: its name and the token."""
        assert self.first is not None
        return self.first, self._keys[self.first].encrypt(content)

    def open_token(self, name: str, token: bytes) -> bytes:
        """What a token of the key of that name holds; refuses as `open` does."""
        if name not in self._keys:
            raise key_missing(name)
        try:
            return self._keys[name].decrypt(token)
        except InvalidToken:
            raise damaged() from None

    def has(self, name: str) -> bool:
        """Whether the key of that name is here."""
        return name in self._keys


def key_missing(name: str) -> Refused:
    """What was sealed with a key that is not here is told as that, and never as what it looks like."""
    told = f"This is encrypted with the key {name}, which the server was not given: its operator must add it."
    return Refused("sealed", told, status=503)


def damaged() -> Refused:
    """A key does not fit what is stored under its name."""
    return Refused("sealed", "This is encrypted and was damaged in the storage: it can't be opened.", status=503)


def ring() -> KeyRing:
    """The keys that the settings name."""
    return _ring(settings.MESSAGE_KEYS)


@functools.lru_cache(maxsize=16)
def _ring(keys: tuple[str, ...]) -> KeyRing:
    return KeyRing(keys)
