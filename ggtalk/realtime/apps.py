"""The realtime kernel as a Django app."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """Streams, events and the socket."""

    name = "ggtalk.realtime"
    label = "realtime"
    verbose_name = "Realtime"

    def ready(self) -> None:
        from ggtalk.realtime import basic_commands  # noqa: F401, PLC0415 - registers ping and sync; apps must be loaded first
