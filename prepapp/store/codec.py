"""Events and states as JSON; needs no database library."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from prepapp.core.event import Event
from prepapp.core.state import CardState, DeckState
from prepapp.errors import PrepError

COLUMNS = (
    "id",
    "device",
    "seq",
    "at",
    "offset",
    "study_day",
    "kind",
    "deck",
    "card",
    "revision",
    "payload",
)


def to_row(event: Event) -> dict[str, Any]:
    """Return the columns of an event."""
    row: dict[str, Any] = {name: getattr(event, name) for name in COLUMNS}
    row["at"] = instant(event.at)
    row["study_day"] = event.study_day.isoformat()
    row["payload"] = to_json(dict(event.payload))
    return row


def from_row(row: Mapping[str, Any]) -> Event:
    """Return the event that the columns of a row hold."""
    return Event(
        **{
            **row,
            "at": datetime.fromisoformat(row["at"]),
            "study_day": date.fromisoformat(row["study_day"]),
            "payload": msgspec.json.decode(row["payload"]),
        }
    )


def instant(at: datetime) -> str:
    """Return a time as UTC text of one width, so that text order is time order."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def to_json(value: object) -> str:
    """Return JSON with its keys sorted, so that equal values are equal texts."""
    return msgspec.json.encode(msgspec.to_builtins(value, str_keys=True), order="deterministic").decode()


def card_state(text: str) -> CardState:
    """Return the state that `to_json` wrote."""
    return msgspec.json.decode(text, type=CardState)


def deck_state(text: str) -> DeckState:
    """Return the state that `to_json` wrote."""
    return msgspec.json.decode(text, type=DeckState)


def event_line(event: Event) -> str:
    """Return an event as one line of JSON."""
    return to_json(event)


def parse_line(line: str, where: str) -> Event:
    """Return the event of one line of JSON; ``where`` names the line in the error."""
    try:
        return msgspec.json.decode(line, type=Event)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise PrepError(f"not an event: {error}", where, "one JSON event a line, as exported") from error
