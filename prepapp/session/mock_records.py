"""The mock interviews in the log."""

from datetime import datetime

from prepapp.core.mock_record import MockRecord, records
from prepapp.session.desk import Desk


def mock_records(desk: Desk, now: datetime, deck_id: str | None = None) -> list[MockRecord]:
    """Return the mocks of one deck, or of all, newest last."""
    log = desk.open(now)
    found = records([*log.events(kind="mock_answer"), *log.events(kind="mock_end")])
    return [each for each in found if deck_id in (None, each.deck)]
