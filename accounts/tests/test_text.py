"""Rules for what people write, for any text at all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import names, text
from ggtalk.errors import Refused

anything = st.text(st.characters(exclude_categories=())) | st.text("a b\t\n\u202e\u200b\u200d\u0301\u1112\u1161Ａ👩")


@given(anything)
def test_a_cleaned_line_is_one_line_without_controls(written: str) -> None:
    cleaned = text.clean_line(written)
    assert cleaned == cleaned.strip()
    assert all(unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp") for character in cleaned)
    assert not any("\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069" for character in cleaned)
    cleaned.encode()


@given(anything)
def test_cleaning_twice_changes_nothing(written: str) -> None:
    assert text.clean_line(text.clean_line(written)) == text.clean_line(written)


@given(anything)
def test_a_name_can_be_seen_or_is_refused(written: str) -> None:
    try:
        name = text.shown_name("name", written)
    except Refused:
        return
    assert 1 <= len(name) <= text.MOST_NAME
    assert text.is_visible(name)


@given(anything | st.text("aب د\u0654\u06c1ක්ර\u200b\u200c\u200d\ufe0f👩❤🏽🏴\U000e0067\U000e007f\u0301 \u3000"))
def test_a_name_has_nothing_in_it_that_can_not_be_seen(written: str) -> None:
    name = names.clean_name(written)
    assert names.clean_name(name) == name
    assert name == " ".join(name.split())
    assert not set(name) & set("\u200b\u2060\ufeff\u202e\u034f\u3164\u00ad\u180e")
    for place, char in enumerate(name):
        assert char not in "\u200c\u200d" or 0 < place < len(name) - 1
    assert text.fold(name) == text.fold(written)


@given(anything)
def test_a_key_fits_every_database_and_is_its_own_key(written: str) -> None:
    key = text.fold(written)
    assert len(key) <= text.MOST_KEY
    assert text.fold(key) == key


@given(st.text("abcXYZ019_ -éＡ", max_size=24))
def test_an_account_is_what_the_rule_says(written: str) -> None:
    try:
        account = text.chosen_account(written)
    except Refused:
        return
    assert 3 <= len(account) <= 20
    assert account.isascii()
    assert any(character.isalpha() for character in account)
    assert set(account) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  Alice  ", "Alice"),
        ("Al\nice", "Al ice"),
        ("\u202eecilA", "ecilA"),
        ("A\u0301", "Á"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
        ("नमस्ते", "नमस्ते"),
        ("می‌خواهم", "می‌خواهم"),
        ("𠮷野家", "𠮷野家"),
        ("ශ්‍රී ලංකා", "ශ්‍රී ලංකා"),
        ("❤️‍🔥 👍🏽 🏳️‍🌈 ✈️", "❤️‍🔥 👍🏽 🏳️‍🌈 ✈️"),
        ("3️⃣", "3️⃣"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",) * 2,
    ],
)
def test_scripts_and_emoji_stay_whole(written: str, shown: str) -> None:
    assert text.shown_name("name", written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "Al\u200dice",
        "\u200dAlice\u200c",
        "Alice\ufe0f",
        "Al\ufe00ice\U000e0100",
        "Al\u034fice",
        "Alice\u3164",
        "\u2800Alice\uffa0",
        "Alice\U000e0041\U000e007f",
        "\u2066Alice\u2069",
        "Al\u00adice\u061c",
        "\u200bA\ufefflice\u2060",
        "\u180eAlice\u180b",
    ],
)
def test_a_name_does_not_imitate_another_by_what_can_not_be_seen(written: str) -> None:
    assert text.shown_name("name", written) == "Alice"
    assert text.fold(written) == "alice"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Alice\u3000\u00a0 Liddell", "Alice Liddell"),
        ("林\u200d小满", "林小满"),
        ("د\u200cب", "دب"),
        ("a\u200d👩", "a👩"),
        ("👩\u200d", "👩"),
        ("\U0001f3f4\U000e0078\U000e007f", "\U0001f3f4"),
    ],
)
def test_joiners_and_spaces_stay_only_where_they_show(written: str, shown: str) -> None:
    assert text.shown_name("name", written) == shown
    assert text.fold(written) == text.fold(shown)


@pytest.mark.parametrize("written", ["", " ", "\u3000", "\u200b", "\u2060", "\u3164", "\u2800", "\u0301", "\ufe0f"])
def test_what_nobody_can_see_is_no_name(written: str) -> None:
    with pytest.raises(Refused):
        text.shown_name("name", written)


@pytest.mark.parametrize(("one", "other"), [("Ann", "ANN"), ("Straße", "STRASSE"), ("Ａnn", "ann"), ("ﬁn", "FIN")])
def test_names_that_read_alike_have_one_key(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


@pytest.mark.parametrize("phone", ["", "+86 10 1234-5678", "(030) 123 456", "110"])
def test_telephone_numbers(phone: str) -> None:
    assert text.phone_number(f" {phone}\n") == phone


@pytest.mark.parametrize("phone", ["call me", "+", "1" * 33, "12\u202e34x"])
def test_what_is_no_telephone_number(phone: str) -> None:
    with pytest.raises(Refused):
        text.phone_number(phone)
