"""Fills the baseline's database: reads `Wanted` from its input, prints the `Population`."""

from __future__ import annotations

import os
import secrets
import sys
from itertools import islice

import django
import msgspec

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.baseline.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402 - Django must be set up first
from django.core.management import call_command  # noqa: E402

from bench.baseline.models import Conversation, Participant, Token  # noqa: E402
from bench.population import Group, Pair, Person, Population, Wanted  # noqa: E402


def make_people(count: int) -> list[Person]:
    """Users with one token each."""
    users = User.objects.bulk_create([User(username=f"person{number}") for number in range(count)])
    tokens = Token.objects.bulk_create([Token(key=secrets.token_hex(20), user=user) for user in users])
    return [Person(token.user_id, token.key) for token in tokens]


def make_conversation(*people: Person) -> int:
    """A conversation of these people."""
    conversation = Conversation.objects.create()
    Participant.objects.bulk_create([Participant(conversation=conversation, user_id=person.user) for person in people])
    return conversation.pk


def populate(wanted: Wanted) -> Population:
    """Everybody that is wanted."""
    people = iter(make_people(wanted.pairs * 2 + wanted.group_members + wanted.strangers))
    pairs = []
    for _ in range(wanted.pairs):
        first, second = next(people), next(people)
        pairs.append(Pair(make_conversation(first, second), first, second))
    members = list(islice(people, wanted.group_members))
    group = Group(make_conversation(*members), members) if members else None
    return Population(pairs, group, list(people))


if __name__ == "__main__":
    call_command("migrate", run_syncdb=True, verbosity=0)
    print(msgspec.json.encode(populate(msgspec.json.decode(sys.stdin.read(), type=Wanted))).decode())
