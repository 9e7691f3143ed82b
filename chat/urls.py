"""Addresses of conversations and messages, below /api/."""

from django.urls import path

from chat.views import conversations, favourites, history, readers, search, stickers, versions

urlpatterns = [
    path("conversations/", conversations.Conversations.as_view()),
    path("conversations/direct/", conversations.DirectConversations.as_view()),
    path("conversations/hide/", conversations.HiddenConversations.as_view()),
    path("conversations/<int:conversation>/", conversations.OneConversation.as_view()),
    path("conversations/<int:conversation>/messages/", history.Messages.as_view()),
    path("conversations/<int:conversation>/pins/", history.Pins.as_view()),
    path("conversations/<int:conversation>/days/", history.Days.as_view()),
    path("conversations/<int:conversation>/reads/", readers.ReadCounts.as_view()),
    path("messages/<int:message>/reads/", readers.Readers.as_view()),
    path("messages/limits/", versions.Limits.as_view()),
    path("messages/<int:message>/versions/", versions.Versions.as_view()),
    path("messages/<int:message>/forwarded/", versions.Forwarded.as_view()),
    path("stickers/", stickers.Stickers.as_view()),
    path("stickers/<int:file>/", stickers.OneSticker.as_view()),
    path("favourites/", favourites.Favourites.as_view()),
    path("messages/search/", search.MessageSearch.as_view()),
]
