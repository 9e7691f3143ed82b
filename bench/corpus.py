"""Messages as people write them, as far as an index is concerned: a few words are everywhere, most are rare."""

from __future__ import annotations

import random
from collections.abc import Iterator

COMMON = (
    "the", "of", "and", "to", "in", "is", "that", "for", "it", "with", "be", "on", "at", "this", "have", "from", "or",
    "not", "are", "we", "you", "will", "can", "our", "your", "about",
)  # fmt: skip
NOUNS = (
    "report", "meeting", "project", "budget", "schedule", "server", "message", "review", "picture", "dinner",
    "weather", "holiday", "friday", "train",
)  # fmt: skip
SYLLABLES = (
    "ba", "co", "di", "fe", "ga", "hi", "jo", "ku", "la", "me", "ni", "po", "qua", "re", "sa", "ti", "ul", "va", "wo",
    "xe", "ya", "zu",
)  # fmt: skip
HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面"
FIRST_HAN, LAST_HAN = 0x4E00, 0x4E00 + 3_000
SHARE_CHINESE = 0.6
SHARE_LINKS = 0.02
RARE_WORDS = 20_000


def texts(count: int, seed: int) -> Iterator[str]:
    """The same texts for the same seed."""
    chance = random.Random(seed)
    for _ in range(count):
        if chance.random() < SHARE_LINKS:
            yield f"see https://example.org/{chance.randrange(100_000)}"
        elif chance.random() < SHARE_CHINESE:
            yield _chinese(chance)
        else:
            yield _english(chance)


def rare_word(number: int) -> str:
    """A word that hardly anybody uses."""
    word = ""
    for _ in range(4):
        number, syllable = divmod(number * 7 + 3, len(SYLLABLES))
        word += SYLLABLES[syllable]
    return word


def _chinese(chance: random.Random) -> str:
    length = chance.randint(4, 30)
    return "".join(
        HAN[_often_low(chance, len(HAN))] if chance.random() < 0.5 else chr(chance.randint(FIRST_HAN, LAST_HAN))
        for _ in range(length)
    )


def _english(chance: random.Random) -> str:
    return " ".join(_word(chance) for _ in range(chance.randint(2, 12)))


def _word(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.5:
        return COMMON[_often_low(chance, len(COMMON))]
    if kind < 0.7:
        return NOUNS[_often_low(chance, len(NOUNS))]
    return rare_word(chance.randrange(RARE_WORDS))


def _often_low(chance: random.Random, end: int) -> int:
    """A number below `end`, the low ones much more often."""
    return int(end ** chance.random()) - 1
