"""Grade and next card without a screen, in the installed PrepApp; prints JSON, one line an answer."""

import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from prepapp.core.event import Draft, Event
from prepapp.home import Home, Place
from prepapp.session.day import compose
from prepapp.session.desk import Desk, open_desk
from prepapp.session.review import ReviewSession
from prepapp.session.today import today
from prepapp.tui.face import inline

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)


class Timed(Desk):
    """A desk that notes how long each write took."""

    writes: list[float]

    def record(self, drafts: Sequence[Draft], now: datetime) -> tuple[Event, ...]:
        started = time.perf_counter()
        events = super().record(drafts, now)
        self.writes.append(1e3 * (time.perf_counter() - started))
        return events


def main(home: str) -> None:
    """Review a card for each line that comes in; every answer has all its points."""
    place = Place(Home(Path(home)))
    opened = open_desk(place, NOW)
    desk = Timed(place, opened.settings, opened.library, opened.study)
    desk.writes = []
    desk.open(NOW)
    session = ReviewSession(desk, compose(desk, today(desk, NOW)), NOW)
    for _ in sys.stdin:
        session.speak(50.0)
        started = time.perf_counter()
        session.be_sure("think", NOW)
        take = 1e3 * (time.perf_counter() - started)
        for _ in session.current.card.points:
            session.tick(True)
        started = time.perf_counter()
        session.grade(None, NOW)
        card = session.current.card
        text = f"{inline(card.title)}\n{inline(card.question)}"
        grade = 1e3 * (time.perf_counter() - started)
        assert text.strip()
        print(json.dumps({"grade": grade, "write": desk.writes[-1], "take": take}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
