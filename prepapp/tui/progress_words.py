"""What Progress says under each chart: the same in words, and nothing where the numbers are few."""

from collections.abc import Sequence
from itertools import groupby

from prepapp.report import words
from prepapp.report.evidence import Mock, SkillLine
from prepapp.report.model import Day, Held, Report
from prepapp.tui.face import inline
from prepapp.tui.mock_face import NAMES
from prepapp.tui.words import count, minutes, short_date

FEW = 5
"""Below so many days, cards or mocks nothing is concluded."""


def day(day: Day | None, is_today: bool) -> str:
    """Say what one day held, done or planned."""
    when = " today" if is_today else ""
    if day is None:
        return f"no study{when}"
    if day.ahead:
        return f"{minutes(day.minutes)} planned{when}, {count(day.reviews, 'card')}"
    kinds = [(day.reviews, "graded"), (day.practice, "practice")]
    parts = [f"{number} {kind}" for number, kind in kinds if number]
    parts += [count(day.checks, "check")] if day.checks else []
    parts += [count(day.mocks, "mock")] if day.mocks else []
    return f"{minutes(day.minutes)}{when}" + (f": {', '.join(parts)}" if parts else "")


def days(report: Report) -> str:
    """Say how much of the plan was kept, and what is ahead."""
    work, ahead = report.work, [each for each in report.days if each.ahead]
    said = []
    if work.first_day is None:
        said.append("Nothing is done yet.")
    else:
        span = max(report.plan.day, (report.study_day - work.first_day).days) + 1
        said.append(f"Studied on {work.study_days} of {count(span, 'day')}, {words.minutes(work.minutes)}.")
        said.append(_mean(report))
    if ahead:
        heaviest = max(ahead, key=lambda each: each.minutes)
        said.append(
            f"Ahead: {count(len(ahead), 'day')}, {words.minutes(sum(each.minutes for each in ahead))}, "
            f"most on {short_date(heaviest.date)} with {round(heaviest.minutes)}."
        )
    return " ".join(said)


def _mean(report: Report) -> str:
    if report.work.study_days < FEW:
        return few(report.work.study_days, what="study days")
    mean = round(report.work.minutes / report.work.study_days)
    return f"{count(mean, 'minute')} a study day of your {report.plan.minutes}."


def rungs(rows: Sequence[Held]) -> str:
    """Say how many points were held in all."""
    held, asked = sum(each.held for each in rows), sum(each.asked for each in rows)
    cards = sum(each.cards for each in rows)
    if not cards:
        return "No card has been graded yet."
    if asked < words.ENOUGH:
        return few(asked, words.ENOUGH, "points")
    on = f"on the newest graded review of {count(cards, 'card')}"
    return f"{words.share(held, asked)} points held {on}; practice is left out."


def skills(rows: Sequence[Held]) -> str:
    """Say where most was missed."""
    if not rows:
        return "No card has been graded yet."
    told = [each for each in rows if each.asked >= words.ENOUGH]
    if not told:
        return few(max(each.asked for each in rows), words.ENOUGH, "points of one skill")
    worst = min(told, key=lambda each: each.held / each.asked)
    if worst.held == worst.asked:
        return f"Nothing was missed where {words.ENOUGH} points or more were asked."
    return f"Most missed: {inline(worst.title)}, {worst.asked - worst.held} of {worst.asked} points."


def paths(skills: Sequence[SkillLine]) -> str:
    """Say how far the candidate and the proof are apart."""
    scored = [each for each in skills if each.score is not None]
    if not scored:
        return "You have not scored yourself yet."
    above, below = sum(each.gap > 0 for each in scored), sum(each.gap < 0 for each in scored)
    rest = len(scored) - above - below
    return (
        f"Of {count(len(scored), 'skill')} scored: ▼ you say more than is proven of {above}, "
        f"▲ less of {below}, the same of {rest}."
    )


def mocks(mocks: Sequence[Mock]) -> str:
    """Say how many mocks there were, and how those of one format followed one another."""
    scored = [each for each in mocks if each.score is not None]
    if not mocks:
        return "No mock was held yet."
    told = [f"{count(len(mocks), 'mock')}, {len(scored)} scored."]
    for name, group in groupby(sorted(scored, key=lambda each: each.format), key=lambda each: each.format):
        scores = [words.percent(each.score) for each in group]
        if len(scores) > 1:
            told.append(f"{NAMES.get(name, name)}: {', then '.join(scores[-3:])}.")
    if len(scored) < FEW:
        told.append(few(len(scored), what="mocks"))
    return " ".join(told)


def verified(report: Report) -> str:
    """Say what the labs settled, and how near the predictions came."""
    if not report.labs:
        return "No lab was run to its end yet." if report.checks else "Nothing is verified yet."
    found = [claim.verdict for lab in report.labs for claim in lab.claims]
    hold, fail = found.count("holds"), found.count("fails")
    right, made = sum(each.right for each in report.labs), sum(each.predictions for each in report.labs)
    said = f"{count(len(report.labs), 'lab')}, {count(len(found), 'claim')}: {hold} hold, {fail} "
    said += f"{'fails' if fail == 1 else 'fail'}, {len(found) - hold - fail} open."
    near = f"{words.share(right, made)} near enough." if made >= words.ENOUGH else few(made, words.ENOUGH)
    return f"{said} Predictions: {near[0].lower() + near[1:]}" if made else said


def few(number: int, of: int = FEW, what: str = "") -> str:
    """Return that a number of cases is too small to conclude from."""
    return f"Too few to tell: {number} of {of}{' ' + what if what else ''}."
