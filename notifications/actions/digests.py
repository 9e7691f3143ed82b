"""Choosing how often one is mailed what waits."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from accounts.actions.locks import lock_users
from accounts.events import own_stream
from accounts.throttle import Limit, take
from ggtalk.clock import database_now
from ggtalk.errors import Refused, invalid
from ggtalk.jobs.queue import enqueue
from ggtalk.mail import sends_mail
from ggtalk.realtime.publish import publish
from notifications.events import DigestChanged
from notifications.models import Digest
from notifications.queries import digest_of
from notifications.rhythm import Frequency, known_zones, next_due, zone_of
from notifications.serializers import DigestData, Language, digest_data
from notifications.work import SendProof

NEVER = Digest.Frequency.NEVER
CHOICE, MARKS = ("frequency", "hour", "time_zone", "language", "due_at"), ("noted_until", "told_until")
PROOFS = Limit("address proofs", 10, 24 * 60 * 60)
"""Mails that ask whether an address is theirs, for each user; and below, to each address, whoever names it."""
PROOFS_TO = Limit("address proofs to", 3, 24 * 60 * 60)


@dataclass(frozen=True)
class DigestChanges:
    """What somebody chooses; `None` leaves it. time_zone: by its IANA name. language: of whoever chooses, now."""

    frequency: Frequency | None = None
    hour: int | None = None
    time_zone: str | None = None
    language: Language | None = None


def change_digest(user: int, changes: DigestChanges) -> DigestData:
    """Changes the choice and tells the user's clients. What was said until a mail is wanted is never mailed.

    Whoever begins is asked at their address whether it is theirs, and mailed from then on. Refuses with `no_mail` where
    the server sends none, `no_email` where the user has no address, `throttled`, `invalid`.
    """
    with transaction.atomic():
        me = lock_users(user)[user]
        digest = digest_of(user) or Digest(user=me, time_zone=settings.TIME_ZONE, language="en")
        was_off = digest.frequency == NEVER
        _apply(digest, changes)
        if digest.frequency != NEVER and changes.frequency is not None:
            _check_mailable(me.email)
        now = database_now()
        if was_off:
            digest.noted_until = digest.told_until = now
        digest.due_at = next_due(digest.frequency, digest.hour, zone_of(digest.time_zone), now)
        written = CHOICE + (MARKS if was_off else ())  # a look may move the marks at this moment
        digest.save(update_fields=None if digest._state.adding else written)
        if was_off and digest.frequency != NEVER and digest.address != me.email:
            _ask(user, me.email)
        return _said(digest)


def ask_for_proof(user: int) -> None:
    """Asks once more at the user's address whether it is theirs, where they want mails and have not shown it.

    Refuses as `change_digest` does.
    """
    with transaction.atomic():
        me = lock_users(user)[user]
        _check_mailable(me.email)
        digest = digest_of(user)
        if digest is not None and digest.frequency != NEVER and digest.address != me.email:
            _ask(user, me.email)


def prove_address(user: int, address: str) -> bool:
    """Somebody who reads this address says that it is the user's; whether it still stands in their profile."""
    with transaction.atomic():
        me = lock_users(user).get(user)
        digest = digest_of(user)
        if me is None or digest is None or me.email != address:
            return False
        if digest.address != address:
            digest.address = address
            digest.save(update_fields=["address"])
            _said(digest)
        return True


def stop_digest(user: int) -> None:
    """Sends somebody no more mails, whoever asks it for them, and tells their clients; twice is like once."""
    with transaction.atomic():
        lock_users(user)
        digest = digest_of(user)
        if digest is None or digest.frequency == NEVER:
            return
        digest.frequency, digest.due_at = NEVER, None
        digest.save(update_fields=["frequency", "due_at"])
        _said(digest)


def forget_digest(user: int) -> None:
    """Forgets what somebody who deletes their account has chosen."""
    Digest.objects.filter(user=user).delete()


def _apply(digest: Digest, changes: DigestChanges) -> None:
    if changes.frequency is not None:
        digest.frequency = changes.frequency
    if changes.hour is not None:
        digest.hour = changes.hour
    if changes.time_zone is not None:
        if changes.time_zone not in known_zones():
            raise invalid(time_zone="This time zone is not known here.")
        digest.time_zone = changes.time_zone
    if changes.language is not None:
        digest.language = changes.language


def _check_mailable(address: str) -> None:
    if not sends_mail():
        raise Refused("no_mail", "This server sends no mail.")
    if not address:
        raise Refused("no_email", "Add your e-mail address to your profile first.")


def _ask(user: int, address: str) -> None:
    take(PROOFS, str(user))
    take(PROOFS_TO, address.lower())
    enqueue(SendProof(user=user, address=address))


def _said(digest: Digest) -> DigestData:
    said = digest_data(digest)
    publish(DigestChanged(digest=said), to=own_stream(digest.user_id))
    return said
