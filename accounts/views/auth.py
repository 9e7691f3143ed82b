"""Signing in and out, and registering."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.middleware.csrf import get_token
from msgspec import UNSET
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from accounts import actions, throttle
from accounts.addresses import client_address
from accounts.authentication import BrowserAuthentication, open_session, signed_in_device, signed_in_user
from accounts.known_browsers import known_browser
from accounts.serializers import me_data, user_data
from accounts.views.answers import AuthState, RegistrationMode, SignedIn, TokenGranted
from accounts.views.bodies import LoginRequest, RegisterRequest, TokenRequest
from ggtalk.rest.endpoint import Endpoint, answers


class Auth(Endpoint):
    """Who am I?"""

    permission_classes = (AllowAny,)

    def get(self, request: Request) -> AuthState:
        """Tells whether one can register and who is signed in; sets the CSRF cookie."""
        get_token(request._request)
        user = me_data(request.user) if request.user.is_authenticated else None
        mode = cast(RegistrationMode, settings.REGISTRATION)
        return AuthState(registration=mode, user=user)


class Token(Endpoint):
    """Programs sign in here."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def post(self, request: Request, body: TokenRequest) -> TokenGranted:
        """Gives a token for `Authorization: Bearer`."""
        address = client_address(request._request)
        user = actions.verified_user(body.account, body.password, address=address)
        new = actions.NewDevice("program", body.device, address)
        _, token = actions.add_device(user.id, new, proved=user.password)
        return TokenGranted(token=token, user=user_data(user))


class Login(Endpoint):
    """Browsers sign in here."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def post(self, request: Request, body: LoginRequest) -> SignedIn:
        """Opens a session."""
        BrowserAuthentication().enforce_csrf(request)
        address, browser = client_address(request._request), known_browser(request._request)
        user = actions.verified_user(body.account, body.password, address=address, browser=browser)
        chosen = None if body.presence is UNSET or body.presence == user.presence else body.presence
        if chosen:
            throttle.take(throttle.PRESENCES, str(user.id))
        open_session(request._request, user, name=body.device, remember=body.remember)
        if chosen:
            actions.change_profile(user.id, actions.ProfileChanges(presence=chosen))
        return SignedIn(user=user_data(user))


class Register(Endpoint):
    """New people come in here."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @answers(201)
    def post(self, request: Request, body: RegisterRequest) -> TokenGranted:
        """Makes an account and signs it in."""
        address = client_address(request._request)
        if body.session:
            BrowserAuthentication().enforce_csrf(request)
        new = actions.Registration(
            body.name, body.password, body.account, body.signature, avatar=body.avatar, invite=body.invite
        )
        user = actions.register(new, address=address)
        token = ""
        if body.session:
            open_session(request._request, user, name=body.device, remember=body.remember)
        else:
            _, token = actions.add_device(user.id, actions.NewDevice("program", body.device, address))
        return TokenGranted(token=token, user=user_data(user))


class Logout(Endpoint):
    """This device signs out."""

    def post(self, request: Request) -> None:
        """Ends this session or token, and its sockets."""
        actions.remove_device(signed_in_user(request).id, signed_in_device(request).id)
        logout(request._request)
