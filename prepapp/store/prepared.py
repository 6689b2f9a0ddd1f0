"""Statements compiled once and given to the driver: SQLAlchemy's own way costs more than a grade's commit."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor


def execute(connection: Connection, statement: Any, **values: object) -> DBAPICursor:
    """Run a statement that lives as long as the program, each of its parameters given by name.

    The driver's own errors come through; `engine.guarded` knows them.
    """
    dialect: Any = type(connection.dialect)
    sql, order, own = _compiled(statement, dialect)
    named = {**own, **values}
    cursor = connection.connection.cursor()
    cursor.execute(sql, named if order is None else tuple(named[name] for name in order))
    return cursor


@cache
def _compiled(statement: Any, dialect: Any) -> tuple[str, tuple[str, ...] | None, Mapping[str, object]]:
    """The text of a statement, the order of its parameters where they go by place, and those it brings."""
    compiled = statement.compile(dialect=dialect())
    order = getattr(compiled, "positiontup", None)
    own = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), None if order is None else tuple(order), own
