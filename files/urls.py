"""Addresses of files, below /api/."""

from django.urls import path

from files.views import Files, OneFile, Voices

urlpatterns = [
    path("files/", Files.as_view()),
    path("files/voices/", Voices.as_view()),
    path("files/<int:file>/", OneFile.as_view()),
]
