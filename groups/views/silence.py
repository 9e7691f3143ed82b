"""Muting in groups over REST."""

from __future__ import annotations

from typing import Annotated

import msgspec
from rest_framework.request import Request

from accounts.authentication import signed_in_user
from accounts.throttle import take
from ggtalk.rest.endpoint import Endpoint
from ggtalk.rest.structs import Payload
from groups.actions import end_silence, end_silence_of_everybody, silence_everybody, silence_member
from groups.limits import CHANGES

MOST_SECONDS = 366 * 24 * 60 * 60


class SilencePayload(Payload, frozen=True):
    """For how long, `null` until it is lifted."""

    seconds: Annotated[int, msgspec.Meta(ge=1, le=MOST_SECONDS)] | None


class MemberSilence(Endpoint):
    """That another member of one of my groups may not say anything."""

    def post(self, request: Request, group: int, user: int, body: SilencePayload) -> None:
        """Begins now, whatever was before."""
        take(CHANGES, str(signed_in_user(request).id))
        silence_member(signed_in_user(request).id, group, user, body.seconds)

    def delete(self, request: Request, group: int, user: int) -> None:
        """Lifts it."""
        take(CHANGES, str(signed_in_user(request).id))
        end_silence(signed_in_user(request).id, group, user)


class GroupSilence(Endpoint):
    """That only owner and admins of one of my groups say something."""

    def post(self, request: Request, group: int, body: SilencePayload) -> None:
        """Begins now, whatever was before."""
        take(CHANGES, str(signed_in_user(request).id))
        silence_everybody(signed_in_user(request).id, group, body.seconds)

    def delete(self, request: Request, group: int) -> None:
        """Lifts it."""
        take(CHANGES, str(signed_in_user(request).id))
        end_silence_of_everybody(signed_in_user(request).id, group)
