"""files as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """What people upload."""

    name = "files"
    verbose_name = _("Files")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are there only now.
        from accounts.queries import register_export  # noqa: PLC0415 - see above
        from files import tasks  # noqa: F401, PLC0415 - they register themselves
        from files.actions import prune_files  # noqa: PLC0415 - see above
        from files.queries import uploads_of  # noqa: PLC0415 - see above
        from ggtalk.realtime.housekeeping import chores  # noqa: PLC0415 - see above

        chores.append(prune_files)
        register_export("files", uploads_of)
