"""What a database would hold after a list of DDL statements, as far as indexes and keys go."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import exp

TSQL = "tsql"


@dataclass
class Column:
    """bytes: the most a value takes in an index; `None` where it can be no part of one (`nvarchar(max)`)."""

    bytes: int | None
    is_nullable: bool


@dataclass
class Key:
    """An index, a unique constraint, a primary key, a check or a foreign key.

    target: where a foreign key points. deletes: what else such a key deletes or changes, "" for nothing.
    filtered: columns that a filtered index asks to be not NULL. condition: of a filtered index or a check.
    """

    columns: list[str]
    kind: str
    is_unique: bool = False
    is_constraint: bool = True
    target: str = ""
    deletes: str = ""
    filtered: set[str] = field(default_factory=set)
    condition: exp.Expression | None = None


@dataclass
class Table:
    columns: dict[str, Column] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)


DROPPED_WITH_REFERENCES = re.compile(r"WHILE EXISTS\b.*sys\.foreign_keys.*\bDROP TABLE \[(\w+)\]", re.DOTALL)
"""How mssql-django deletes a model: first, in a loop that sqlglot does not read, whatever refers to its table."""


class UnknownStatement(Exception):
    """DDL of a form that is not followed here; it would have to be."""


class Catalogue:
    """Tables by name. `apply` follows one statement; statements that change neither tables nor keys are passed over."""

    def __init__(self) -> None:
        self.tables: dict[str, Table] = {}

    def apply(self, sql: str) -> None:
        """Raises UnknownStatement, or sqlglot's ParseError for what is no T-SQL."""
        if found := DROPPED_WITH_REFERENCES.search(sql):
            self._drop_with_references(found[1])
            return
        for statement in sqlglot.parse(sql, dialect=TSQL):
            if isinstance(statement, exp.Create):
                self._create(statement)
            elif isinstance(statement, exp.Alter):
                self._alter(statement)
            elif isinstance(statement, exp.Drop):
                self._drop(statement)
            elif isinstance(statement, exp.Update):
                pass
            elif statement is not None:
                raise UnknownStatement(sql)

    def _create(self, statement: exp.Create) -> None:
        if statement.kind == "TABLE":
            schema = statement.this
            table = self.tables[schema.this.name] = Table()
            for part in schema.expressions:
                if isinstance(part, exp.ColumnDef):
                    self._add_column(schema.this.name, part)
                else:
                    self._add_constraint(table, part)
        elif statement.kind == "INDEX":
            index = statement.this
            where = index.args["params"].args.get("where")
            condition = where.this if where else None
            self.tables[index.args["table"].name].keys[index.name] = Key(
                [column.this.name for column in index.args["params"].args["columns"]],
                "index",
                is_unique=bool(statement.args.get("unique")),
                is_constraint=False,
                filtered=_asked_not_null(condition),
                condition=condition,
            )
        else:
            raise UnknownStatement(statement.sql(TSQL))

    def _alter(self, statement: exp.Alter) -> None:
        name = statement.this.name
        table = self.tables[name]
        for action in statement.args["actions"]:
            if isinstance(action, exp.AddConstraint):
                for constraint in action.expressions:
                    self._add_constraint(table, constraint)
            elif isinstance(action, exp.ColumnDef):
                self._add_column(name, action)
            elif isinstance(action, exp.AlterColumn):
                self._alter_column(table, action)
            elif isinstance(action, exp.Drop):
                owner = table.columns if action.kind == "COLUMN" else table.keys
                for dropped in action.args["tables"]:
                    del owner[dropped.name]
            else:
                raise UnknownStatement(statement.sql(TSQL))

    def _drop(self, statement: exp.Drop) -> None:
        (dropped,) = statement.args["tables"]
        if statement.kind == "INDEX":
            del self.tables[statement.args["cluster"].this.name].keys[dropped.name]
        elif statement.kind == "TABLE":
            del self.tables[dropped.name]
        else:
            raise UnknownStatement(statement.sql(TSQL))

    def _drop_with_references(self, name: str) -> None:
        del self.tables[name]
        for table in self.tables.values():
            table.keys = {key: about for key, about in table.keys.items() if about.target != name}

    def _add_column(self, table: str, definition: exp.ColumnDef) -> None:
        kinds = [constraint.kind for constraint in definition.args["constraints"]]
        not_null = [kind for kind in kinds if isinstance(kind, exp.NotNullColumnConstraint)]
        is_nullable = not any(not kind.args.get("allow_null") for kind in not_null)
        self.tables[table].columns[definition.name] = Column(_bytes_of(definition.args["kind"]), is_nullable)
        for kind in kinds:
            name = f"{type(kind).__name__} of {table}.{definition.name}"
            if isinstance(kind, exp.PrimaryKeyColumnConstraint):
                self.tables[table].keys[name] = Key([definition.name], "primary", is_unique=True)
            elif isinstance(kind, exp.UniqueColumnConstraint):
                self.tables[table].keys[name] = Key([definition.name], "unique", is_unique=True)
            elif isinstance(kind, exp.CheckColumnConstraint):
                self.tables[table].keys[name] = Key([definition.name], "check", condition=kind.this)
            elif isinstance(kind, exp.DefaultColumnConstraint):
                self.tables[table].keys[name] = Key([definition.name], "default")

    def _alter_column(self, table: Table, action: exp.AlterColumn) -> None:
        column = table.columns[action.name]
        column.bytes = _bytes_of(action.args["dtype"])
        column.is_nullable = action.args.get("allow_null") is not False

    def _add_constraint(self, table: Table, constraint: exp.Expression) -> None:
        (body,) = constraint.expressions
        if isinstance(body, exp.ForeignKey):
            reference = body.args["reference"]
            deletes = ", ".join(option for option in map(str, reference.args.get("options") or ()) if option)
            columns = [column.name for column in body.expressions]
            table.keys[constraint.name] = Key(columns, "foreign", target=reference.this.this.name, deletes=deletes)
        elif isinstance(body, exp.CheckColumnConstraint):
            columns = sorted({column.name for column in body.find_all(exp.Column)})
            table.keys[constraint.name] = Key(columns, "check", condition=body.this)
        elif isinstance(body, exp.UniqueColumnConstraint | exp.PrimaryKey):
            names = [column.name for column in body.find_all(exp.Identifier)]
            table.keys[constraint.name] = Key(names, "unique", is_unique=True)
        else:
            raise UnknownStatement(constraint.sql(TSQL))


BYTES = {
    "INT": 4,
    "BIGINT": 8,
    "SMALLINT": 2,
    "TINYINT": 1,
    "BIT": 1,
    "DATE": 3,
    "DOUBLE": 8,
    "TIMESTAMPTZ": 10,
    "DATETIME2": 8,
}


def _bytes_of(kind: Any) -> int | None:
    name = kind.this.name
    sizes = [size.name for size in kind.expressions]
    if name in BYTES:
        return BYTES[name]
    if not sizes or not sizes[0].isdigit():
        return None
    return int(sizes[0]) * (2 if name.startswith("N") else 1)


def _asked_not_null(condition: exp.Expression | None) -> set[str]:
    """Columns of which a NULL never meets the condition: `IS NOT NULL`, and all that is compared."""
    if condition is None:
        return set()
    parts = condition.flatten() if isinstance(condition, exp.And) else [condition]
    return {column.name for part in parts for column in part.find_all(exp.Column) if not isinstance(part, exp.Is)}
