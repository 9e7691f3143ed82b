"""My mails about what waits, over REST; and stopping them from within one of them."""

from __future__ import annotations

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
from notifications.actions import DigestChanges, change_digest, stop_digest
from notifications.mails import user_of
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


@never_cache
@csrf_exempt  # whoever holds the link may stop the mails, and no more; mail programs send no cookie (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Where a mail's link leads: asked for by a program (POST) the mails stop, by a person they are asked once more.

    Opening a link changes nothing, since programs that look for harm open them too.
    """
    user = user_of(token)
    if user is not None and request.method == "POST":
        stop_digest(user)
    words = {
        "title": _("Mails of GGTalk"),
        "known": user is not None,
        "stopped": user is not None and request.method == "POST",
        "unknown_text": _("This link is not complete. Copy all of it from the mail, or change the settings of GGTalk."),
        "stopped_text": _("You get no more of these mails. The settings of GGTalk bring them back."),
        "question": _("Do you want no more mails about unread messages?"),
        "stop": _("No more mails"),
        "open": _("Open GGTalk"),
    }
    return render(request, "notifications/stop.html", words, status=200 if user is not None else 404)
