"""A desk over a small deck in a home of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prepapp.core.card import Card, Checkpoint, Deck, FollowUp, Library, Profile, Skill
from prepapp.core.state import Study
from prepapp.home import Home, Place, Settings
from prepapp.session.desk import Desk
from tests.builders import card, deck

SKILLS = ("flow", "blocks", "ode")


def study_card(n: int, **more: object) -> Card:
    """Return a card with two must-points, a should-point and three follow-ups."""
    follow_ups = tuple(FollowUp(k, f"why {k}?", f"because {k}") for k in (1, 2, 3))
    wanted: dict[str, object] = {"skill": SKILLS[n % 3], "musts": 2, "shoulds": 1, "follow_ups": follow_ups}
    return card(f"c-{n}", **{**wanted, **more})  # type: ignore[arg-type]


@pytest.fixture
def small_deck() -> Deck:
    """Six cards of Day 0 over three skills, two checkpoints and a profile."""
    return deck(
        [study_card(n) for n in range(6)],
        skills=tuple(Skill(name, name.title()) for name in SKILLS),
        checkpoints=(Checkpoint("cp-0", 0, "say it", cards=("c-0",)), Checkpoint("cp-7", 7, "draw it")),
        profiles=(Profile("vision", "Vision", {"ode": 3.0}),),
    )


@pytest.fixture
def open_desk(small_deck: Deck, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """A function that opens a desk on the home of this test, as a new start of the program would."""
    opened: list[Desk] = []

    def open_again(of: Deck = small_deck, settings: Settings | None = None) -> Desk:
        place = Place(Home(tmp_path / "home"))
        desk = Desk(place, settings or Settings(rollover=0), Library((of,)), Study())
        opened.append(desk)
        return desk

    yield open_again
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Desk:
    """A fresh desk."""
    return open_desk()
