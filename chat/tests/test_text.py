"""What a text may be."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.text import MOST_CHARACTERS, clean_text, is_blank, reason_against

ANY_TEXT = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("\r\n\t\x00\x07\x85\u200b\u202e😀")))


@given(ANY_TEXT)
def test_cleaning_leaves_no_control_characters_but_line_ends_and_tabs(text: str) -> None:
    cleaned = clean_text(text)
    assert not [char for char in cleaned if unicodedata.category(char) == "Cc" and char not in "\n\t"]


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(ANY_TEXT)
def test_cleaning_keeps_everything_else_in_its_order(text: str) -> None:
    kept = [char for char in text if unicodedata.category(char) != "Cc" or char in "\n\t"]
    assert list(clean_text(text)) == kept


@given(ANY_TEXT.filter(lambda text: bool(text.strip())))
def test_what_can_be_seen_is_not_blank(text: str) -> None:
    assert not is_blank(text + "a")


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u3000\u00a0", "\u200b\u200e\ufeff", "\u3164", "\u2028"])
def test_what_cannot_be_seen_is_refused(text: str) -> None:
    assert reason_against(text)


@pytest.mark.parametrize("text", [".", "字", "😀", "\u202eabc", "👨‍👩‍👧", " a "])
def test_what_can_be_seen_is_taken(text: str) -> None:
    assert reason_against(text) is None


def test_the_limit_counts_characters_and_is_named() -> None:
    assert reason_against("😀" * MOST_CHARACTERS) is None
    assert "20000" in (reason_against("😀" * (MOST_CHARACTERS + 1)) or "")
    assert reason_against(clean_text("\r\n" * 5 + "a" * (MOST_CHARACTERS - 5))) is None
