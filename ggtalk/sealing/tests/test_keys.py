"""What the operator's keys seal: opened by them and by nothing else, and never taken for what it is not."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from ggtalk.errors import Refused
from ggtalk.sealing.keys import KeyRing, checked_keys, name_of, new_key

OLD, NEW, STRANGE = new_key(), new_key(), new_key()


def test_the_first_key_seals_and_all_open() -> None:
    old = KeyRing([OLD]).seal("你好")
    both = KeyRing([NEW, OLD])
    assert both.open(old) == both.open(both.seal("你好")) == "你好"
    assert old.startswith(f"sealed:{name_of(OLD)}:")
    assert both.seal("你好").startswith(f"sealed:{name_of(NEW)}:")
    assert both.seal("x") != both.seal("x")


def test_without_keys_nothing_is_sealed() -> None:
    assert KeyRing([]).seal("hello") == KeyRing(["plain", OLD]).seal("hello") == "hello"
    assert KeyRing(["plain", OLD]).open(KeyRing([OLD]).seal("hello")) == "hello"


@pytest.mark.parametrize("keys", [[], ["plain", OLD], [NEW, OLD]], ids=["no key", "plain first", "two keys"])
@pytest.mark.parametrize(
    "text",
    ["", "sealed:", "sealed:plain:", f"sealed:{name_of(OLD)}:gA", "sealed:plain:sealed:"],
    ids=["nothing", "the mark", "as if plain", "as if by a key", "the mark twice"],
)
def test_what_somebody_writes_is_never_taken_for_sealed(keys: list[str], text: str) -> None:
    ring = KeyRing(keys)
    assert ring.open(ring.seal(text)) == text


def test_a_missing_key_is_named() -> None:
    sealed = KeyRing([OLD]).seal("hello")
    for keys in ([], [NEW], ["plain", NEW]):
        with pytest.raises(Refused, match=name_of(OLD)) as refused:
            KeyRing(keys).open(sealed)
        assert (refused.value.code, refused.value.status) == ("sealed", 503)


def test_another_key_under_the_same_name_and_broken_tokens_are_told() -> None:
    ring = KeyRing([NEW])
    swapped = KeyRing([OLD]).seal("hello").replace(name_of(OLD), name_of(NEW))
    for broken in (swapped, ring.seal("hello")[:-4], f"sealed:{name_of(NEW)}:"):
        with pytest.raises(Refused, match="damaged"):
            ring.open(broken)


@pytest.mark.parametrize(
    "keys",
    [["no key"], ["c2hvcnQ="], [OLD, "plain"], [OLD, "ключ"], [OLD[:-1]]],
    ids=["words", "short", "plain last", "letters", "cut"],
)
def test_a_setting_that_is_no_key_is_told_without_it(keys: list[str]) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"MESSAGE_KEYS: key {len(keys)} ") as told:
        checked_keys(keys)
    assert keys[-1] == "plain" or keys[-1] not in str(told.value)


def test_keys_that_are_some_are_taken() -> None:
    assert checked_keys(["plain", OLD, STRANGE]) == ("plain", OLD, STRANGE)
    assert checked_keys([]) == ()
