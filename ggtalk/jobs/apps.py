"""The job kernel as a Django app."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """What must happen later and must not be lost."""

    name = "ggtalk.jobs"
    label = "jobs"
    verbose_name = _("Jobs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are there only now.
        from ggtalk.jobs.queue import handed_over, prune_jobs  # noqa: PLC0415 - see above
        from ggtalk.realtime.housekeeping import chores  # noqa: PLC0415 - see above

        chores.append(prune_jobs)
        if settings.JOBS == "celery":
            from ggtalk.jobs.handing_over import handing_over  # noqa: PLC0415 - Celery takes time and memory to load

            handed_over.append(handing_over.take)
