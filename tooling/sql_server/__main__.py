"""Writes every migration for SQL Server and says what it would refuse: python -m tooling.sql_server"""

import sys

import django

django.setup()

from django.apps import apps  # noqa: E402 - needs the models

from tooling.sql_server.limits import limit_problems, missing_uniqueness  # noqa: E402
from tooling.sql_server.offline import migrated  # noqa: E402


def main() -> int:
    """0 if nothing was found."""
    statements, catalogue = migrated()
    models = apps.get_models(include_auto_created=True)
    problems = [*limit_problems(catalogue), *missing_uniqueness(catalogue, models)]
    problems += [
        f"{model._meta.label}: has no table" for model in models if model._meta.db_table not in catalogue.tables
    ]
    print(*problems, sep="\n", end="\n" if problems else "")
    keys = sum(len(table.keys) for table in catalogue.tables.values())
    total = sum(map(len, statements.values()))
    print(f"{len(statements)} migrations, {total} statements, {len(catalogue.tables)} tables, {keys} keys")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
