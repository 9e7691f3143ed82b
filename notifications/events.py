"""What can be heard of notifications, in a user's own stream."""

from __future__ import annotations

from ggtalk.realtime.events import Event, event
from notifications.serializers import DigestData


@event("digest.changed")
class DigestChanged(Event, frozen=True):
    """How often I am mailed what waits for me."""

    digest: DigestData
