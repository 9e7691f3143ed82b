"""The numbers groups are named by: chosen, or handed out one after another; none names two groups, ever."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from ggtalk.errors import invalid
from groups.models import GroupNumber, UsedNumber

LEAST_NUMBER = 10_000
MOST_NUMBER = 9_999_999_999


def claim_number(wanted: int | None) -> int:
    """A number for a new group: the one wanted, or the next that nobody has chosen.

    Refuses with `invalid` a number that is not 5 to 10 digits long or names a group, one that is gone too.
    """
    if wanted is None:
        while not _claimed(number := GroupNumber.take()):
            pass
        return number
    if not LEAST_NUMBER <= wanted <= MOST_NUMBER:
        raise invalid(number="A group's number has 5 to 10 digits and does not begin with 0.")
    if not _claimed(wanted):
        raise invalid(number="This number is taken; choose another one.")
    return wanted


def _claimed(number: int) -> bool:
    try:
        with transaction.atomic():
            UsedNumber.objects.create(number=number)
    except IntegrityError:
        return False
    return True
