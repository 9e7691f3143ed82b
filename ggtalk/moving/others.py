"""Who else is connected to a database, as far as it tells this user; statements of the vendors' own."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

_OTHERS = {
    "mysql": "SELECT CONCAT(user, ' from ', host) FROM information_schema.processlist "
    "WHERE db = DATABASE() AND id <> CONNECTION_ID()",
    "postgresql": "SELECT CONCAT(usename, ' from ', COALESCE(HOST(client_addr), 'here'), ' ', application_name) "
    "FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
    "microsoft": "SELECT CONCAT(login_name, ' from ', host_name, ' ', program_name) FROM sys.dm_exec_sessions "
    "WHERE database_id = DB_ID() AND session_id <> @@SPID",
}


def others_on(connection: BaseDatabaseWrapper) -> list[str]:
    """Each connection but this one. SQLite knows none: its servers claim the data folder."""
    if connection.vendor not in _OTHERS:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS[connection.vendor])
        return sorted(str(who).strip() for (who,) in cursor.fetchall())
