"""What users keep of what was said: each for themselves, and as it is now."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.events import own_stream
from chat.events import FavouriteAdded, FavouriteRemoved
from chat.forwarding import carried
from chat.models import Favourite, Message, stream_of
from chat.permissions import check_there
from chat.queries.seen import message_seen_by
from ggtalk.errors import Refused, not_found
from ggtalk.realtime.publish import lock_streams, publish, publish_each

MOST_FAVOURITES = 1_000


def keep_message(user: int, message: int) -> None:
    """Puts a message among the user's favourites; kept already, it stays where it is.

    Refuses with `not_found`, `recalled`, `burnt`, `not_keepable`, `too_many_favourites`.
    """
    with transaction.atomic():
        conversation = Message.objects.filter(id=message).values_list("conversation_id", flat=True).first()
        if conversation is None:
            raise not_found()
        lock_streams([stream_of(conversation), own_stream(user)])  # nothing of it is recalled meanwhile
        said = message_seen_by(user, message)
        if said is None:
            raise not_found()
        check_there(said)
        if carried(said.body) is None:
            raise Refused("not_keepable", "Only what somebody has said can be kept.", status=409)
        mine = Favourite.objects.filter(user=user)
        if mine.filter(message=message).exists():
            return
        if mine.count() >= MOST_FAVOURITES:
            raise Refused("too_many_favourites", f"You can keep {MOST_FAVOURITES} messages at most.", status=409)
        Favourite.objects.create(user_id=user, message=said, kept_at=timezone.now())
        publish(FavouriteAdded(message=message), to=own_stream(user))


def unkeep_message(user: int, message: int) -> None:
    """Takes a message out of the user's favourites. Refuses with `not_found`."""
    with transaction.atomic():
        lock_streams([own_stream(user)])
        if not Favourite.objects.filter(user=user, message=message).delete()[0]:
            raise not_found()
        publish(FavouriteRemoved(message=message), to=own_stream(user))


def forget_favourites(user: int) -> None:
    """Somebody who deletes their account keeps nothing."""
    Favourite.objects.filter(user=user).delete()


def drop_from_favourites(message: int) -> None:
    """Nobody keeps this any more; inside the caller's transaction, each of them is told.

    The caller holds the conversation's stream, so that nobody begins to keep it.
    """
    kept = Favourite.objects.filter(message=message).order_by("user")
    lock_streams([own_stream(holder) for holder in kept.values_list("user_id", flat=True)])
    if holders := list(kept.values_list("user_id", flat=True)):
        kept.delete()
        publish_each([(own_stream(holder), FavouriteRemoved(message=message)) for holder in holders])
