"""Fills GGTalk's database by its own actions: reads `Wanted` from its input, prints the `Population`.

Run as a process of its own with the server's settings. People get tokens as a sign-in would give them, and no password;
the veteran gets one.
"""

from __future__ import annotations

import sys
import uuid
from itertools import islice

import django
import msgspec

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db import transaction  # noqa: E402

from accounts.actions import NewDevice, add_device, make_friends  # noqa: E402
from accounts.models import User  # noqa: E402
from bench.population import Circle, Group, Pair, Person, Population, Veteran, Wanted  # noqa: E402
from chat.actions import Outgoing, open_direct_conversation, plain_body, send_messages  # noqa: E402
from groups.actions import add_members, create_group  # noqa: E402
from groups.models import Group as GroupRow  # noqa: E402

ADDRESS = "127.0.0.1"
VETERAN = Veteran("veteran", "correct horse")


def make_people(count: int) -> list[Person]:
    """Users with one signed-in program each."""
    users = [User.objects.create_user(name=f"Person {number}") for number in range(count)]
    program = NewDevice(kind="program", name="bench", address=ADDRESS)
    return [Person(user.id, add_device(user.id, program)[1]) for user in users]


def make_group(members: list[Person]) -> Group:
    """A group whose first member is a friend of all others and has invited them."""
    owner, *others = members
    make_friends([(owner.user, other.user) for other in others])
    made = create_group(owner.user, "Everybody", [other.user for other in others])
    return Group(made.group.conversation_id, members)


def make_pair(first: Person, second: Person) -> Pair:
    """Two friends and their conversation."""
    make_friends([(first.user, second.user)])
    return Pair(open_direct_conversation(first.user, second.user).id, first, second)


def make_veteran(circle: Circle) -> Veteran:
    """A user with friends, and conversations in which the friends have spoken last."""
    user = User.objects.create_user(VETERAN.account, VETERAN.password, name="Veteran").id
    friends = make_people(circle.friends)
    make_friends([(user, friend.user) for friend in friends])
    for friend in friends[: circle.conversations]:
        conversation = open_direct_conversation(friend.user, user).id
        said = [
            f"Message {number} of somebody known for long. 老朋友的消息。" for number in range(circle.messages_each)
        ]
        send_messages([Outgoing(friend.user, conversation, uuid.uuid4(), plain_body(text)) for text in said])
    return VETERAN


def bring_in(veteran: Veteran, owner: Person) -> None:
    """Makes the veteran a member of the owner's group."""
    user = User.objects.get(account=veteran.account).id
    make_friends([(owner.user, user)])
    add_members(owner.user, GroupRow.objects.get(owner=owner.user).id, [user])


def populate(wanted: Wanted) -> Population:
    """Everybody that is wanted, in one transaction: that is what makes thousands a matter of seconds."""
    with transaction.atomic():
        people = iter(make_people(wanted.pairs * 2 + wanted.group_members + sum(wanted.groups) + wanted.strangers))
        pairs = [make_pair(next(people), next(people)) for _ in range(wanted.pairs)]
        members = list(islice(people, wanted.group_members))
        group = make_group(members) if members else None
        groups = [make_group(list(islice(people, size))) for size in wanted.groups]
        veteran = make_veteran(wanted.veteran) if wanted.veteran else None
        if veteran and members:
            bring_in(veteran, members[0])
        return Population(pairs, group, list(people), veteran, groups)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(msgspec.json.encode(populate(msgspec.json.decode(sys.stdin.read(), type=Wanted))).decode())
