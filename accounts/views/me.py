"""My own account."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from msgspec import UNSET
from rest_framework.request import Request

from accounts import actions, queries, throttle
from accounts.authentication import signed_in_device, signed_in_user
from accounts.avatars import uploaded_picture
from accounts.models import Device
from accounts.serializers import DeviceData, MeData, device_data, me_data
from accounts.views.bodies import PasswordChange, PasswordProof, ProfilePatch
from ggtalk.rest.endpoint import Endpoint, takes

CARD = {"name", "signature", "avatar"}
"""What others see of a profile."""


class Me(Endpoint):
    """My card and my settings."""

    def get(self, request: Request) -> MeData:
        """Me."""
        return me_data(signed_in_user(request))

    def patch(self, request: Request, body: ProfilePatch) -> MeData:
        """Changes what is given."""
        user, changes = signed_in_user(request).id, given(body)
        if "presence" in changes:
            throttle.take(throttle.PRESENCES, str(user))
        if CARD.intersection(changes):
            throttle.take(throttle.CARDS, str(user))
        return actions.change_profile(user, actions.ProfileChanges(**changes))


class Avatar(Endpoint):
    """My picture."""

    @takes("image/png", "image/jpeg", "image/webp")
    def put(self, request: Request) -> MeData:
        """Takes a PNG, JPEG or WebP picture as the whole body."""
        throttle.take(throttle.CARDS, str(signed_in_user(request).id))
        return actions.upload_avatar(signed_in_user(request).id, uploaded_picture(request._request))


class Password(Endpoint):
    """My password."""

    def post(self, request: Request, body: PasswordChange) -> None:
        """Changes it; every other device is signed out."""
        device = signed_in_device(request)
        user = actions.change_password(signed_in_user(request), body.old_password, body.new_password, device=device.id)
        if device.kind == Device.Kind.BROWSER:
            update_session_auth_hash(request._request, user)


class Deletion(Endpoint):
    """The end of my account."""

    def post(self, request: Request, body: PasswordProof) -> None:
        """Deletes it."""
        actions.delete_own_account(signed_in_user(request), body.password)
        logout(request._request)


class Export(Endpoint):
    """Everything about me."""

    def get(self, request: Request) -> HttpResponse:
        """One JSON file."""
        exported = msgspec.json.format(msgspec.json.encode(queries.export_of(signed_in_user(request).id)), indent=2)
        response = HttpResponse(exported, content_type="application/json")
        response.headers["Content-Disposition"] = 'attachment; filename="ggtalk-export.json"'
        return response


class Devices(Endpoint):
    """Where I am signed in."""

    def get(self, request: Request) -> list[DeviceData]:
        """The last used first."""
        devices = queries.devices_of(signed_in_user(request).id)
        return [device_data(device, current=signed_in_device(request).id) for device in devices]


class OneDevice(Endpoint):
    """One place where I am signed in."""

    def delete(self, request: Request, id: int) -> None:
        """Signs it out, wherever it is."""
        actions.remove_device(signed_in_user(request).id, id)


def given(body: msgspec.Struct) -> dict[str, Any]:
    """The fields a client has sent."""
    return {name: value for name, value in msgspec.structs.asdict(body).items() if value is not UNSET}
