"""Whether a statement is T-SQL, as far as a lenient parser and the rules it lacks can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from tooling.sql_server.catalogue import TSQL

MOST_PARAMETERS = 2098
"""2,100, of which `sp_executesql` takes two for itself."""

_MARK = re.compile(r"%%|%s")
_LIST = re.compile(r"\(\?(?:, \?){3,}\)")

_SET = re.compile(r"(?:^|(?<=; ))SET (?:NOCOUNT|IDENTITY_INSERT \[\w+\]) (?:ON|OFF)(?:; | |$)")

_TRUTHS = (exp.Predicate, exp.And, exp.Or, exp.Not, exp.Escape)
"""Only conditions: T-SQL has no boolean value that a column could hold."""
_CONDITIONS = {
    (exp.Where, "this"),
    (exp.Having, "this"),
    (exp.Join, "on"),
    (exp.If, "this"),
    (exp.IfBlock, "this"),
    (exp.CheckColumnConstraint, "this"),
}
_PLACES = (exp.And, exp.Or, exp.Not, exp.Escape)
_MISSING_FUNCTIONS = {"REGEXP_LIKE", "JSON_PATH_EXISTS", "JSON_OBJECT", "GREATEST", "LEAST", "BOOL_AND", "BOOL_OR"}
"""Those that the oldest version has not, or only when an administrator has installed them."""


def statement_problems(sql: str, parameters: Sequence[Any]) -> list[str]:
    """What a server would refuse in a statement as the compiler gives it, with `%s` for its parameters."""
    problems = list(_parameter_problems(sql, parameters))
    shown = _MARK.sub(lambda mark: "%" if mark[0] == "%%" else "?", sql)
    try:
        trees = sqlglot.parse(_SET.sub("", _LIST.sub("(?, ?, ?)", shown)), dialect=TSQL)
    except SqlglotError as error:
        return [*problems, f"is no T-SQL: {error}"]
    return problems + [problem for tree in trees if tree is not None for problem in _tree_problems(tree)]


def _parameter_problems(sql: str, parameters: Sequence[Any]) -> Iterator[str]:
    if len(parameters) > MOST_PARAMETERS:
        yield f"has {len(parameters)} parameters, {MOST_PARAMETERS} are taken (8003)"
    marks = sum(1 for mark in _MARK.findall(sql) if mark == "%s")
    if marks != len(parameters):
        yield f"has {marks} places for {len(parameters)} parameters"


def _tree_problems(tree: exp.Expr) -> Iterator[str]:
    if isinstance(tree, exp.Command):
        yield f"has a part that was not understood: {tree.sql(TSQL)[:200]}"
    for node in tree.walk():
        if isinstance(node, _TRUTHS) and not _is_condition(node):
            yield f"takes a condition for a value: {node.sql(TSQL)} (4145)"
        elif not isinstance(node, _TRUTHS) and _stands_for_condition(node):
            yield f"takes a value for a condition: {node.sql(TSQL)} (4145)"
        if isinstance(node, exp.Func) and (name := _function_name(node)) in _MISSING_FUNCTIONS:
            yield f"calls {name}, which not every version has (195)"
        if isinstance(node, exp.AggFunc) and node.find(exp.Subquery, exp.Select):
            yield f"aggregates over a query: {node.sql(TSQL)} (130)"
        if isinstance(node, exp.Select):
            yield from _select_problems(node)


def _is_condition(node: exp.Expr) -> bool:
    parent = node.parent
    if isinstance(parent, exp.Paren):
        return _is_condition(parent)
    if isinstance(parent, _PLACES):
        return True
    if isinstance(parent, exp.Update) and node.arg_key == "expressions":
        return True  # an assignment
    return (type(parent), node.arg_key) in _CONDITIONS


def _stands_for_condition(node: exp.Expr) -> bool:
    if isinstance(node, exp.Paren):
        return False
    parent = node.parent
    while isinstance(parent, exp.Paren):
        node, parent = parent, parent.parent
    return isinstance(parent, exp.And | exp.Or | exp.Not) or (type(parent), node.arg_key) in _CONDITIONS


def _function_name(node: exp.Func) -> str:
    name = node.name if isinstance(node, exp.Anonymous) else node.sql_name()
    return name.upper()


def _select_problems(select: exp.Select) -> Iterator[str]:
    order, limit, offset = (select.args.get(name) for name in ("order", "limit", "offset"))
    is_inner = not isinstance(select.parent, exp.Insert | None)
    if order is not None and is_inner and limit is None and offset is None:
        yield "orders within a subquery that has no TOP (1033)"
    if offset is not None and order is None:
        yield "has OFFSET without ORDER BY (102)"
    if isinstance(limit, exp.Limit) and offset is not None:
        yield "has both TOP and OFFSET (10741)"
    if order is not None:
        yield from _order_problems(select, [part.this.sql(TSQL).lower() for part in order.expressions])
    group = select.args.get("group")
    if group is not None:
        yield from _group_problems(select, group)


def _order_problems(select: exp.Select, ordered: list[str]) -> Iterator[str]:
    if len(set(ordered)) < len(ordered):
        yield f"orders by a column twice: {', '.join(ordered)} (169)"
    if select.args.get("distinct"):
        shown = {column.unalias().sql(TSQL).lower() for column in select.expressions}
        shown |= {f"[{column.alias.lower()}]" for column in select.expressions if column.alias}
        shown |= {str(place) for place in range(1, len(select.expressions) + 1)}
        for hidden in set(ordered) - shown:
            yield f"is DISTINCT and ordered by {hidden}, which it does not show (145)"


def _group_problems(select: exp.Select, group: exp.Expr) -> Iterator[str]:
    if group.find(exp.Subquery, exp.Select):
        yield "groups by a query (144)"
    grouped = {part.sql(TSQL).lower() for part in group.expressions}
    for part in group.expressions:
        if not part.find(exp.Column):
            yield f"groups by {part.sql(TSQL)}, which is no column (164)"
    for shown in select.expressions:
        yield from _ungrouped(shown.unalias(), grouped)


def _ungrouped(node: exp.Expr, grouped: set[str]) -> Iterator[str]:
    if node.sql(TSQL).lower() in grouped or isinstance(node, exp.AggFunc | exp.Subquery | exp.Select):
        return
    if isinstance(node, exp.Column):
        yield f"shows {node.sql(TSQL)}, which is neither grouped nor aggregated (8120)"
        return
    for child in node.iter_expressions():
        yield from _ungrouped(child, grouped)
