"""Three weeks of study through the command line, lived by candidates of several kinds.

``python -m tests.lives`` prints their planned and actual minutes a day.
"""

import contextlib
import io
import json
import random
import sys
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from prepapp.cli import main as prepapp

START = date(2026, 10, 12)
"""A Monday; Europe leaves summer time on 25 October, the United States on 1 November."""

CARDS: Mapping[int, int] = {0: 8, 3: 9, 7: 14, 14: 14}
"""Cards by plan day, 45 in all."""

SKILLS = 10

FINAL_DAYS = 5

POINTS = {"again": "1", "hard": "1,2", "good": "1,2,3"}
"""Points of each grade: two musts, then a should."""

Grader = Callable[[random.Random], str]
Clock = Callable[[int], datetime]


def day(n: int) -> date:
    """Return plan day ``n``."""
    return START + timedelta(days=n)


def hours(utc: float) -> timezone:
    """Return a zone so many hours east of UTC."""
    return timezone(timedelta(hours=utc))


def in_the_morning(n: int) -> datetime:
    """Berlin at half past eight, summer time."""
    return datetime.combine(day(n), time(8, 30), hours(2))


def late_at_night(n: int) -> datetime:
    """Three o'clock of the next date, which is still study day ``n``."""
    return datetime.combine(day(n + 1), time(3), hours(2))


def on_the_road(n: int) -> datetime:
    """Berlin, then Tokyo, then Berlin in winter time, then New York on both sides of its own change."""
    legs = [(0, 2, 8), (5, 9, 22), (9, 2, 5), (13, 1, 9), (16, -4, 23), (20, -5, 7)]
    _, utc, hour = next(leg for leg in reversed(legs) if leg[0] <= n)
    return datetime.combine(day(n), time(hour), hours(utc))


def passes(dice: random.Random) -> str:
    """Know everything."""
    return "good"


def fails_often(dice: random.Random) -> str:
    """Forget three answers in ten, and half know one in ten."""
    return dice.choices(["again", "hard", "good"], [30, 10, 60])[0]


@dataclass(frozen=True)
class Life:
    """One candidate: when they study, how it goes, and what they know of the interview."""

    name: str
    days: int = 22
    interview: int | None = None
    """Plan day of the interview, known on day 0."""
    moves: Mapping[int, int] = field(default_factory=dict)
    """The interview's new plan day by the day on which it is moved."""
    minutes: int = 30
    grade: Grader = passes
    clock: Clock = in_the_morning
    away: Collection[int] = ()


LIVES = (
    Life("diligent"),
    Life("skips a week", away=range(8, 15)),
    Life("fails often", grade=fails_often),
    Life("reviews at 03:00", clock=late_at_night),
    Life("crosses zones", clock=on_the_road),
    Life("interview in 5 days", days=5, interview=5, minutes=120),
    Life("interview in 10 days", days=10, interview=10, minutes=75),
    Life("interview in 14 days", days=14, interview=14, minutes=60),
    Life("interview in 28 days", days=28, interview=28),
    Life("moved date", days=20, interview=28, moves={10: 20}, minutes=45),
    Life("fails often, interview in 14 days", days=14, interview=14, minutes=60, grade=fails_often),
)


@dataclass(frozen=True)
class Grading:
    """One graded review, as the command line answered."""

    day: int
    card: str
    reason: str
    answer: Mapping[str, Any]


@dataclass
class Day:
    """One day as planned and as lived, in minutes."""

    n: int
    asked: float = 0.0
    """What the plan put on the day that morning, whatever fits."""
    actual: float = 0.0
    due: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    """Cards that did not fit."""


@dataclass
class Diary:
    """What one life came to."""

    life: Life
    folder: Path
    plans: list[tuple[int, Mapping[str, Any]]] = field(default_factory=list)
    """What `plan` said on the day on which it was agreed to."""
    days: list[Day] = field(default_factory=list)
    gradings: list[Grading] = field(default_factory=list)

    def run(self, n: int, *command: str) -> Any:
        """Run one command at the life's time of day ``n`` and return its JSON."""
        where = ["--home", str(self.folder / "home"), "--decks", str(self.folder / "lives")]
        printed, complaints = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complaints):
            code = prepapp([*command, *where, "--json", "--now", self.life.clock(n).isoformat()])
        if code or complaints.getvalue():
            raise AssertionError(f"{command}: exit {code}, {complaints.getvalue()}")
        return json.loads(printed.getvalue())

    def planned(self) -> dict[int, float]:
        """Return the minutes of every day as last agreed to before it came."""
        minutes: dict[int, float] = {}
        for _, plan in self.plans:
            for each in plan["days"]:
                minutes[(date.fromisoformat(each["date"]) - START).days] = each["minutes"]
        last = self.plans[-1][1]["days"][-1]["date"]
        return {n: m for n, m in sorted(minutes.items()) if day(n).isoformat() <= last}

    def eve(self, n: int) -> int | None:
        """Return the plan day of the eve, as known on day ``n``."""
        known = self.life.interview
        for moved, to in self.life.moves.items():
            known = to if moved <= n else known
        return None if known is None else known - 1


def write_deck(folder: Path) -> None:
    """Write the deck of 45 cards that every life studies."""
    folder.mkdir(parents=True)
    skills = "\n".join(f'[[skill]]\nid = "skill-{n}"\ntitle = "Skill {n}"\n' for n in range(SKILLS))
    (folder / "deck.toml").write_text(
        f'format = 1\nid = "lives"\ntitle = "Lives"\nsource = "made up"\n\n{skills}', encoding="utf-8"
    )
    days = [plan_day for plan_day, cards in CARDS.items() for _ in range(cards)]
    text = "\n".join(_card(n, plan_day) for n, plan_day in enumerate(days, start=1))
    (folder / "cards.md").write_text(text, encoding="utf-8")


def _card(n: int, plan_day: int) -> str:
    return f"""## Question {n} {{#lv-{n:03} skill=skill-{n % SKILLS} day={plan_day}}}

### Answer
Answer {n}.

### Key points
- [!] the first thing
- [!] the second thing
- [ ] the third thing
"""


def live(life: Life, folder: Path) -> Diary:
    """Live one life in an empty folder."""
    write_deck(folder / "lives")
    diary = Diary(life, folder)
    dice = random.Random(life.name)
    interview = day(life.interview).isoformat() if life.interview is not None else "none"
    _agree(diary, 0, "--interview", interview, "--minutes", str(life.minutes))
    for n in range(life.days):
        if n in life.moves:
            _agree(diary, n, "--interview", day(life.moves[n]).isoformat())
        if n in life.away:
            diary.days.append(Day(n))
        else:
            _study(diary, n, dice)
    return diary


def _agree(diary: Diary, n: int, *options: str) -> None:
    diary.plans.append((n, diary.run(n, "plan", "--deck", "lives", *options)))


def _study(diary: Diary, n: int, dice: random.Random) -> None:
    """Do what fits into one day."""
    due = diary.run(n, "today")["due"]
    today = Day(
        n,
        asked=sum(each["minutes"] for each in due),
        due=tuple(each["card"] for each in due),
        carried=tuple(each["card"] for each in due if each["carried"]),
    )
    for each in due:
        if each["carried"]:
            continue
        grade = diary.life.grade(dice)
        answer = diary.run(n, "grade", each["card"], grade, "--points", POINTS[grade])
        diary.gradings.append(Grading(n, each["card"], each["reason"], answer))
        today.actual += each["minutes"]
    diary.days.append(today)


def peak_over_mean(minutes: Collection[float]) -> tuple[float, float, float]:
    """Return the heaviest day, the mean, and their ratio."""
    mean = sum(minutes) / len(minutes)
    return max(minutes), mean, max(minutes) / mean


def report(diary: Diary) -> list[str]:
    """Return the table of one life."""
    planned = diary.planned()
    lines = [f"{diary.life.name}", "    day        planned    asked   actual"]
    for each in diary.days:
        date_ = f"{day(each.n):%a} {day(each.n).day:2} {day(each.n):%b}"
        lines.append(f"    {date_} {planned.get(each.n, 0.0):10.1f} {each.asked:8.1f} {each.actual:8.1f}")
    met = len({grading.card for grading in diary.gradings})
    left = f", {len(diary.days[-1].carried)} cards left over on the last day"
    lines.append(f"    {met} of {sum(CARDS.values())} cards met, {len(diary.gradings)} reviews{left}")
    return [*lines, *(_summary(diary, n, plan) for n, plan in diary.plans), ""]


def _summary(diary: Diary, n: int, plan: Mapping[str, Any]) -> str:
    minutes = [each["minutes"] for each in plan["days"]]
    peak, mean, ratio = peak_over_mean(minutes)
    line = f"    as planned on day {n}: peak {peak:.1f}, mean {mean:.1f}, ratio {ratio:.2f}"
    return f"{line}, eve {minutes[-1]:.1f}" if plan["interview"] else line


def main(names: Sequence[str] = ()) -> None:
    """Live and print the lives of these names, or all."""
    for life in LIVES:
        if not names or life.name in names:
            with tempfile.TemporaryDirectory() as folder:
                sys.stdout.write("\n".join([*report(live(life, Path(folder))), ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
