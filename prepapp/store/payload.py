"""What a payload holds, read by the database's own JSON functions; of another shape it holds nothing."""

from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Float, Text, case, cast, func
from sqlalchemy.dialects.postgresql import JSON

NUL = r"(?<!\\)((?:\\\\)*)\\u0000"
"""A zero character as JSON writes it; PostgreSQL's JSON functions refuse it."""

NO_CHARACTER = r"\1\\ufffd"


class Payload(Protocol):
    """The values of a payload by their key; NULL where there is none of this type."""

    def text(self, key: str) -> ColumnElement[Any]:
        """Return a text."""

    def number(self, key: str) -> ColumnElement[Any]:
        """Return a number."""

    def length(self, key: str) -> ColumnElement[Any]:
        """Return how many a list holds."""


def payload(connection: Connection, column: ColumnElement[Any]) -> Payload:
    """Return what reads a column of payloads on a connection's database."""
    return _Postgres(column) if connection.dialect.name == "postgresql" else _SQLite(column)


class _SQLite:
    def __init__(self, column: ColumnElement[Any]) -> None:
        self._column = column

    def text(self, key: str) -> ColumnElement[Any]:
        return case((self._type(key) == "text", func.json_extract(self._column, f"$.{key}")))

    def number(self, key: str) -> ColumnElement[Any]:
        value = func.json_extract(self._column, f"$.{key}")
        return case((self._type(key).in_(("integer", "real")), cast(value, Float)))

    def length(self, key: str) -> ColumnElement[Any]:
        return case((self._type(key) == "array", func.json_array_length(self._column, f"$.{key}")))

    def _type(self, key: str) -> ColumnElement[Any]:
        return func.json_type(self._column, f"$.{key}")


class _Postgres:
    def __init__(self, column: ColumnElement[Any]) -> None:
        mended = func.regexp_replace(column, NUL, NO_CHARACTER, "g", type_=Text)
        sound = case((func.strpos(column, "\\u0000") > 0, mended), else_=column)
        self._json: ColumnElement[Any] = cast(sound, JSON)

    def text(self, key: str) -> ColumnElement[Any]:
        return case((self._type(key) == "string", self._json.op("->>")(key)))

    def number(self, key: str) -> ColumnElement[Any]:
        return case((self._type(key) == "number", cast(self._json.op("->>")(key), Float)))

    def length(self, key: str) -> ColumnElement[Any]:
        return case((self._type(key) == "array", func.json_array_length(self._json.op("->")(key))))

    def _type(self, key: str) -> ColumnElement[Any]:
        return func.json_typeof(self._json.op("->")(key))
