"""Mails about what waits: looked for, and handed to the operator's mail server."""

from __future__ import annotations

import logging
import smtplib

from django.core.mail import EmailMultiAlternatives

from ggtalk.jobs.kinds import TryLater, performs
from ggtalk.mail import sends_mail
from notifications.actions import note_due_digests, note_sent
from notifications.mails import digest_mail, proof_mail
from notifications.queries import asked_address, language_of, waiting_for
from notifications.work import LookForDigests, SendDigest, SendProof

logger = logging.getLogger(__name__)

MOST_TRIES = 16
"""Six hours, by then the next one says it."""
FOR_GOOD = range(500, 600)


@performs(LookForDigests, lease_seconds=300)
def look(job: int, wanted: LookForDigests) -> None:
    """Notes mails for those whose time has come."""
    note_due_digests()


@performs(SendDigest, lease_seconds=300, most_tries=MOST_TRIES, abroad=True)
def send_digest(job: int, wanted: SendDigest) -> None:
    """Mails it, if there is still anything to say to somebody who is still away.

    A process that is killed between the mail server's yes and the note of it has it sent again, as the same mail. What
    went wrong is told without addresses.
    """
    waiting = waiting_for(wanted.user, wanted.until) if sends_mail() else None
    if waiting is None:
        return
    if _handed_over(job, digest_mail(job, waiting)):
        note_sent(wanted.user, wanted.until, waiting.messages)


@performs(SendProof, lease_seconds=300, most_tries=MOST_TRIES, abroad=True)
def send_proof(job: int, wanted: SendProof) -> None:
    """Asks, if it is still to be asked."""
    digest = asked_address(wanted.user, wanted.address) if sends_mail() else None
    if digest is not None:
        _handed_over(job, proof_mail(job, wanted.user, wanted.address, language_of(digest)))


def _handed_over(job: int, mail: EmailMultiAlternatives) -> bool:
    """Whether the mail server took it; if it refuses for good, that is noted, and nothing is tried again."""
    try:
        mail.send()
    except OSError as trouble:  # of the network, of TLS, and of SMTP
        code = _code_of(trouble)
        if code not in FOR_GOOD or not isinstance(trouble, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
            raise TryLater(f"the mail server did not take it: {type(trouble).__name__} {code or ''}".strip()) from None
        logger.warning("the mail of job %d was refused for good, with %d", job, code)
        return False
    return True


def _code_of(trouble: OSError) -> int | None:
    """What the mail server answered, if it did."""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in trouble.recipients.values()), None)
    return trouble.smtp_code if isinstance(trouble, smtplib.SMTPResponseException) else None
