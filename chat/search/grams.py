"""What a text is found by: short pieces of its words, as an index keeps them.

Letters and digits of ASCII go by three, everything else (Chinese above all, where words have two characters) by two.
Whatever contains a text has all its grams; the reverse is checked on the text itself.
"""

from __future__ import annotations

import re

ASCII_LENGTH = 3
OTHER_LENGTH = 2

_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+|[^\w\s\x00-\x7f]+")
"""Word characters of ASCII, others, and signs such as emoji."""


def grams_of(text: str) -> set[str]:
    """The grams of a folded text; none where it is too short to have any."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        length = ASCII_LENGTH if run.isascii() else OTHER_LENGTH
        found.update(run[start : start + length] for start in range(len(run) - length + 1))
    return found
