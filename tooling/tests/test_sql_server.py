"""What can be shown of SQL Server without one; docs/operations.md says what that leaves open."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tooling.sql_server.catalogue import Catalogue
from tooling.sql_server.limits import limit_problems
from tooling.sql_server.statements import statement_problems
from tooling.tests.work_tree import ROOT

TABLES = """
CREATE TABLE [person] ([id] bigint NOT NULL PRIMARY KEY, [name] nvarchar(100) NOT NULL, [nick] nvarchar(9) NULL);
CREATE TABLE [letter] ([id] bigint NOT NULL PRIMARY KEY, [sender] bigint NOT NULL, [taker] bigint NOT NULL);
CREATE TABLE [text] ([letter] bigint NOT NULL, [body] nvarchar(max) NOT NULL, [title] nvarchar(851) NOT NULL);
ALTER TABLE [letter] ADD CONSTRAINT [of_sender] FOREIGN KEY ([sender]) REFERENCES [person] ([id]);
ALTER TABLE [text] ADD CONSTRAINT [of_letter] FOREIGN KEY ([letter]) REFERENCES [letter] ([id]) ON DELETE CASCADE;
CREATE UNIQUE INDEX [one_name] ON [person] ([name]);
CREATE UNIQUE INDEX [one_nick] ON [person] ([nick]) WHERE [nick] IS NOT NULL;
"""

PLANTED = """
import pytest
from django.db.models import BooleanField, Case, Count, ExpressionWrapper, F, Q, Value, When
from accounts.models import User

pytestmark = pytest.mark.django_db

def test_what_it_takes():
    list(User.objects.annotate(new=Case(When(id__gt=3, then=Value(1)), default=Value(0))).values_list("new"))
    list(User.objects.values("name").annotate(many=Count("id")).filter(many__gt=1).order_by("name"))

def test_a_condition_as_a_value():
    odd = ExpressionWrapper(Q(id__gt=F("pk")), output_field=BooleanField())
    list(User.objects.annotate(odd=odd).order_by("odd").values_list("odd"))

def test_a_regular_expression():
    list(User.objects.filter(name__iregex="a+"))

def test_too_many_parameters():
    list(User.objects.filter(Q(id__in=range(1200)) | Q(pk__in=range(2000, 3200))))
"""


@pytest.mark.slow  # needs the library that the back end loads, which `make check` does without
def test_every_migration_is_written_for_it_and_within_its_limits() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tooling.sql_server"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counts = re.search(r"(\d+) migrations, (\d+) statements, (\d+) tables, (\d+) keys", done.stdout)
    assert counts is not None, done.stdout
    assert all(int(count) > 40 for count in counts.groups())


@pytest.mark.slow
def test_a_test_fails_whose_query_it_would_not_understand(tmp_path: Path) -> None:
    planted = tmp_path / "test_planted.py"
    planted.write_text(PLANTED)
    options = ["-p", "tooling.sql_server.plugin", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml"), "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(planted)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    failed = set(re.findall(r"^FAILED \S*::(\w+)", done.stdout, re.MULTILINE))
    assert failed == {"test_a_condition_as_a_value", "test_a_regular_expression", "test_too_many_parameters"}, (
        done.stdout
    )
    assert "1 passed" in done.stdout
    for number in ("(4145)", "REGEXP_LIKE", "(8003)"):
        assert number in done.stdout


def test_tables_within_the_limits_have_no_problem() -> None:
    assert _problems_with("") == []


@pytest.mark.parametrize(
    ("ddl", "told"),
    [
        ("CREATE INDEX [wide] ON [text] ([title])", "1702 bytes, 1700 are taken (1946)"),
        ("CREATE INDEX [endless] ON [text] ([body])", "can't be part of an index (1919)"),
        ("CREATE UNIQUE INDEX [nulls] ON [person] ([nick])", "a second NULL in nick is one too many (2601)"),
        ("CREATE TABLE [x] ([name] nvarchar(451) NOT NULL PRIMARY KEY)", "902 bytes, 900 are taken (1946)"),
        ("CREATE TABLE [x] ([name] nvarchar(9) NULL UNIQUE)", "a second NULL in name"),
        ("CREATE INDEX [some] ON [person] ([id]) WHERE [id] = 1 OR [nick] = 'x'", "takes no Or (10735)"),
        (
            "ALTER TABLE [text] ADD [owner] bigint NOT NULL;"
            "ALTER TABLE [text] ADD CONSTRAINT [of_owner] "
            "FOREIGN KEY ([owner]) REFERENCES [person] ([id]) ON DELETE CASCADE;"
            "ALTER TABLE [letter] ADD CONSTRAINT [of_taker] "
            "FOREIGN KEY ([taker]) REFERENCES [person] ([id]) ON DELETE SET NULL",
            "deleting from person reaches it in two ways (1785)",
        ),
        (
            "ALTER TABLE [person] ADD CONSTRAINT [own] FOREIGN KEY ([id]) REFERENCES [person] ([id]) ON DELETE CASCADE",
            "(1785)",
        ),
        (f"CREATE INDEX [{'a' * 129}] ON [text] ([title])", "at most 128 characters (103)"),
    ],
)
def test_each_limit_of_tables_is_told(ddl: str, told: str) -> None:
    problems = _problems_with(ddl)
    assert any(told in problem for problem in problems), problems


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT TOP 3 [t].[a] FROM [t] WHERE ([t].[b] LIKE %s ESCAPE '\\' AND NOT ([t].[c] IN (%s))) ORDER BY 1 ASC",
        "SELECT [a] FROM [t] WITH (ROWLOCK, UPDLOCK) WHERE EXISTS(SELECT TOP 1 1 AS [a] FROM [u] ORDER BY [u].[x])",
        "SELECT CASE WHEN [a] = %s AND ([b] IS NULL OR [c] > %s) THEN 1 ELSE 0 END FROM [t] ORDER BY [a] OFFSET 0 ROWS",
        "SET NOCOUNT ON INSERT INTO [t] ([a]) VALUES (%s); SELECT CAST(SCOPE_IDENTITY() AS bigint)",
        "SET NOCOUNT OFF; UPDATE [t] SET [a] = ([t].[a] + %s) WHERE [t].[b] = %s",
        "SELECT [a], COUNT_BIG([b]) AS [n] FROM [t] GROUP BY [a] HAVING COUNT_BIG([b]) > %s",
    ],
)
def test_what_is_t_sql_is_taken(sql: str) -> None:
    assert statement_problems(sql, [1] * sql.count("%s")) == []


@pytest.mark.parametrize(
    ("sql", "parameters", "told"),
    [
        ("SELECT [a] < [b] AS [u] FROM [t]", [], "a condition for a value"),
        ("SELECT [a] FROM [t] WHERE [t].[on]", [], "a value for a condition"),
        ("SELECT [a] FROM [t] WHERE NOT ([t].[on]) AND [a] = 1", [], "a value for a condition"),
        ("SELECT [a] FROM [t] LIMIT 3 OFFSET", [], "is no T-SQL"),
        ("SELECT DISTINCT [a] FROM [t] ORDER BY [b]", [], "(145)"),
        ("SELECT [a] FROM [t] ORDER BY [a], [a] DESC", [], "(169)"),
        ("SELECT [a] FROM [t] WHERE [a] IN (SELECT [b] FROM [u] ORDER BY [b])", [], "(1033)"),
        ("SELECT [a], [c], COUNT([b]) FROM [t] GROUP BY [a]", [], "(8120)"),
        ("SELECT COUNT([b]) FROM [t] GROUP BY (SELECT [x] FROM [u])", [], "(144)"),
        ("SELECT SUM((SELECT [x] FROM [u])) FROM [t]", [], "(130)"),
        ("SELECT [a] FROM [t] WHERE GREATEST([a], [b]) = 1", [], "GREATEST"),
        ("SELECT [a] FROM [t] WHERE [a] = %s", [], "1 places for 0 parameters"),
        ("SELECT [a] FROM [t] WHERE [a] IN (%s" + ", %s" * 2098 + ")", range(2099), "(8003)"),
    ],
)
def test_each_rule_of_statements_is_told(sql: str, parameters: Sequence[int], told: str) -> None:
    problems = statement_problems(sql, parameters)
    assert any(told in problem for problem in problems), problems


def _problems_with(ddl: str) -> list[str]:
    catalogue = Catalogue()
    catalogue.apply(TABLES + ddl)
    return list(limit_problems(catalogue))
