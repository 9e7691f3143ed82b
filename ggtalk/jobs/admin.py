"""The operator's page of jobs: what waits, what failed and why; failed ones can be tried again."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ggtalk.jobs.models import Job
from ggtalk.jobs.queue import again
from ggtalk.read_only import ReadOnly


@admin.register(Job)
class JobsAdmin(ReadOnly, admin.ModelAdmin[Job]):
    """All jobs that are still kept."""

    list_display = ("id", "kind", "state", "tries", "due_at", "created_at", "ended_at", "error")
    list_filter = ("state", "kind")
    list_per_page = 50
    ordering = ("-id",)
    fields = ("kind", "payload", "state", "tries", "due_at", "created_at", "ended_at", "error")
    actions = ("try_again",)

    @admin.action(description=_("Try the failed ones again"), permissions=["view"])
    def try_again(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        """Those among the chosen that have failed."""
        count = again(list(jobs.values_list("pk", flat=True)))
        told = ngettext("%(count)d job is tried again.", "%(count)d jobs are tried again.", count)
        self.message_user(request, told % {"count": count}, messages.SUCCESS)
