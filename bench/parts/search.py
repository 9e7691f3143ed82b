"""Search: how long an answer takes among a million messages, and what the index costs those who send."""

from __future__ import annotations

import http.client
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

import msgspec

from bench.archive import Archive, Filled
from bench.corpus import rare_word
from bench.figures import Findings, at_most, percentile, plain, spread
from bench.load import Window
from bench.parts.direct import CLOSED_LOOP_PAIRS, closed_loop
from bench.parts.options import Options
from bench.population import Wanted
from bench.processes import folder_of_its_own, free_port, python, run_to_end, serving
from bench.servers import product
from bench.servers.product import data_in

ARCHIVE = Archive(messages=1_000_000, conversations=200)
MEGABYTE = 2**20
QUESTIONS: Mapping[str, Sequence[str]] = {
    "two Chinese characters, common": ("的一", "是在", "不了", "有和"),
    "two Chinese characters, rare": ("丐乒", "亖伥", "倀候", "儆兡"),
    "a Chinese sentence": ("的一是在", "人这中大为", "上个国我", "这里什么都没有"),
    "one Chinese character": ("的", "丐", "亖", "们"),
    "an English word, common": ("the", "meeting", "report", "with"),
    "an English word, rare": tuple(rare_word(number) for number in (17, 400, 9_001, 19_999)),
    "part of a word": ("eeti", "epor", "riday", "uwow"),
    "several words": ("meeting report", "the budget of", "friday dinner train", "project 的一"),
    "one letter": ("x", "q", "o", "z"),
    "nothing that was ever said": ("nevermore", "龘龘龘", "xyzzy plugh", "€€"),
}


async def measure_search(options: Options) -> Findings:
    """CPU of sending beside that of taking in, then every kind of question over HTTP."""
    with product(Wanted(pairs=CLOSED_LOOP_PAIRS)) as subject:
        sending = [await closed_loop(subject, CLOSED_LOOP_PAIRS, options.cpu_seconds) for _ in range(options.rounds)]
    with folder_of_its_own() as folder:
        filled = filled_with(ARCHIVE, folder)
        size = sum(file.stat().st_size for file in (folder / "data").glob("ggtalk.sqlite3*"))
        port = free_port()
        with serving(python("manage.py", "serve", "--port", str(port)), port, data_in(folder), folder):
            times = {kind: answered(port, filled, asked, options.rounds) for kind, asked in QUESTIONS.items()}
    return findings(sending, filled, times, size)


def filled_with(archive: Archive, folder: Path) -> Filled:
    """A data folder in which so much was said."""
    asked = msgspec.json.encode(archive).decode()
    return msgspec.json.decode(run_to_end(python("-m", "bench.filling"), data_in(folder), asked), type=Filled)


def answered(port: int, filled: Filled, asked: Sequence[str], rounds: int) -> list[float]:
    """Milliseconds until the whole answer is here: everywhere, in one conversation, by relevance, by one sender."""
    pair = filled.pairs[0]
    ways: list[dict[str, object]] = [
        {},
        {"conversation": pair.conversation},
        {"order": "relevance"},
        {"sender": pair.second.user},
    ]
    milliseconds: list[float] = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        for _ in range(rounds):
            for q in asked:
                for way in ways:
                    began = perf_counter()
                    line.request(
                        "GET",
                        f"/api/messages/search/?{urlencode({'q': q, **way})}",
                        headers={"Authorization": f"Bearer {pair.first.token}"},
                    )
                    answer = line.getresponse()
                    answer.read()
                    milliseconds.append((perf_counter() - began) * 1000)
                    if answer.status != http.client.OK:
                        raise RuntimeError(f"{q} was answered with {answer.status}")
    return milliseconds


def findings(sending: Sequence[Window], filled: Filled, times: Mapping[str, list[float]], size: int) -> Findings:
    """The promises, and the values behind them."""
    each = filled.index_cpu_seconds / ARCHIVE.messages * 1e6
    shares = [each / (window.microseconds_each + each) for window in sending]
    everything = [one for part in times.values() for one in part]
    amount = f"{ARCHIVE.messages:,} messages in {ARCHIVE.conversations} conversations"
    milliseconds = plain("ms", 0)
    return Findings(
        "Search",
        [
            at_most(f"An answer among {amount}, p95", 200, milliseconds, spread([percentile(everything, 0.95)])),
            at_most(
                "The index's part of the CPU of sending and taking in",
                25,
                plain("%", 0),
                spread([share * 100 for share in shares]),
            ),
        ],
        [
            *(
                (f"{kind}: p50, p95", f"{percentile(one, 0.5):.0f} ms, {percentile(one, 0.95):.0f} ms")
                for kind, one in times.items()
            ),
            ("CPU for taking in a message", plain("µs")(each)),
            ("CPU for sending one", spread([window.microseconds_each for window in sending]).said(plain("µs"))),
            (f"Taking in all {ARCHIVE.messages:,}", plain("s")(filled.index_seconds)),
            ("Database with all of them", plain("MB", 0)(size / MEGABYTE)),
        ],
    )
