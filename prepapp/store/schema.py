"""Tables and triggers, on SQLite and PostgreSQL."""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)

events = Table(
    "event",
    metadata,
    Column("id", Text, primary_key=True),
    Column("device", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Text, nullable=False),  # UTC, ISO 8601 with microseconds: text order is time order
    Column("offset", Integer, nullable=False),  # minutes east of UTC
    Column("study_day", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("deck", Text),
    Column("card", Text),
    Column("revision", Text),
    Column("payload", Text, nullable=False),  # JSON
    Index("event_order", "at", "device", "seq"),
    Index("event_card", "card"),
    sqlite_strict=True,
)

card_states = Table(
    "card_state",
    metadata,
    Column("card", Text, primary_key=True),
    Column("deck", Text, nullable=False),
    Column("state", Text, nullable=False),  # JSON
    sqlite_strict=True,
)

deck_states = Table(
    "deck_state",
    metadata,
    Column("deck", Text, primary_key=True),
    Column("state", Text, nullable=False),  # JSON
    sqlite_strict=True,
)

APPEND_ONLY = {
    "sqlite": (
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event "
        "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
        "CREATE TRIGGER event_no_delete BEFORE DELETE ON event "
        "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the event log is append-only'; END $$",
        "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event "
        "FOR EACH ROW EXECUTE FUNCTION event_refuse()",
        "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION event_refuse()",
    ),
}
"""What makes the log refuse a change, by dialect."""
