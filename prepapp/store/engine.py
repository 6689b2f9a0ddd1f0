"""Connections: durable on SQLite, and one transaction a write."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from prepapp.errors import BrokenError, PrepError

PRAGMAS = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Without it INSERT OR REPLACE deletes a row past the triggers.
    "PRAGMA recursive_triggers = ON",
)


def open_engine(url: str) -> Engine:
    """Return an engine for a database URL."""
    try:
        engine = create_engine(make_url(url))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise PrepError(f"cannot use this database: {error}", url, "a SQLAlchemy URL") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def keep_journal(engine: Engine) -> None:
    """Let an SQLite file be read while it is written; the file remembers it, so only our own are asked to."""
    if engine.dialect.name == "sqlite":
        with guarded(engine), closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA journal_mode = WAL")


@contextmanager
def writing(engine: Engine, new: bool = False) -> Iterator[Connection]:
    """Open one write transaction; it is committed at the end of the block, or not at all.

    ``new`` means that the tables are still to be made.
    """
    with guarded(engine), engine.connect().execution_options(writing=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql" and not new:
            connection.exec_driver_sql("LOCK TABLE event IN EXCLUSIVE MODE")
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open one read transaction, which sees one state of the database."""
    with guarded(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def guarded(engine: Engine) -> Iterator[None]:
    """Turn a database's error into ours."""
    try:
        yield
    except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error) as error:
        cause = getattr(error, "orig", None) or error
        where = engine.url.render_as_string(hide_password=True)
        hint = "see `prepapp doctor`; backups lie in the home folder"
        raise BrokenError(f"the database failed: {cause}", where, hint) from error


def _prepare(connection: Any, _record: object) -> None:
    # The driver must not begin transactions on its own: BEGIN IMMEDIATE is ours.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("writing", False)
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if immediate else "BEGIN")
