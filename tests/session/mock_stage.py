"""The deck of the mock tests, and candidates who answer by rule."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from prepapp.core.card import Library
from prepapp.core.deckfile import read_library
from prepapp.core.formats import Format
from prepapp.core.mock_items import Item
from prepapp.core.state import Study
from prepapp.home import Home, Place, Settings
from prepapp.session.desk import Desk
from prepapp.session.mock import MockSession
from prepapp.session.mock_answers import AnswerFile, Entry
from prepapp.session.mock_begin import MockChoice, begin
from tests.builders import noon

MINI = Path(__file__).parents[1] / "core" / "decks_mock" / "mini"
ROUNDS: tuple[tuple[Format, int | None], ...] = (
    ("hotseat", None),
    ("opening", None),
    ("short", None),
    ("quickfire", None),
    ("talk", 1),
    ("talk", 5),
    ("talk", 20),
    ("discussion", None),
)
"""Every format, a talk in each length."""

Answering = Callable[[Item, int], Entry]
"""What a candidate answers to a question of a mock, and its place in it, from 0."""


def mini() -> Library:
    """Read the deck of the mock tests."""
    library = read_library([MINI])
    assert library.faults == ()
    return library


def desk_at(home: Path, library: Library) -> Desk:
    """Open a desk on a home, as a new start of the program would."""
    desk = Desk(Place(Home(home)), Settings(rollover=0), library, None)
    desk.open(noon(0))
    return desk


def empty_desk(home: Path, library: Library) -> Desk:
    """Open a desk that has not written yet."""
    return Desk(Place(Home(home)), Settings(rollover=0), library, Study())


def begun(
    desk: Desk, interview: Format, mock: str = "m-1", on: datetime | None = None, **more: Any
) -> MockSession:
    """Begin a mock with a fixed id and seed."""
    choice = MockChoice(interview, **{"seed": 7, "profile": "research", **more})
    return begin(desk, choice, on or noon(0), mock)


def sheet(session: MockSession, answering: Answering) -> AnswerFile:
    """Write down what a candidate answers to each question of a mock."""
    entries = []
    for n, item in enumerate(session.interview.items):
        entry = answering(item, n)
        entry.question = item.id
        entries.append(entry)
    signals = {"structure": True, "headline first": answering is CANDIDATES["perfect"]}
    return AnswerFile(answer=entries, signals=signals)


def entry(after: Mapping[str, Any] | None, **said: Any) -> Entry:
    """Return an answer, with three like follow-ups."""
    return Entry(**said, follow_ups=[Entry(**after) for _ in range(3)] if after else [])


def strong(item: Item, n: int) -> Entry:
    """Every must-point, held, in time."""
    return entry({"held": True, "seconds": 35}, ticked="musts", seconds=item.target_s * 0.8, sure="think")


def weak_on_flow(item: Item, n: int) -> Entry:
    """Nothing of one skill, all of the others."""
    if item.skill == "flow":
        return entry({"seconds": 20}, ticked="none", seconds=50)
    return strong(item, n)


def flag_talker(item: Item, n: int) -> Entry:
    """Types a red flag wherever there is one."""
    flag = next((term for flag in item.red_flags for term in flag.terms), "")
    text = f"I would say {flag}." if flag else ""
    return entry({"seconds": 30, "text": "Well."}, text=text, ticked="musts", seconds=45, sure="sure")


def slow(item: Item, n: int) -> Entry:
    """All of it, in twice the time."""
    return entry({"held": True, "seconds": 80}, ticked="all", seconds=item.target_s * 2)


def silent(item: Item, n: int) -> Entry:
    """Nothing."""
    return Entry()


def quitter(item: Item, n: int) -> Entry:
    """Leaves at the third question, or at the first where there is but one part to it."""
    return Entry(quit=True) if n == 2 else strong(item, n)


def perfect(item: Item, n: int) -> Entry:
    """All of it, at once."""
    return entry({"held": True, "seconds": 25}, ticked="all", seconds=item.target_s * 0.5, sure="sure")


def over_confident(item: Item, n: int) -> Entry:
    """Sure of one point, and of every follow-up that does not hold."""
    first = [point.n for point in item.points][-1:]
    return entry({"seconds": 15, "sure": "sure"}, ticked=first, seconds=20, sure="sure")


def under_confident(item: Item, n: int) -> Entry:
    """All of it, as a guess, and every second question passed."""
    if n % 2:
        return Entry(skip=True)
    return entry({"held": True, "seconds": 30, "sure": "guess"}, ticked="all", seconds=40, sure="guess")


CANDIDATES: Mapping[str, Answering] = {
    "strong": strong,
    "weak-on-flow": weak_on_flow,
    "flag-talker": flag_talker,
    "slow": slow,
    "silent": silent,
    "quitter": quitter,
    "perfect": perfect,
    "over-confident": over_confident,
    "under-confident": under_confident,
}
"""Those who sit it out; the tenth is killed and comes back."""
