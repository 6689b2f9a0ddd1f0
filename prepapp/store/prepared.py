"""Statements compiled once: built anew, the seven of a grade cost more than its commit."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, CursorResult


def execute(connection: Connection, statement: Any, **values: object) -> CursorResult[Any]:
    """Run a statement that lives as long as the program, each of its parameters given by name."""
    dialect: Any = type(connection.dialect)
    sql, order, own = _compiled(statement, dialect)
    named = {**own, **values}
    return connection.exec_driver_sql(sql, named if order is None else tuple(named[name] for name in order))


@cache
def _compiled(statement: Any, dialect: Any) -> tuple[str, tuple[str, ...] | None, Mapping[str, object]]:
    """The text of a statement, the order of its parameters where they go by place, and those it brings."""
    compiled = statement.compile(dialect=dialect())
    order = getattr(compiled, "positiontup", None)
    own = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), None if order is None else tuple(order), own
