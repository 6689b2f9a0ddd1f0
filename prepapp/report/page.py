"""What the report says and in which order; what has not happened yet is named once, at the end."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from prepapp.report import charts, words
from prepapp.report.debrief import mock_parts
from prepapp.report.evidence import SkillLine
from prepapp.report.model import Day, Held, Report
from prepapp.report.outline import Block, Figure, Items, Outline, Part, Section, Table, Words
from prepapp.report.proven import checks, errata, interviews, labs

LIVED, AHEAD = 42, 28
"""Days on each side of today that the picture of the minutes shows."""

MOCKS = 12
"""Mocks that the picture of them shows, the newest."""

PROOFS = 3
"""Pieces of evidence that are listed of each skill; the JSON has them all."""

NOTES = (
    "Proven levels rest on evidence alone: 1 one card met; 2 half of the last takes passed; 3 the last two "
    "cold takes passed, one of them typed or witnessed; 4 a derivation, drawing, number or code proved cold "
    "on a blank page in the last 14 days; 5 level 4, and a mock answer in time with every must-point and two "
    "new follow-ups.",
    "Cold is the first try of a study day on which neither the answer nor a hint was seen before.",
    "Passes and points count graded reviews only, not practice, and nothing that was taken back. "
    f"Shares are given from {words.ENOUGH} on.",
    "Minutes are those of answers, checks and mocks as timed, with a minute for the points of each card, as "
    "in the plan. A study day ends when the candidate's does, not at midnight.",
)


def outline(report: Report) -> Outline:
    """Return the page of a report."""
    sections = [*_next(report), *_readiness(report), *_work(report), *_mocks(report), *checks(report)]
    sections += [*labs(report), *errata(report), *interviews(report), *_missing(report)]
    who = report.candidate or "Progress"
    return Outline(
        title=f"{who} · {report.deck.title}",
        under=_under(report),
        facts=tuple(_facts(report)),
        sections=tuple(sections),
        notes=NOTES,
    )


def _under(report: Report) -> str:
    said = f"Progress report of {words.long_day(report.study_day)}"
    plan = report.plan
    if plan.interview is None or plan.days_left is None:
        return said
    return f"{said} · interview {words.long_day(plan.interview)}, {words.away(plan.days_left)}"


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    plan, work = report.plan, report.work
    if plan.agreed:
        profile = f", for {plan.profile}" if plan.profile else ""
        when = (
            f"day {plan.day} since {words.day(plan.start)}"
            if plan.day >= 0
            else f"from {words.day(plan.start)}"
        )
        yield "Plan", f"{when}, {plan.minutes} minutes a day{profile}"
    else:
        yield "Plan", "not agreed to yet"
    yield "Cards met", f"{work.cards_met} of {report.deck.cards}"
    if work.first_day is None:
        yield "Work", "nothing yet"
        return
    yield "Work", f"{words.count(work.study_days, 'study day')}, {words.minutes(work.minutes)}"
    practice = f"; {words.count(work.practice, 'practice answer')} beside" if work.practice else ""
    yield "Graded reviews", f"{words.share(work.passed, work.reviews)} passed{practice}"


def _next(report: Report) -> Iterator[Section]:
    if report.next:
        items = tuple(
            (
                f"{each.words[:1].upper()}{each.words[1:]}",
                f"{each.title}, {words.minutes(each.minutes)}: {each.reason}",
            )
            for each in report.next
        )
        yield Section("What to do next", (Items(items, ordered=True),))


def _readiness(report: Report) -> Iterator[Section]:
    if not any(line.met or line.score is not None for line in report.skills):
        return
    blocks: list[Block] = [_skills(report.skills), *_trust(report)]
    drawn = [line for line in report.skills if len({step.study_day for step in line.path}) > 1]
    if drawn:
        blocks.append(_paths(drawn, report.study_day))
    proven = [line for line in report.skills if line.evidence]
    parts = [Part("Evidence", (_evidence(proven),))] if proven else []
    yield Section("Readiness, skill by skill", tuple(blocks), tuple(parts))


def _skills(skills: Sequence[SkillLine]) -> Table:
    rows = tuple(
        (
            line.title,
            "–" if line.score is None else str(line.score),
            words.level(line.proven),
            _gap(line),
            words.cold(line.cold),
            f"{line.met} of {line.cards}",
            line.rests_on,
        )
        for line in skills
    )
    head = ("Skill", "Self", "Proven", "Gap", "Last cold", "Met", "Rests on")
    caption = (
        "Self-score beside proof; the last three cold tries, oldest first: ✓ passed, ✗ failed, · none yet"
    )
    return Table(caption, head, rows, frozenset({1, 5}))


def _gap(line: SkillLine) -> str:
    if line.gap == 0:
        return ""
    return f"{line.gap} above" if line.gap > 0 else f"{-line.gap} below"


def _trust(report: Report) -> Iterator[Block]:
    trust = report.trust
    said = []
    if trust.ticks_asked:
        held = words.share(trust.ticks_held, trust.ticks_asked)
        said.append(f"Self-ticked passes that held when asked again: {held}.")
    if trust.sure:
        said.append(f"Sure and right: {words.share(trust.sure_right, trust.sure)}.")
    if trust.open_mistakes:
        said.append(f"Sure but wrong, and still open: {words.count(trust.open_mistakes, 'mistake')}.")
    if said:
        yield Words(" ".join(said))


def _paths(drawn: Sequence[SkillLine], today: date) -> Figure:
    first = min(line.path[0].study_day for line in drawn)
    last = max(today, *(line.path[-1].study_day for line in drawn))
    rows = tuple(
        (
            line.title,
            words.day(step.study_day),
            "–" if step.score is None else str(step.score),
            str(step.proven),
        )
        for line in drawn
        for step in line.path
    )
    return Figure(
        "Proven level (solid) and self-score (dashed), 0 to 5, over the days with evidence",
        tuple(partial(charts.path, f"path-{n}", line, first, last) for n, line in enumerate(drawn, 1)),
        tuple(line.title for line in drawn),
        Table(
            "Every change of a level or a self-score",
            ("Skill", "Day", "Self", "Proven"),
            rows,
            frozenset({2, 3}),
        ),
    )


def _evidence(proven: Sequence[SkillLine]) -> Table:
    rows = []
    for line in proven:
        for each in line.evidence[:PROOFS]:
            how = [words.RANKS[each.rank], "cold" if each.cold else "", "with hints" if each.hinted else ""]
            result = "passed" if each.passed else "failed"
            rows.append(
                (line.title, words.day(each.study_day), each.words, ", ".join(filter(None, how)), result)
            )
    total = sum(len(line.evidence) for line in proven)
    caption = f"The newest {PROOFS} of each skill, {len(rows)} of {total}"
    return Table(caption, ("Skill", "Day", "What", "Kind", "Result"), tuple(rows))


def _work(report: Report) -> Iterator[Section]:
    blocks: list[Block] = []
    days = _shown(report)
    if any(each.minutes for each in days):
        blocks.append(_minutes(report, days))
    for key, title, rows in (("rung", "rung", report.by_rung), ("skill", "skill", report.by_skill)):
        known = [each for each in rows if each.asked]
        if known:
            blocks.append(_held(key, title, known))
    if blocks:
        begun = report.work.first_day is not None
        yield Section("Work and what it holds" if begun else "What the plan asks", tuple(blocks))


def _shown(report: Report) -> list[Day]:
    """The days around today, those without work as well."""
    known = {each.date: each for each in report.days}
    lived = [each.date for each in report.days if not each.ahead]
    planned = [each.date for each in report.days if each.ahead][:AHEAD]
    today = report.study_day
    first = max(min(lived, default=today), today - timedelta(days=LIVED - 1))
    last = max([today, *lived[-1:], *planned[-1:]])
    span = min((last - first).days, LIVED + AHEAD) + 1
    return [
        known.get(of) or Day(of, of > today, 0.0, 0, 0, 0, 0)
        for of in (first + timedelta(days=n) for n in range(span))
    ]


def _minutes(report: Report, days: Sequence[Day]) -> Figure:
    rows = tuple(
        (
            words.day(each.date),
            "planned" if each.ahead else "lived",
            str(round(each.minutes)),
            str(each.reviews or ""),
            str(each.practice or ""),
            str(each.checks or ""),
            str(each.mocks or ""),
        )
        for each in days
    )
    head = ("Day", "", "Minutes", "Reviews", "Practice", "Checks", "Mocks")
    return Figure(
        "Minutes a day: filled as lived, outlined as planned",
        (partial(charts.minutes, days, report.plan, report.study_day),),
        (),
        Table("Minutes and what was done, day by day", head, rows, frozenset(range(2, 7))),
    )


def _held(key: str, title: str, rows: Sequence[Held]) -> Figure:
    caption = f"Key points held at the newest graded review, by {title}"
    cells = tuple((each.title, str(each.cards), str(each.held), str(each.asked)) for each in rows)
    table = Table(caption, (title.title(), "Cards", "Held", "Asked"), cells, frozenset({1, 2, 3}))
    return Figure(caption, (partial(charts.held, f"held-{key}", caption, rows),), (), table)


def _mocks(report: Report) -> Iterator[Section]:
    if not report.mocks:
        return
    rows = []
    for each in report.mocks:
        had, asked = charts.points(each)
        score = words.percent(each.score)
        row = (words.day(each.started.date()), each.format, words.minutes(each.minutes), score)
        rows.append(
            (*row, str(had), str(asked), str(sum(len(q.red_flags) for q in each.questions)), each.ended)
        )
    head = ("Day", "Format", "Took", "Score", "Held", "Asked", "Red flags", "Ended")
    table = Table("Every mock", head, tuple(rows), frozenset({2, 3, 4, 5, 6}))
    block: Block = table
    if len(report.mocks) > 1:
        block = Figure("Points held in each mock", (partial(charts.mocks, report.mocks[-MOCKS:]),), (), table)
    yield Section("Mock interviews", (block,), tuple(mock_parts(report.mocks)))


def _missing(report: Report) -> Iterator[Section]:
    known = {
        "reviews": bool(report.work.reviews),
        "self-scores": any(line.score is not None for line in report.skills),
        "checks passed": bool(report.checks),
        "labs": bool(report.labs),
        "mock interviews": bool(report.mocks),
    }
    missing = [name for name, there in known.items() if not there]
    if missing:
        yield Section("Not yet", (Words(f"There is nothing to report yet of {_listed(missing)}."),))


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
