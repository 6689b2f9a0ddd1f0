"""The projection, read with the standard library alone.

Importing SQLAlchemy costs as much as importing Textual, so it does not stand between the command and the
first frame. A database that needs anything but reading is left to `prepapp.store.log`.
"""

import sqlite3
from pathlib import Path

from prepapp.core.state import Study
from prepapp.store.codec import card_state, deck_state
from prepapp.store.versions import PROJECTION, SCHEMA


def read_only(database: Path) -> sqlite3.Connection:
    """Connect to an SQLite file without the right to change it."""
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)


def peek(database: Path) -> Study | None:
    """Return what the projection of an SQLite file says; None where the file must first be opened whole."""
    if not database.exists():
        return Study()
    try:
        connection = read_only(database)
        try:
            connection.execute("BEGIN")  # one state of the database, whoever writes meanwhile
            versions = dict(connection.execute("SELECT key, value FROM meta").fetchall())
            if versions != {"schema": str(SCHEMA), "projection": str(PROJECTION)}:
                return None
            cards = [card_state(text) for (text,) in connection.execute("SELECT state FROM card_state")]
            decks = [deck_state(text) for (text,) in connection.execute("SELECT state FROM deck_state")]
        finally:
            connection.close()
    except sqlite3.Error:
        # Whatever is wrong with it, opening it whole says so in words.
        return None
    return Study({each.card: each for each in cards}, {each.deck: each for each in decks})
