"""A check being answered, as text: lines, verdict, hints, reference; pure functions of their values."""

from collections.abc import Iterator
from dataclasses import replace

from textual.content import Content

from prepapp.answers.verdict import LineVerdict, TestVerdict, Verdict
from prepapp.core.card import Card
from prepapp.session.check_code import Code
from prepapp.session.check_kind import Look, judged
from prepapp.session.checking import Attempt, Outcome
from prepapp.tui import check_steps
from prepapp.tui.check_page import Page
from prepapp.tui.columns import cell, hanging, stacked
from prepapp.tui.words import clock

MARKS = {
    "right": ("✓", "$success"),
    "wrong": ("✗", "$error"),
    "unreadable": ("?", "$warning"),
    "read": ("·", "$muted"),
}
HEADS = {"right": "Right", "wrong": "Not right", "unreadable": "Not read"}
INDENT = 5
"""Columns of a line's number and mark."""

CELLS = (14, 13, 11)
"""Widths of output shape, parameters and multiply-adds."""

HEADER = Look(0, 0, "", "", "read", ("output", "parameters", "mult-adds"))

PLACEHOLDERS = {
    "number": "a value with its unit: 25.6M, 17/288, 2*9*256^2",
    "drawing": "layers in order: 7x7,64/2 mp/2 | B64x3 B128x4/2 | gap fc1000",
    "derivation": "one equation a line; a leading = continues the line above",
    "code": "",
}


def title(card: Card, attempt: Attempt) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    check = attempt.check
    of = f" · {check.n} of {len(card.checks)}" if len(card.checks) > 1 else ""
    left = Content.assemble(("Check", "bold $accent"), f"  {card.id}{of} · {check.type}")
    if attempt.mode == "prove":
        return left, "prove: one blank page, judged once"
    return left, f"practice: {check_steps.STAGES[attempt.faded]}" if len(attempt.stages) > 1 else "practice"


def placeholder(page: Page) -> str:
    """Return what stands in the empty field."""
    if page.is_covered or (page.is_worked and page.is_over):
        return ""
    return "why? your reason, or enter at once" if page.is_worked else PLACEHOLDERS[page.attempt.check.type]


def output(page: Page, at: int, width: int) -> Content:
    """Return what stands beside the typing; the line ``at`` is still being typed."""
    attempt, looks, outcome = page.attempt, page.looks, page.outcome
    if page.is_covered:
        return check_steps.covered(attempt.faded, width)
    if page.is_worked:
        lines = check_steps.worked(attempt.steps, page.whys, width)
        end = [check_steps.finished(attempt.stages, attempt.faded, width)] if page.is_over else []
        return Content("\n\n").join([lines, *end])
    blocks = []
    if outcome is not None:
        blocks.append(verdict(outcome, width))
        looks = tuple(_told(look, outcome.verdict) for look in judged(attempt.check, outcome.verdict))
    if looks:
        head = [_row("", HEADER, width).stylize("$muted")] if any(any(look.cells) for look in looks) else []
        blocks.append(stacked([*head, *(each for look in looks for each in line(look, at, width))]))
    if outcome is not None and outcome.verdict.tests:
        blocks.append(stacked(each for test in outcome.verdict.tests for each in tested(test, width)))
    if outcome is None and not looks:
        blocks.append(Content.styled(_waiting(attempt), "$muted"))
    if attempt.mode == "practice" and attempt.hints_open:
        blocks.append(hints(attempt, width))
    if attempt.gave_up or (outcome is not None and outcome.verdict.verdict == "right"):
        blocks.append(reference(attempt, width))
    return Content("\n\n").join(blocks)


def verdict(outcome: Outcome, width: int) -> Content:
    """Return the verdict, what proves it, and what it is worth."""
    found = outcome.verdict
    mark, style = MARKS[found.verdict]
    head = hanging(mark, f"{HEADS[found.verdict]}: {found.reason or found.exact}", width, 2, style).stylize(
        "bold"
    )
    helped = "with hints" if outcome.event.payload["faded"] in {None, "blank"} else "with lines given"
    facts = ["cold" if outcome.cold else "not cold", *([helped] if outcome.hinted else [])]
    facts.append(clock(float(outcome.event.payload["seconds"])))
    facts += [f"proposes {outcome.proposed.word}"] if outcome.proposed else ["costs nothing"]
    line = _deciding(found) if found.verdict == "wrong" else None
    refuted = [hanging("", line.counterexample, width, 2)] if line and line.counterexample else []
    return stacked([head, *refuted, Content.styled(f"  {' · '.join(facts)}", "$muted")])


def _deciding(found: Verdict) -> LineVerdict | None:
    """The line for which an answer is wrong."""
    return next((each for each in found.lines if each.reason and found.reason.endswith(each.reason)), None)


def line(look: Look, at: int, width: int) -> Iterator[Content]:
    """Return one line of an answer with all that is said of it."""
    mark, style = MARKS[look.mark]
    unfinished = look.line == at and look.mark in {"unreadable", "wrong"}
    if unfinished:
        mark, style = "…", "$muted"
    label = f"{look.n:2} {mark}"
    if look.mark == "unreadable":
        yield from _unread(label, look, width, style)
        return
    if any(look.cells):
        yield _row(label, look, width, style)
    else:
        yield hanging(label, look.echo or look.text or "–", width, INDENT, style)
    if not unfinished:
        yield from _said(look, width)


def _said(look: Look, width: int) -> Iterator[Content]:
    """What is said of a line that was read, under it."""
    tone = "$foreground" if look.mark == "wrong" else "$muted"
    for said, style in ((look.note, tone), (look.counterexample, "$muted")):
        if said:
            yield hanging("", said, width, INDENT + 2).stylize(style)


def _told(look: Look, found: Verdict) -> Look:
    """A line without what the verdict above says already."""
    line = _deciding(found) if found.verdict == "wrong" else None
    return replace(look, note="", counterexample="") if line and look.n == line.n else look


def tested(test: TestVerdict, width: int) -> Iterator[Content]:
    """Return one test of a file with why it failed, where, and its hint."""
    mark, style = MARKS[test.verdict]
    yield hanging(f" {mark}", test.name, width, 3, style)
    if test.verdict != "right":
        where = f" (line {test.line})" if test.line else ""
        yield hanging("", f"{test.reason}{where}", width, INDENT)
        if test.hint:
            yield hanging("", test.hint, width, INDENT).stylize("$muted")


def _unread(label: str, look: Look, width: int, style: str) -> Iterator[Content]:
    """A line that cannot be read, with a caret under the column where reading stopped."""
    room = max(8, width - INDENT)
    start = max(0, look.column - room + 4)
    text = look.text.replace("\n", " ")
    yield cell(label, INDENT, style) + cell(text[start:], room)
    if look.column:
        yield Content(" " * (INDENT + look.column - 1 - start)) + Content.styled("^", style)
    if look.note:
        yield hanging("", look.note, width, INDENT + 2).stylize("$muted")


def _row(label: str, look: Look, width: int, style: str = "$muted") -> Content:
    cells = [cell(text, size, "", right=True) for text, size in zip(look.cells, CELLS, strict=True)]
    room = width - INDENT - sum(CELLS)
    return cell(label, INDENT, style) + cell(look.echo, max(8, room)) + Content("").join(cells)


def hints(attempt: Attempt, width: int) -> Content:
    """Return the hints that are open."""
    told = attempt.hints[: attempt.hints_open]
    head = Content.styled(f"Hint {len(told)} of {len(attempt.hints)}", "bold")
    return stacked([head, *(hanging(f"{n}", said, width, 3) for n, said in enumerate(told, 1))])


def reference(attempt: Attempt, width: int) -> Content:
    """Return a right answer."""
    lines = [hanging("", said, width, 2) for said in attempt.reference.split("\n")]
    if attempt.steps:
        lines = [
            each
            for step in attempt.steps
            for each in (hanging("", step.echo, width, 2), *check_steps.explained(step, width))
        ]
    return stacked([Content.styled("Reference", "bold"), *lines])


def trust(code: Code) -> Content:
    """Return what is asked before tests that were not shipped may run."""
    return stacked(
        [
            Content.styled("These tests did not come with PrepApp", "bold $accent"),
            Content(""),
            Content(str(code.tests)),
            Content.styled(f"content {code.digest}", "$muted"),
            Content(""),
            Content(
                "Tests are a program, and may do all that you may. Have you read them, and may they run?"
            ),
            Content.styled("Asked once: any change of them asks again.", "$muted"),
        ]
    )


def judging() -> Content:
    """Return what stands there while an answer is judged."""
    return Content.styled("Judging …", "$muted")


def _waiting(attempt: Attempt) -> str:
    if attempt.mode == "prove":
        return "Nothing is computed here until you submit."
    return {
        "number": "How your number is read appears here while you type.",
        "code": "The tests run when you submit, in a process of their own.",
        "drawing": "Shape, parameters and multiply-adds of each part appear here while you type.",
        "derivation": "Each line is judged here as you finish it.",
    }[attempt.check.type] + (" ctrl+l changes how much is given." if len(attempt.stages) > 1 else "")
