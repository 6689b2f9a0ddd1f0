"""Opening a database: created, refused, or migrated after a verified backup."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, insert, inspect, select, update

from prepapp.core.state import replay
from prepapp.errors import PrepError
from prepapp.store import projection
from prepapp.store.backup import backup
from prepapp.store.engine import keep_journal, open_engine, reading, writing
from prepapp.store.log import EventLog, read_events
from prepapp.store.schema import APPEND_ONLY, meta, metadata
from prepapp.store.versions import PROJECTION, SCHEMA

Migration = Callable[[Connection], None]

MIGRATIONS: Mapping[int, Migration] = {}
"""What takes the tables from a version to the next one."""


def sqlite_url(database: Path) -> str:
    """Return the URL of an SQLite file."""
    return URL.create("sqlite", database=str(database)).render_as_string()


def open_log(
    url: str,
    device: str,
    rollover: int,
    now: datetime,
    backups: Path,
    migrations: Mapping[int, Migration] = MIGRATIONS,
    schema: int = SCHEMA,
) -> EventLog:
    """Return the log of a database, made or migrated where needed.

    A database of a newer version is refused untouched. An SQLite file is backed up, and the copy verified,
    before it is migrated.
    """
    engine = open_engine(url)
    try:
        _make_ready(engine, backups / f"before-schema-{schema}-{now:%Y%m%dT%H%M%S}.db", migrations, schema)
    except PrepError:
        engine.dispose()
        raise
    return EventLog(engine, device, rollover)


def _make_ready(engine: Engine, copy: Path, migrations: Mapping[int, Migration], schema: int) -> None:
    file = Path(engine.url.database) if engine.dialect.name == "sqlite" and engine.url.database else None
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    with reading(engine) as connection:
        version = _version(connection)
    if version is not None and version > schema:
        where = engine.url.render_as_string(hide_password=True)
        what = f"written by a newer PrepApp (schema {version}, this one knows {schema})"
        raise PrepError(what, where, "update prepapp")
    keep_journal(engine)
    if version is None:
        _create(engine, schema)
    elif version < schema:
        if file is not None:
            backup(file, copy)
        _migrate(engine, migrations, schema)
    _refresh_projection(engine)


def _version(connection: Connection) -> int | None:
    """Return the schema version; None for an empty database."""
    tables = inspect(connection).get_table_names()
    if "meta" in tables:
        value = connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar()
        if value is not None:
            return int(value)
    if tables:
        where = connection.engine.url.render_as_string(hide_password=True)
        raise PrepError("this database is not PrepApp's", where, "name another with --db")
    return None


def _migrate(engine: Engine, migrations: Mapping[int, Migration], schema: int) -> None:
    with writing(engine) as connection:
        # Asked again under the lock: another process may have been faster, here and in _create.
        for step in range(_version(connection) or 0, schema):
            migrations[step](connection)
        connection.execute(update(meta).where(meta.c.key == "schema").values(value=str(schema)))


def _create(engine: Engine, schema: int) -> None:
    with writing(engine, new=True) as connection:
        if _version(connection) is not None:
            return
        metadata.create_all(connection)
        for statement in APPEND_ONLY.get(engine.dialect.name, ()):
            connection.exec_driver_sql(statement)
        versions = {"schema": schema, "projection": PROJECTION}
        connection.execute(
            insert(meta), [{"key": key, "value": str(value)} for key, value in versions.items()]
        )


def _refresh_projection(engine: Engine) -> None:
    """Rebuild the states where the rules have changed since they were written."""
    with reading(engine) as connection:
        value = connection.execute(select(meta.c.value).where(meta.c.key == "projection")).scalar()
    if value != str(PROJECTION):
        with writing(engine) as connection:
            projection.rebuild(connection, replay(read_events(connection)))
