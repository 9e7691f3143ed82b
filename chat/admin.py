"""The operator's pages for conversations: who talks with whom and how much, never what is said."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import BigIntegerField, Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.text import fold
from chat.models import Conversation, Message, Participant
from ggtalk.read_only import ReadOnly


class ParticipantsInline(ReadOnly, admin.TabularInline[Participant, Conversation]):
    """Who is and was in it."""

    model = Participant
    fields = ("user", "joined_seq", "left_seq", "read_seq")
    readonly_fields = fields
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Participant]:
        return super().get_queryset(request).select_related("user").order_by("id")


@admin.register(Conversation)
class ConversationsAdmin(ReadOnly, admin.ModelAdmin[Conversation]):
    """All conversations, by title or by somebody in them."""

    list_display = ("id", "kind", "title", "participant_count", "message_count", "last_message_at", "created_at")
    list_filter = ("kind",)
    list_per_page = 50
    search_fields = ("title",)
    search_help_text = _("Title, or account or name of somebody in it")
    ordering = ("-id",)
    fields = ("kind", "title", "participant_count", "message_count", "last_message_at", "created_at")
    inlines = (ParticipantsInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        said = Message.objects.filter(conversation=OuterRef("id")).order_by().values("conversation")
        present = Participant.objects.filter(conversation=OuterRef("id"), left_seq__isnull=True).order_by()
        counted = present.values("conversation").annotate(count=Count("id")).values("count")
        return (
            super()
            .get_queryset(request)
            .annotate(
                participants_now=Subquery(counted, output_field=BigIntegerField()),
                messages_said=Subquery(
                    said.annotate(count=Count("id")).values("count"), output_field=BigIntegerField()
                ),
                last_said_at=Subquery(said.annotate(last=Max("sent_at")).values("last")),
            )
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Conversation], search_term: str
    ) -> tuple[QuerySet[Conversation], bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if key := fold(search_term):
            titled = queryset.annotate(lower_title=Lower("title")).filter(lower_title__contains=search_term.lower())
            people = Participant.objects.filter(user__account_key=key).values("conversation")
            named = Participant.objects.filter(user__name_key__contains=key).values("conversation")
            found = queryset.filter(Q(id__in=titled.values("id")) | Q(id__in=people) | Q(id__in=named))
        return found, may_repeat

    @admin.display(description=_("participants"))
    def participant_count(self, conversation: Any) -> int:
        return conversation.participants_now or 0

    @admin.display(description=_("messages"))
    def message_count(self, conversation: Any) -> int:
        return conversation.messages_said or 0

    @admin.display(description=_("last message"), ordering="last_said_at")
    def last_message_at(self, conversation: Any) -> Any:
        return conversation.last_said_at
