"""What was typed, taken apart, and found again in a text."""

from __future__ import annotations

import re

from chat.search.folding import folded, places_in

MOST_WORDS = 8
MOST_MARKS = 50

Mark = tuple[int, int]
"""Start and end of a hit, in characters (code points) of the text."""

_WORD = re.compile(r'"([^"]+)"|([^\s"]+)')


def words_of(typed: str) -> tuple[str, ...]:
    """The words of a question, all of which must be found; what stands in quotes is one. The first eight count."""
    found = [(quoted or word).strip() for quoted, word in _WORD.findall(typed)]
    return tuple(dict.fromkeys(word for word in found if folded(word)))[:MOST_WORDS]


def marks_in(text: str, terms: tuple[str, ...]) -> list[Mark] | None:
    """Where the terms stand in a text, in order and without overlaps; `None` unless all of them do."""
    compared = folded(text)
    if not all(term in compared for term in terms):
        return None
    found = sorted(place for term in terms for place in _occurrences(term, compared))
    if not found:
        return []
    places = places_in(text)
    marks: list[Mark] = []
    for start, end in found:
        mark = (places[start], places[end - 1] + 1)
        if marks and mark[0] <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(mark[1], marks[-1][1]))
        elif len(marks) < MOST_MARKS:
            marks.append(mark)
    return marks


def _occurrences(term: str, text: str) -> list[Mark]:
    found: list[Mark] = []
    start = text.find(term)
    while start >= 0 and len(found) < MOST_MARKS:
        found.append((start, start + len(term)))
        start = text.find(term, start + len(term))
    return found
