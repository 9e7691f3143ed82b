"""My mails about what waits, over REST; and what the links in them do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from ggtalk.rest.endpoint import Endpoint
from ggtalk.rest.structs import Payload
from notifications.actions import DigestChanges, ask_for_proof, change_digest, prove_address, stop_digest
from notifications.mails import proven_by, user_of
from notifications.queries import digest_of
from notifications.rhythm import Frequency
from notifications.serializers import DigestData, Language, digest_data


class DigestPatch(Payload, frozen=True):
    """What to change. time_zone: where I am, by its IANA name; language: the one I read now."""

    frequency: Frequency | None = None
    hour: Annotated[int, msgspec.Meta(ge=0, le=23)] | None = None
    time_zone: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    language: Language | None = None


class MyDigest(Endpoint):
    """How often I am mailed what waits for me."""

    def get(self, request: Request) -> DigestData:
        """What I have chosen."""
        return digest_data(digest_of(signed_in_user(request).id))

    def patch(self, request: Request, body: DigestPatch) -> DigestData:
        """Changes what is given."""
        return change_digest(signed_in_user(request).id, DigestChanges(**msgspec.structs.asdict(body)))


class Proof(Endpoint):
    """Whether the address in my profile is mine."""

    def post(self, request: Request) -> None:
        """Has it asked there once more."""
        ask_for_proof(signed_in_user(request).id)


def link_in_a_mail(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """What whoever holds a link of ours may do, and no more; mail programs bring no cookie (RFC 8058).

    Opening a link changes nothing, since programs that look for harm open them too: only a POST does.
    """
    return never_cache(csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view)))


@link_in_a_mail
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the mails of whom this one was sent to."""
    user = user_of(token)
    if user is None:
        return _page(request, _("This link is not complete. Copy all of it from the mail."), status=404)
    if request.method != "POST":
        return _page(request, _("Do you want no more mails about unread messages?"), button=_("No more mails"))
    stop_digest(user)
    return _page(request, _("You get no more of these mails. The settings of GGTalk bring them back."))


@link_in_a_mail
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever reads an address says that it is the user's."""
    proven = proven_by(token)
    if proven is None:
        return _page(request, _("This link does not hold any more. The settings of GGTalk send a new one."), status=404)
    if request.method != "POST":
        question = _("Shall mails about unread messages come to %(address)s?") % {"address": proven[1]}
        return _page(request, question, button=_("Yes, send them"))
    if not prove_address(*proven):
        return _page(request, _("This address is not the one in the profile any more."), status=404)
    return _page(request, _("From now on you are mailed when you are away and something waits for you."))


def _page(request: HttpRequest, text: str, *, button: str = "", status: int = 200) -> HttpResponse:
    words = {"title": _("Mails of GGTalk"), "text": text, "button": button, "open": _("Open GGTalk")}
    return render(request, "notifications/answer.html", words, status=status)
