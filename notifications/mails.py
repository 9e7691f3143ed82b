"""The mail that tells somebody what waits for them: who wrote and how much, never what. A mail is a postcard."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ggtalk.mail import site_host
from notifications.queries.digests import LANGUAGES, Waiting, WaitingIn

MOST_LISTED = 20
STOPPING = signing.Signer(salt="notifications.stop_digest")
PROVING = "notifications.prove_address"
PROOF_HOLDS = timedelta(days=7)


def stop_link(user: int) -> str:
    """Where a mail is answered by "no more of these", without signing in; it holds for ever."""
    return f"{settings.SITE_URL}/api/digest/stop/{STOPPING.sign(str(user))}/"


def user_of(token: str) -> int | None:
    """Whose mails a link stops, if we made it."""
    try:
        return int(STOPPING.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def prove_link(user: int, address: str) -> str:
    """Where whoever reads this address says that it is the user's; it holds for a week."""
    return f"{settings.SITE_URL}/api/digest/prove/{signing.dumps([user, address], salt=PROVING)}/"


def proven_by(token: str) -> tuple[int, str] | None:
    """Whose address a link shows to be theirs, if we made it lately."""
    try:
        user, address = signing.loads(token, salt=PROVING, max_age=PROOF_HOLDS)
    except signing.BadSignature:
        return None
    return user, address


def proof_mail(job: int, user: int, address: str, language: str) -> EmailMultiAlternatives:
    """The mail that asks whether an address is somebody's. Nothing in it was written by anybody but us."""
    with translation.override(LANGUAGES[language]):
        subject = _("GGTalk: may mails about unread messages come here?")
        lines = [
            _("Somebody chose to have such mails sent to this address. If it was you, open this link:"),
            prove_link(user, address),
            _("It holds for a week. If it was not you, do nothing, and no such mails will come."),
        ]
    headers = {"Message-ID": f"<proof.{job}@{site_host()}>", "Auto-Submitted": "auto-generated"}
    return EmailMultiAlternatives(subject, "\n\n".join(lines) + "\n", settings.EMAIL_FROM, [address], headers=headers)


def digest_mail(job: int, waiting: Waiting) -> EmailMultiAlternatives:
    """The mail, in plain text and HTML; sent twice for the same job it is the same one to whoever gets it."""
    stop = stop_link(waiting.user)
    with translation.override(LANGUAGES[waiting.language]):
        subject = f"GGTalk: {_unread(waiting.messages)}"
        words = _words(waiting, subject, stop)
        text = render_to_string("notifications/digest.txt", words)
        html = render_to_string("notifications/digest.html", words)
    headers = {
        "Message-ID": f"<digest.{job}@{site_host()}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    mail = EmailMultiAlternatives(subject, text, settings.EMAIL_FROM, [waiting.address], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def _words(waiting: Waiting, subject: str, stop: str) -> dict[str, object]:
    more = len(waiting.conversations) - MOST_LISTED
    return {
        "language": waiting.language,
        "subject": subject,
        "greeting": _("Hello %(name)s,") % {"name": waiting.name},
        "says": _("this waits for you, unread:"),
        "lines": [_line(one) for one in waiting.conversations[:MOST_LISTED]],
        "more": ngettext("… and in %(count)d more conversation", "… and in %(count)d more conversations", more)
        % {"count": more}
        if more > 0
        else "",
        "open": _("Open GGTalk"),
        "site": settings.SITE_URL,
        "why": _("What was said stays there. You get these mails because you chose so in the settings."),
        "stop": _("No more of these mails"),
        "stop_link": stop,
    }


def _line(one: WaitingIn) -> dict[str, str]:
    told = [_unread(one.messages)]
    if one.mentions:
        mentions = ngettext("%(count)d mentions you", "%(count)d mention you", one.mentions)
        told.append(mentions % {"count": one.mentions})
    return {
        "name": one.name or _("Deleted account"),
        "told": " · ".join(told),
        "link": f"{settings.SITE_URL}/chats/{one.conversation}",
    }


def _unread(count: int) -> str:
    return ngettext("%(count)d unread message", "%(count)d unread messages", count) % {"count": count}
