"""What Today says, as text: pure functions of the day."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from textwrap import wrap

from textual.content import Content

from prepapp.session.day import Stage
from prepapp.session.today import Task, Today
from prepapp.tui.face import inline
from prepapp.tui.words import count, days_until, minutes, plan_line, short_date

NAMES = {
    "mistake": "your mistakes",
    "due": "due",
    "new": "new",
    "make": "to make",
    "hot seat": "hot seat",
}
"""Parts of a day in words."""

MOCKS = {
    "opening": "The opening",
    "short": "The first week",
    "quickfire": "The core questions",
    "discussion": "The discussion",
}
"""Formats of mocks that a plan asks for, in words."""

NAME_WIDTH, MINUTES_WIDTH, INDENT = 16, 8, 7


def title(today: Today) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    subject = " · ".join(deck.title for deck in today.decks)
    day = f"Day {today.plan_day}"
    right = f"{short_date(today.study_day)} · {day} · {days_until(today.interview, today.study_day)}"
    return Content.assemble(("PrepApp", "bold $accent"), f"  {subject}"), right


def day(today: Today, stages: Sequence[Stage], width: int, primer: str = "") -> Content:
    """Return what there is to do, and where on the plan that is; ``primer`` is its key, where offered."""
    blocks = [greeting(today, stages, width), *([table(stages, width)] if stages else [])]
    if primer:
        blocks.append(invitation(primer))
    if today.started:
        blocks.append(ladder(today, width))
    return Content("\n\n").join(blocks)


def side(today: Today, width: int, mock: str, ready: str = "") -> Content:
    """Return the checkpoint at hand and how the deck stands.

    ``mock`` is the key of the mocks; ``ready`` that of Ready, where a score is due.
    """
    last = standing(today, width)
    if today.mocks:
        last = Content("\n").join([last, _mock_words(today, mock)])
    if ready:
        last = Content("\n").join([last, _score_words(ready)])
    blocks = [checkpoint_block(today, width), last]
    return Content("\n\n").join(block for block in blocks if block)


def greeting(today: Today, stages: Sequence[Stage], width: int) -> Content:
    """Return the first line or two: how long it takes, or why there is nothing to do."""
    total = sum(stage.minutes for stage in stages)
    if today.absent_days:
        level = count(max(1, today.until_level), "day")
        held = " New cards wait until then." if _holds_new(today) else ""
        rest = f"{count(today.late, 'card')} waited; {minutes(total)} now, level again in {level}.{held}"
        return _two_lines(f"Welcome back after {count(today.absent_days, 'day')}.", rest)
    if stages:
        return _ends(Content.styled(minutes(total), "bold"), _remark(today), width)
    if today.days_left == 0:
        rest = "Every card has been asked. Browse one if it settles you; nothing more is due."
        return _two_lines("Interview today.", rest)
    if today.done_today:
        tomorrow = minutes(today.tomorrow) if today.tomorrow else "nothing"
        rest = f"Tomorrow asks for {tomorrow}."
        return _two_lines(f"Done for today: {count(today.done_today, 'card')}.", rest)
    return _two_lines("Nothing is due today.", _next_words(today))


def _remark(today: Today) -> str:
    left = today.days_left
    if left == 0:
        return "interview today: only what settles you"
    if left == 1:
        return "the eve: this, and an early night"
    window = today.plan.final_pass
    if window is not None and window[0] <= today.study_day:
        return "final pass: every card once before the interview"
    return f"{count(today.carried, 'card')} carried to tomorrow" if today.carried else ""


def _two_lines(head: str, rest: str) -> Content:
    return Content.assemble((head, "bold"), "\n", (rest, "$muted"))


def table(stages: Sequence[Stage], width: int) -> Content:
    """Return one line a part: how many, what, how long."""
    rows = []
    for n, stage in enumerate(stages):
        amount = f"{round(stage.minutes)}" + (" min" if n == 0 else "    ")
        room = max(8, width - INDENT - NAME_WIDTH - MINUTES_WIDTH)
        gist = _clip(_gist(stage), room)
        left = f"{len(stage.turns):>4}   {NAMES[stage.part]:<{NAME_WIDTH}}"
        rows.append(
            Content.assemble(
                left,
                (f"{gist:<{room}}", "$muted"),
                f"{amount:>{MINUTES_WIDTH}}",
            )
        )
    return Content("\n").join(rows)


def invitation(key: str) -> Content:
    """Return what is offered to those who know nothing of the subject yet."""
    words = "New to the subject? A ten-minute primer first: "
    return Content.assemble((words, "$muted"), (key, "bold $accent"))


def ladder(today: Today, width: int) -> Content:
    """Return the plan as a line of days."""
    plan = today.plan
    eve = (plan.eve - plan.start).days if plan.eve else None
    upper, under = plan_line(plan.offsets, today.plan_day, eve, width - 6)
    return Content.assemble("Day   ", upper, "\n      ", under.stylize("$muted"))


def checkpoint_block(today: Today, width: int) -> Content:
    """Return the checkpoint of the plan day at hand, its tasks done or open."""
    tasks = _current(today)
    if not tasks:
        return Content("")
    day = tasks[0].checkpoint.day
    lines = [Content.styled(f"Checkpoint of Day {day}", "bold")]
    column = max(len(_when(task, today)) for task in tasks) + 2
    room = max(10, width - 5 - column)
    for task in tasks:
        mark = "✓" if task.done else "○"
        first, *rest = wrap(inline(task.checkpoint.text), room)
        row = Content.assemble(
            "  ",
            (mark, "$accent" if task.done else "$muted"),
            f"  {first:<{room}}",
            (f"{_when(task, today):>{column}}", "$muted"),
        )
        lines += [row, *(Content(f"     {more}") for more in rest)]
    return Content("\n").join(lines)


def standing(today: Today, width: int) -> Content:
    """Return the last words: cards met, what is late, what comes tomorrow."""
    late = f"{count(today.late, 'card')} late" if today.late else "nothing is late"
    tomorrow = f"tomorrow {minutes(today.tomorrow)}" if today.tomorrow else "nothing planned for tomorrow"
    if today.days_left == 1:
        tomorrow = "tomorrow the interview"
    facts = [f"{today.met} of {today.total} cards met", late, tomorrow]
    one_line = " · ".join(facts)
    return Content.styled(one_line if len(one_line) <= width else "\n".join(facts), "$muted")


def _mock_words(today: Today, key: str) -> Content:
    offer = today.mocks[0]
    name = "The opening, once more" if offer.again else MOCKS.get(offer.format, offer.format)
    words = f"{name}, a mock of {minutes(offer.minutes)}: "
    return Content.assemble((words, "$muted"), (key, "bold $accent"))


def _score_words(key: str) -> Content:
    words = "A minute to score yourself, skill by skill: "
    return Content.assemble(
        (words, "$muted"), (key, "bold $accent"), (", then ", "$muted"), ("s", "bold $accent")
    )


def _current(today: Today) -> list[Task]:
    """Return the tasks of the latest plan day that has come, or of the first one."""
    come = [task for task in today.checkpoints if task.date <= today.study_day]
    first = min((task.checkpoint.day for task in today.checkpoints), default=0)
    day = max((task.checkpoint.day for task in come), default=first)
    return [task for task in today.checkpoints if task.checkpoint.day == day]


def _when(task: Task, today: Today) -> str:
    if task.done:
        return "ticked" if task.ticked else "passed"
    asked = {item.card.id for item in today.asked}
    if asked & set(task.checkpoint.cards):
        return "today"
    if task.checkpoint.mock:
        return f"a mock: {task.checkpoint.mock}"
    return f"open since {short_date(task.date)}" if task.date < today.study_day else short_date(task.date)


def _gist(stage: Stage) -> str:
    if stage.part == "hot seat":
        return "one question, two follow-ups, aloud"
    if stage.part == "mistake":
        return " · ".join(f"“{inline(turn.lesson.said)}”" for turn in stage.turns if turn.lesson)
    if stage.part == "make":
        return f"on paper, then compare: {inline(stage.turns[0].card.title)}"
    if stage.part == "new":
        return " · ".join(inline(turn.card.title) for turn in stage.turns)
    skills = Counter(turn.card.skill.replace("-", " ") for turn in stage.turns)
    return " · ".join(f"{skill} {n}" if n > 1 else skill for skill, n in skills.most_common())


def _holds_new(today: Today) -> bool:
    return today.met < today.total and not any(item.reason == "new" for item in today.items)


def _next_words(today: Today) -> str:
    tomorrow = today.study_day + timedelta(days=1)
    if today.tomorrow:
        return f"The plan goes on {short_date(tomorrow)} with {minutes(today.tomorrow)}."
    return "Browse the cards, or change the plan."


def _ends(left: Content, right: str, width: int) -> Content:
    gap = max(2, width - left.cell_length - len(right))
    return Content.assemble(left, " " * gap, (right, "$muted"))


def _clip(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(0, width - 1)].rstrip(" ·") + "…"
