"""How notifications look outside."""

from __future__ import annotations

from typing import Literal, cast

from django.conf import settings

from ggtalk.mail import sends_mail
from ggtalk.rest.structs import Data
from notifications.models import Digest
from notifications.rhythm import Frequency

Language = Literal["en", "zh-CN"]


class DigestData(Data, frozen=True):
    """How often I am mailed what waits for me. hour: of the day in `time_zone`, for daily ones.

    address: the one I have shown to be mine; mails go there as long as it is the one in my profile.
    is_sent: whether this server sends mail at all.
    """

    frequency: Frequency
    hour: int
    time_zone: str
    address: str
    is_sent: bool


class PushData(Data, frozen=True):
    """Whether this site tells browsers whose pages are closed, and whether it tells the one that asks.

    public_key: what a browser subscribes with at its push service (`applicationServerKey`, base64url).
    """

    offered: bool
    subscribed: bool
    public_key: str


def digest_data(digest: Digest | None) -> DigestData:
    """A choice; whoever never chose gets no mail."""
    chosen = digest or Digest(time_zone=settings.TIME_ZONE)
    return DigestData(
        frequency=cast(Frequency, chosen.frequency),
        hour=chosen.hour,
        time_zone=chosen.time_zone,
        address=chosen.address,
        is_sent=sends_mail(),
    )
