"""The project as a Django app: its management commands and system checks."""

from django.apps import AppConfig


class GGTalkConfig(AppConfig):
    """Wiring on top; has no models."""

    name = "ggtalk"
    verbose_name = "GGTalk"

    def ready(self) -> None:
        from ggtalk import collations  # noqa: F401, PLC0415 - it registers itself once models are there
        from ggtalk.sealing import checks  # noqa: F401, PLC0415
