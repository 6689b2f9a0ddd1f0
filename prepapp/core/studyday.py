"""The study day: a date that turns at the rollover hour instead of midnight."""

from datetime import date, datetime, timedelta

ROLLOVER = 4
"""Hour of local time at which a study day ends, where the settings name none."""


def study_day(now: datetime, rollover: int = ROLLOVER) -> date:
    """Return the study day of a local time; ``now`` carries its offset."""
    return (now - timedelta(hours=rollover)).date()


def offset_minutes(now: datetime) -> int:
    """Return the minutes east of UTC that ``now`` carries."""
    delta = now.utcoffset()
    return 0 if delta is None else round(delta.total_seconds() / 60)
