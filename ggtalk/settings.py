"""All settings. With no environment variables this is the embedded server; production sets variables, not files.

Each variable is described in docs/settings.md, which is tested against this file.
"""

from __future__ import annotations

from pathlib import Path

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from ggtalk import environment
from ggtalk.databases import MEMORY, database_settings
from ggtalk.mail import PORTS, mail_server
from ggtalk.sealing.keys import checked_keys
from ggtalk.secret import kept_secret

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent

# Where things are
DATA_DIR = environment.folder("DATA_DIR", BASE_DIR / "data")
DATABASE_URL = environment.text("DATABASE_URL")
IN_MEMORY = DATABASE_URL == MEMORY
REDIS_URL = environment.address("REDIS_URL", ["redis", "rediss", "unix"])
SITE_URL = environment.site("SITE_URL")

# Security
DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.text("SECRET_KEY") or kept_secret(None if IN_MEMORY else DATA_DIR / "secret_key")
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS", "*")
MESSAGE_KEYS = checked_keys(environment.names("MESSAGE_KEYS"))
CSRF_TRUSTED_ORIGINS = environment.names("TRUSTED_ORIGINS")
BEHIND_HTTPS = environment.flag("BEHIND_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(health|ready)/$"]  # asked from inside, past the proxy
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if BEHIND_HTTPS else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # other sites below this name are not ours to promise for
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_ENGINE = "accounts.sessions"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PASSWORD_HASHERS = [
    "accounts.hashers.QueuedArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# The product
REGISTRATION = environment.choice("REGISTRATION", ["open", "invite", "closed"])
FRIEND_APPROVAL = environment.flag("FRIEND_APPROVAL", default=True)
DIRECT_CHAT = environment.choice("DIRECT_CHAT", ["common_groups", "friends", "everyone"])
TRYOUT = environment.flag("TRYOUT", default=IN_MEMORY)
EVENT_RETENTION_DAYS = environment.number("EVENT_RETENTION_DAYS", 30, least=1, most=3650)
MESSAGE_EDIT_MINUTES = environment.number("MESSAGE_EDIT_MINUTES", 15, least=0, most=60 * 24 * 365)
MESSAGE_RECALL_MINUTES = environment.number("MESSAGE_RECALL_MINUTES", 2, least=0, most=60 * 24 * 365)
BURN_GROUP_HOURS = environment.number("BURN_GROUP_HOURS", 24, least=1, most=24 * 30)
LINK_PREVIEWS = environment.flag("LINK_PREVIEWS", default=False)
PRIVATE_NETWORKS = environment.networks("PRIVATE_NETWORKS")
WEB_PUSH = environment.flag("WEB_PUSH", default=True)
VAPID_PRIVATE_KEY = environment.elliptic_key("VAPID_PRIVATE_KEY")
PUSH_SERVICES_INSIDE = environment.origins("PUSH_SERVICES_INSIDE")
MAX_GROUP_MEMBERS = environment.number("MAX_GROUP_MEMBERS", 2000, least=2, most=100_000)
MAX_UPLOAD_MIB = environment.number("MAX_UPLOAD_MIB", 20, least=1, most=1000)
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0, least=0, most=5)

# Django
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "ggtalk.urls"
ASGI_APPLICATION = "ggtalk.asgi.application"
INSTALLED_APPS = [
    "accounts.apps.AccountsConfig",  # before Django's own apps, whose `changepassword` it extends
    "accounts.apps.OperatorPagesConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_vite",
    "channels",
    "ggtalk.apps.GGTalkConfig",
    "ggtalk.realtime.apps.RealtimeConfig",
    "ggtalk.jobs.apps.JobsConfig",
    "files.apps.FilesConfig",
    "chat.apps.ChatConfig",
    "groups.apps.GroupsConfig",
    "notifications.apps.NotificationsConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ggtalk.security_headers.SecurityHeaders",
    "accounts.known_browsers.KnownBrowsers",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "ggtalk" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.time_zone("TIME_ZONE", "UTC")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Storage
DATABASES = {"default": database_settings(DATABASE_URL, DATA_DIR)}
JOBS = environment.choice("JOBS", ["thread", "celery"])
if JOBS == "celery" and not REDIS_URL:
    raise ImproperlyConfigured("JOBS=celery needs REDIS_URL, through which workers learn what is to be done.")
PROCESSES = environment.number("PROCESSES", 1, least=1, most=64)
DATABASE_THREADS = environment.number("DATABASE_THREADS", 8, least=1, most=200)
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
FRONTEND_DIR = BASE_DIR / "build" / "frontend"
STATICFILES_DIRS = [path for path in [FRONTEND_DIR] if path.is_dir()]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
        if IN_MEMORY
        else "django.core.files.storage.FileSystemStorage"
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/"  # their names change with their content
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DJANGO_VITE = {
    "default": {
        "dev_mode": environment.flag("VITE_DEV", default=False),
        "dev_server_port": 5173,
        "manifest_path": FRONTEND_DIR / "manifest.json",
    }
}

# Mail
EMAIL_URL = environment.address("EMAIL_URL", list(PORTS))
EMAIL_FROM = DEFAULT_FROM_EMAIL = environment.mailbox("EMAIL_FROM")
MAIL_SERVER = mail_server(EMAIL_URL)
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.starts_tls, MAIL_SERVER.is_tls
EMAIL_TIMEOUT = 20

# Cache: in this process, or Redis
if REDIS_URL:
    CACHES: dict[str, dict[str, object]] = {
        "default": {"BACKEND": "ggtalk.cache.SurvivingCache", "LOCATION": REDIS_URL}
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

# REST
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "accounts.authentication.BrowserAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["ggtalk.rest.encoding.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["ggtalk.rest.encoding.NoParser"],
    "DEFAULT_SCHEMA_CLASS": "ggtalk.openapi.AnnotatedSchema",
    "EXCEPTION_HANDLER": "ggtalk.rest.encoding.error_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "GGTalk",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SORT_OPERATIONS": False,
    "POSTPROCESSING_HOOKS": ["ggtalk.openapi.add_wire_types"],
    "SCHEMA_PATH_PREFIX": "/api/",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
}

LOG_LEVEL = environment.choice("LOG_LEVEL", ["WARNING", "DEBUG", "INFO", "ERROR"])
# At DEBUG these write down what they carry, which is what people say.
CARRIERS = ["uvicorn.error", "websockets", "httpcore", "daphne", "PIL", "celery"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {name: {"level": "INFO"} for name in CARRIERS} if LOG_LEVEL == "DEBUG" else {},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
