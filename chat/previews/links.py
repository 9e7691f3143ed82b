"""Finding the first link in a text, as the web client finds links (chat/frontend/text/links.ts)."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_CANDIDATE = re.compile(r"(?:https?://|www\.)[a-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.IGNORECASE | re.ASCII)
_INSIDE_WORD = re.compile(r"[a-z0-9_]", re.IGNORECASE | re.ASCII)
_CJK = "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_GOES_ON = re.compile(rf"[^\W{_CJK}]")
"""A letter of a host that is not written in ASCII, which may look like one that is; Chinese text is what follows it."""
_CLOSING = {")": "(", "]": "["}
_SENTENCE_END = ".,;:!?'*~"
MOST_CHARACTERS = 2000


def first_link(text: str) -> str | None:
    """The address of the first link; `None` where there is none, or it is too long to be asked for."""
    for match in _CANDIDATE.finditer(text):
        if match.start() and _INSIDE_WORD.match(text[match.start() - 1]):
            continue
        if not re.search(r"[/?#]", match[0].partition("://")[2] or match[0]) and _GOES_ON.match(text, match.end()):
            continue
        written = _without_tail(match[0])
        address = written if "://" in written[:8] else f"https://{written}"
        if is_web_address(address):
            return address if len(address) <= MOST_CHARACTERS else None
    return None


def is_web_address(address: str) -> bool:
    """Whether it is http or https, names a host, and tries to sign nobody in."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and _names_a_host(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _names_a_host(host: str | None) -> bool:
    return bool(host) and not str(host).startswith(".")


def _without_tail(link: str) -> str:
    """Punctuation at the end belongs to the sentence, and so does a bracket that was opened before the link."""
    unopened = {last: link.count(last) - link.count(opening) for last, opening in _CLOSING.items()}
    end = len(link)
    while end:
        last = link[end - 1]
        if unopened.get(last, 0) > 0:
            unopened[last] -= 1
        elif last not in _SENTENCE_END:
            break
        end -= 1
    return link[:end]
