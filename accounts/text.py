"""What people write about themselves and each other: pure rules, the same at every edge.

A cleaned text is one line without control characters, bidirectional overrides and invisible spaces. Joiners and
variation selectors stay: emoji and several scripts are written with them. Names are held to more (`accounts.names`).
"""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.names import clean_name, without_unseen
from ggtalk.errors import invalid

MOST_NAME = 40
MOST_WRITTEN = 1000
"""So much of what was written as a name is looked at."""
MOST_SIGNATURE = 100
MOST_NOTE = 200
MOST_DEVICE_NAME = 60
MOST_EMAIL = 191
MOST_PHONE = 32
MOST_KEY = 191
"""Longest text that every supported database can index."""

_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\ud800-\udfff\ufff9-\ufffb\ufffe\uffff"
    "\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters by category, empty by shape: Hangul fillers and the blank Braille pattern."""

_ACCOUNT = re.compile(r"[A-Za-z0-9_]{3,20}", re.ASCII)
_PHONE = re.compile(r"\+?\(?[0-9][0-9 ()./-]*")


def clean_line(text: str) -> str:
    """One tidy line: line breaks and tabs become spaces, what must not be shown goes, the ends are trimmed."""
    kept = _UNWANTED.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", kept).strip()


def is_visible(text: str) -> bool:
    """Whether anything of it can be seen: not only spaces, marks, joiners and fillers."""
    return any(character not in _BLANKS and unicodedata.category(character)[0] in "LNPS" for character in text)


def fold(text: str) -> str:
    """The key under which a name is unique and found: width, case and what can't be seen make no difference."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", without_unseen(text)).casefold())
    return " ".join(folded.split())[:MOST_KEY].strip()


def line(field: str, text: str, most: int) -> str:
    """A cleaned text that may be empty and has at most `most` characters; refuses with `field` named."""
    cleaned = clean_line(text)
    if len(cleaned) > most:
        raise invalid(**{field: f"At most {most} characters."})
    return cleaned if is_visible(cleaned) else ""


def shown_name(field: str, text: str) -> str:
    """A name that can be seen, 1–40 characters; every name of anything goes through here or `possible_name`."""
    cleaned = possible_name(field, text)
    if not cleaned:
        raise invalid(**{field: "Write a name that can be seen."})
    return cleaned


def possible_name(field: str, text: str) -> str:
    """The same where nothing is a name too."""
    return line(field, clean_name(text[:MOST_WRITTEN]), MOST_NAME)


def chosen_account(text: str) -> str:
    """An account name somebody chose: 3–20 of A–Z a–z 0–9 _ with at least one letter."""
    text = text.strip()
    if not _ACCOUNT.fullmatch(text) or not re.search("[A-Za-z]", text):
        raise invalid(account="3 to 20 letters, digits or _, at least one of them a letter.")
    return text


def email_address(text: str) -> str:
    """Empty, or an address that could be written to."""
    cleaned = clean_line(text)
    try:
        if cleaned:
            validate_email(cleaned)
    except ValidationError:
        raise invalid(email="This is not an e-mail address.") from None
    if len(cleaned) > MOST_EMAIL:
        raise invalid(email=f"At most {MOST_EMAIL} characters.")
    return cleaned


def phone_number(text: str) -> str:
    """Empty, or digits with the usual separators."""
    cleaned = clean_line(text)
    if cleaned and (len(cleaned) > MOST_PHONE or not _PHONE.fullmatch(cleaned)):
        raise invalid(phone="A telephone number has digits, spaces and + ( ) . / - only.")
    return cleaned
