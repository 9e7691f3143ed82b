"""Fills GGTalk's database with many messages: reads `Archive` from its input, prints `Filled`.

Run as a process of its own with the server's settings. The messages are written past the actions, for a million of them
would take too long; the index then takes them in as the server does, and that is timed.
"""

from __future__ import annotations

import sys
import time
import uuid
from collections import Counter
from datetime import timedelta

import django
import msgspec

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from bench.archive import Archive, Filled  # noqa: E402
from bench.corpus import texts  # noqa: E402
from bench.population import Pair, Veteran  # noqa: E402
from bench.seeding import VETERAN, make_pair, make_people  # noqa: E402
from chat.actions import plain_body  # noqa: E402
from chat.bodies import canonical  # noqa: E402
from chat.models import Message, Participant, stream_of  # noqa: E402
from chat.search import catch_up  # noqa: E402
from ggtalk.prepared import PreparedInsert  # noqa: E402
from ggtalk.realtime.publish import take_numbers  # noqa: E402

BATCH = 5_000
_insert = PreparedInsert(Message, "conversation", "seq", "sender", "client_id", "body", "sent_at")


def make_conversations(archive: Archive) -> list[Pair]:
    """The reader's conversations first, then those of others."""
    if archive.apart:
        people = iter(make_people(2 * archive.conversations + 2))
        return [make_pair(first, second) for first, second in zip(people, people, strict=True)]
    reader, *others = make_people(1 + archive.conversations + 2)
    mine = [make_pair(reader, other) for other in others[: archive.conversations]]
    return [*mine, make_pair(others[-2], others[-1])]


def fill(archive: Archive, pairs: list[Pair]) -> None:
    """Everybody speaks in turn, a second after the one before, and has read it all.

    The client ids go up, spread over all there can be: ten million by chance would take an hour, for their index.
    """
    seqs: Counter[int] = Counter()
    began = timezone.now() - timedelta(seconds=archive.messages)
    rows: list[tuple[object, ...]] = []
    step = 2**128 // (archive.messages + 1)
    for number, text in enumerate(texts(archive.messages, seed=1)):
        pair = pairs[number % (len(pairs) - 1)] if number % 5 or not archive.elsewhere else pairs[-1]
        seqs[pair.conversation] += 1
        rows.append(
            (
                pair.conversation,
                seqs[pair.conversation],
                (pair.first if number % 2 else pair.second).user,
                uuid.UUID(int=number * step),
                canonical(plain_body(text)),
                began + timedelta(seconds=number),
            )
        )
        if len(rows) == BATCH:
            _insert(rows)
            rows.clear()
    _insert(rows)
    for conversation, count in seqs.items():
        Participant.objects.filter(conversation=conversation).update(read_seq=count, delivered_seq=count)
    take_numbers(Counter({stream_of(conversation): count for conversation, count in seqs.items()}))


def sign_in_by_password(user: int) -> Veteran:
    """Gives a user the veteran's password."""
    row = User.objects.get(id=user)
    row.set_password(VETERAN.password)
    row.save()
    return Veteran(row.account, VETERAN.password)


def main() -> None:
    archive = msgspec.json.decode(sys.stdin.read(), type=Archive)
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        pairs = make_conversations(archive)
        fill(archive, pairs)
    reader = sign_in_by_password(pairs[0].first.user)
    cpu, clock = time.process_time(), time.perf_counter()
    catch_up()
    filled = Filled(reader, pairs, time.process_time() - cpu, time.perf_counter() - clock)
    print(msgspec.json.encode(filled).decode())


if __name__ == "__main__":
    main()
