"""Addresses of accounts, below /api/."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from accounts.views import auth, friends, me, people


class IdConverter(IntConverter):
    """A number that every database can compare with an id."""

    regex = "[0-9]{1,15}"


register_converter(IdConverter, "id")

urlpatterns = [
    path("auth/", auth.Auth.as_view()),
    path("auth/token/", auth.Token.as_view()),
    path("auth/login/", auth.Login.as_view()),
    path("auth/register/", auth.Register.as_view()),
    path("auth/logout/", auth.Logout.as_view()),
    path("me/", me.Me.as_view()),
    path("me/avatar/", me.Avatar.as_view()),
    path("me/password/", me.Password.as_view()),
    path("me/delete/", me.Deletion.as_view()),
    path("me/export/", me.Export.as_view()),
    path("me/devices/", me.Devices.as_view()),
    path("me/devices/<id:id>/", me.OneDevice.as_view()),
    path("users/", people.Users.as_view()),
    path("presence/", people.Presence.as_view()),
    path("friends/", friends.Friends.as_view()),
    path("friends/<id:user>/", friends.Friend.as_view()),
    path("friends/groups/", friends.FriendGroups.as_view()),
    path("friends/groups/<id:id>/", friends.FriendGroup.as_view()),
    path("friends/requests/", friends.FriendRequests.as_view()),
    path("friends/requests/seen/", friends.RequestsSeen.as_view()),
    path("friends/requests/<id:id>/accept/", friends.RequestAcceptance.as_view()),
    path("friends/requests/<id:id>/refuse/", friends.RequestRefusal.as_view()),
    path("blocks/", friends.Blocks.as_view()),
    path("blocks/<id:user>/", friends.Block.as_view()),
]
