"""Sealed files: read from anywhere as they were, and nothing of them cut off, exchanged or left out unnoticed."""

from __future__ import annotations

import io
import os
from collections.abc import Callable

import pytest
from pytest_django import Settings

from ggtalk.errors import Refused
from ggtalk.sealing.contents import CHUNK_BYTES, HEAD_BYTES, SEALED_CHUNK_BYTES, open_content, seal_content, sealed_with
from ggtalk.sealing.keys import name_of, new_key

KEY = new_key()
SIZES = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]


@pytest.fixture(autouse=True)
def keys(settings: Settings) -> None:
    settings.MESSAGE_KEYS = (KEY,)


def sealed(content: bytes) -> bytes:
    into = io.BytesIO()
    seal_content(io.BytesIO(content), into)
    assert into.tell() == 0
    return into.getvalue()


@pytest.mark.parametrize("size_bytes", SIZES)
def test_what_was_sealed_is_read_as_it_was(size_bytes: int) -> None:
    content = os.urandom(size_bytes)
    stored = sealed(content)
    assert sealed_with(io.BytesIO(stored)) == name_of(KEY)
    assert len(content) < 16 or content[:16] not in stored
    with open_content(io.BytesIO(stored)) as opened:
        assert opened.seek(0, os.SEEK_END) == size_bytes
        opened.seek(0)
        assert opened.read() == content


def test_any_part_can_be_read_by_itself() -> None:
    content = os.urandom(5 * CHUNK_BYTES + 7)
    with open_content(io.BytesIO(sealed(content))) as opened:
        for start in (4 * CHUNK_BYTES - 3, 0, 5 * CHUNK_BYTES, CHUNK_BYTES):
            opened.seek(start)
            assert opened.read(10) == content[start : start + 10]
        opened.seek(-2, os.SEEK_END)
        assert opened.read() == content[-2:]


def test_what_was_not_sealed_is_left_as_it_is() -> None:
    with open_content(io.BytesIO(b"GGTalk sealed")) as opened:
        assert opened.read() == b"GGTalk sealed"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda stored: stored[:-1], id="an end cut off"),
        pytest.param(lambda stored: stored[:-SEALED_CHUNK_BYTES], id="a whole chunk cut off"),
        pytest.param(lambda stored: stored + b"\0", id="something added"),
        pytest.param(lambda stored: stored[:HEAD_BYTES], id="nothing but the head"),
        pytest.param(lambda stored: stored[: HEAD_BYTES - 9], id="part of the head"),
        pytest.param(lambda stored: stored[: HEAD_BYTES + 9] + b"\0" + stored[HEAD_BYTES + 10 :], id="a byte changed"),
        pytest.param(
            lambda stored: stored[:HEAD_BYTES] + stored[HEAD_BYTES + SEALED_CHUNK_BYTES :], id="a chunk left out"
        ),
    ],
)
def test_what_was_damaged_is_told(broken: Callable[[bytes], bytes]) -> None:
    stored = io.BytesIO(broken(sealed(b"x" * 3 * CHUNK_BYTES)))
    with pytest.raises(Refused, match="damaged"), open_content(stored) as opened:
        opened.read()


def test_a_file_of_a_missing_key_is_refused_by_its_name(settings: Settings) -> None:
    stored = io.BytesIO(sealed(b"secret"))
    settings.MESSAGE_KEYS = (new_key(),)
    with pytest.raises(Refused, match=name_of(KEY)):
        open_content(stored)
    assert stored.closed
