"""Who works with the database besides a command that wants it for itself."""

from __future__ import annotations

from django.conf import settings
from django.core.management import CommandError

from accounts.actions import running_processes


def running_parts() -> list[str]:
    """Server processes and, where Celery does the jobs, its workers. Raises CommandError where nobody can tell."""
    if settings.JOBS != "celery":
        return running_processes()
    from ggtalk.jobs.handing_over import running_workers  # noqa: PLC0415 - Celery takes time and memory to load

    try:
        return [*running_processes(), *running_workers()]
    except Exception as error:  # noqa: BLE001 - Redis' errors come in many kinds
        raise CommandError(
            f"Redis can't be asked whether Celery's workers run ({error}): start it, or stop them and set JOBS=thread "
            "for this command."
        ) from None
