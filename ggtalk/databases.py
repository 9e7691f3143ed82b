"""`DATABASE_URL` as Django's database settings."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MEMORY = "memory:"
FORMS = "sqlite:///PATH, mysql://USER:PASSWORD@HOST:PORT/NAME, mssql://…, postgresql://… or memory:"

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY;"
    "PRAGMA secure_delete=ON;"  # what is deleted is overwritten, whatever the library was built with
    "PRAGMA wal_autocheckpoint=64000;"  # pages, 256 MB: `ggtalk.sqlite.checkpoints` comes before it
)
OPTIONS = {
    "mysql": {
        "charset": "utf8mb4",
        "isolation_level": "read committed",
        "init_command": "SET sql_mode='STRICT_TRANS_TABLES'",
    },
    "mssql": {"python_driver": "mssql_python"},  # it brings Microsoft's ODBC driver with it
}
"""By scheme; what stands behind the `?` of the URL is added, or taken instead."""

ENGINES = {"mysql": "django.db.backends.mysql", "mssql": "mssql", "postgresql": "django.db.backends.postgresql"}

DRIVERS = {"mysql": "MySQLdb", "mssql": "pyodbc", "postgresql": "psycopg"}
"""By scheme: the module that fails where the driver is missing. requirements-SCHEME.txt brings it."""


def database_settings(url: str, data_folder: Path) -> dict[str, Any]:
    """Django's settings for the database that `url` names; SQLite in the data folder when it is empty."""
    if not url:
        return _sqlite(str(data_folder / "ggtalk.sqlite3"))
    if url == MEMORY:
        return _sqlite("file:/ggtalk?vfs=memdb")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ImproperlyConfigured(
            "DATABASE_URL is not understood: signs like [ and ] in its user or password are written as %5B and %5D."
        ) from None
    scheme = parts.scheme.removeprefix("mariadb+")
    if scheme == "sqlite":
        if not parts.path.strip("/"):
            raise ImproperlyConfigured("DATABASE_URL names no file: write sqlite:////absolute/path.sqlite3.")
        return _sqlite(str(Path(unquote(parts.path[1:])).expanduser()))
    scheme = "mysql" if scheme == "mariadb" else scheme
    if scheme not in ENGINES or not parts.hostname or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"DATABASE_URL={_without_password(url)!r} is not understood: it may be {FORMS}.")
    _check_driver(scheme)
    return {
        "ENGINE": ENGINES[scheme],
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": str(_port_of(url) or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**OPTIONS.get(scheme, {}), **dict(parse_qsl(parts.query))},
    }


def _sqlite(name: str) -> dict[str, Any]:
    in_memory = "memdb" in name
    return {
        "ENGINE": "ggtalk.sqlite",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA temp_store=MEMORY;" if in_memory else SQLITE_PRAGMAS,
        },
    }


def _check_driver(scheme: str) -> None:
    """A driver may be there and not load, for want of a library of the system: the file says which."""
    try:
        import_module(DRIVERS[scheme])
    except ImportError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL names {scheme}, whose driver can't be loaded ({error}): run `pip install -r "
            f"requirements-{scheme}.txt`, whose first line names the system packages it needs."
        ) from None


def _port_of(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        raise ImproperlyConfigured(f"DATABASE_URL={_without_password(url)!r} has a port that is no number.") from None


def _without_password(url: str) -> str:
    head, at, tail = url.rpartition("@")
    return f"{head.split(':')[0]}://…@{tail}" if at else url
