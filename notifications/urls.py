"""Addresses of notifications, below /api/."""

from django.urls import path

from notifications.views import digests, push

urlpatterns = [
    path("digest/", digests.MyDigest.as_view()),
    path("digest/proof/", digests.Proof.as_view()),
    path("digest/prove/<token>/", digests.prove),
    path("digest/stop/<token>/", digests.stop),
    path("notifications/push/", push.Push.as_view()),
]
