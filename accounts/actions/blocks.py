"""Hearing nothing more from somebody."""

from __future__ import annotations

from django.db import transaction

from accounts.actions.locks import lock_parting, lock_users
from accounts.actions.presence import announce_to, is_told_of
from accounts.events import BlockAdded, BlockRemoved, own_stream
from accounts.models import Block
from accounts.serializers import UserData, user_data
from ggtalk.errors import invalid, not_found
from ggtalk.realtime.publish import publish_each


def block_user(user: int, other: int) -> UserData:
    """Blocks somebody; they are told nothing and see the user offline. A friend stays one, unheard."""
    if user == other:
        raise invalid(user="This is you.")
    with transaction.atomic():
        users = lock_parting(user, other)
        if other not in users:
            raise not_found()
        _, made = Block.objects.get_or_create(owner_id=user, blocked_id=other)
        if made:
            publish_each([(own_stream(user), BlockAdded(user=user_data(users[other])))])
            if is_told_of(other, user):
                announce_to(other, user, available=False)
        return user_data(users[other])


def unblock_user(user: int, other: int) -> None:
    """Ends a block; what was not heard meanwhile does not arrive afterwards."""
    with transaction.atomic():
        lock_users(user, other)
        if not Block.objects.filter(owner=user, blocked=other).delete()[0]:
            raise not_found()
        publish_each([(own_stream(user), BlockRemoved(user=other))])
        if is_told_of(other, user):
            announce_to(other, user, available=True)
