"""Settings of the baseline. `BASELINE_DATABASE` names its SQLite file; it gets the same SQLite options as GGTalk.

`BASELINE_KEEPS_CONNECTION` spares it from opening the database anew for each message, which is Django's default.
"""

import os

from ggtalk.databases import SQLITE_PRAGMAS

SECRET_KEY = "a server on loopback, for minutes"
ALLOWED_HOSTS = ["127.0.0.1"]
USE_TZ = True
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "channels", "bench.baseline"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["BASELINE_DATABASE"],
        "CONN_MAX_AGE": None if os.environ.get("BASELINE_KEEPS_CONNECTION") else 0,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
    }
}
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
