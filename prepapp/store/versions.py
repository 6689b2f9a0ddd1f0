"""Versions of what the database holds."""

SCHEMA = 1
"""Of the tables; a newer one is refused untouched, an older one is migrated."""

PROJECTION = 2
"""Of the states and the rules behind them; any other is rebuilt from the log."""
