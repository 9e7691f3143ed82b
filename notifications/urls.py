"""Addresses of notifications, below /api/."""

from django.urls import path

from notifications.views import digests

urlpatterns = [
    path("digest/", digests.MyDigest.as_view()),
    path("digest/stop/<token>/", digests.stop),
]
