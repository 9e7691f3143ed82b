"""Being told of messages while the pages of a browser are closed (Web Push), over REST."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from django.conf import settings
from rest_framework.request import Request

from accounts.authentication import signed_in_device, signed_in_user
from accounts.throttle import Limit, take
from ggtalk.errors import Refused
from ggtalk.rest.endpoint import Endpoint
from ggtalk.rest.structs import Payload
from notifications.actions import NewSubscription, subscribe, unsubscribe
from notifications.push.endpoints import MOST_CHARACTERS
from notifications.push.vapid import public_key
from notifications.queries.push import subscription_of
from notifications.serializers import PushData

SUBSCRIPTIONS = Limit("push subscriptions", 100, 60 * 60)
LANGUAGES = {"en": "en", "zh-CN": "zh-hans"}


class PushRequest(Payload, frozen=True):
    """What `PushManager.subscribe()` gave this browser, and in which language it is told; as before where none is."""

    endpoint: Annotated[str, msgspec.Meta(min_length=1, max_length=MOST_CHARACTERS)]
    p256dh: Annotated[str, msgspec.Meta(max_length=100)]
    auth: Annotated[str, msgspec.Meta(max_length=100)]
    language: Literal["en", "zh-CN"] | None = None


class Push(Endpoint):
    """Whether this browser is told of messages while its pages are closed."""

    def get(self, request: Request) -> PushData:
        """What it needs to know."""
        return _push_data(signed_in_device(request).id)

    def put(self, request: Request, body: PushRequest) -> PushData:
        """Has it told from now on, at this address alone."""
        if not settings.WEB_PUSH:
            raise Refused("no_push", "This site tells no browsers whose pages are closed.", status=409)
        take(SUBSCRIPTIONS, str(signed_in_user(request).id))
        new = NewSubscription(body.endpoint, body.p256dh, body.auth, LANGUAGES.get(body.language or ""))
        subscribe(signed_in_device(request), new)
        return _push_data(signed_in_device(request).id)

    def delete(self, request: Request) -> None:
        """Has it told no more."""
        unsubscribe(signed_in_device(request).id)


def _push_data(device: int) -> PushData:
    is_offered = bool(settings.WEB_PUSH)
    return PushData(
        offered=is_offered,
        subscribed=is_offered and subscription_of(device) is not None,
        public_key=public_key() if is_offered else "",
    )
