"""Sentences to defend, as text."""

from collections.abc import Sequence

from textual.content import Content

from prepapp.session.statements import Defended, StatementSession, Verdict
from prepapp.tui.columns import stacked
from prepapp.tui.face import inline
from prepapp.tui.words import hang

WORDS: dict[Verdict, str] = {"true": "defend", "false": "reject", "only-if": "true only if …"}
"""A verdict, as it is chosen."""


def title(session: StatementSession) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    at = min(len(session.done) + 1, len(session.statements))
    left = Content.assemble(("Would you defend it?", "bold $accent"), f"   {at} of {len(session.statements)}")
    right = sum(each.is_right for each in session.done)
    return left, f"{right} of {len(session.done)} held" if session.done else ""


def sentence(text: str, width: int) -> Content:
    """Return the sentence alone."""
    return Content.styled(f"“{hang(inline(text), width - 2, 1)}”", "bold")


def prompt(session: StatementSession) -> Content:
    """Return what is asked of the candidate."""
    if session.chosen is None:
        return Content.styled(
            "Would you say this to an interviewer? Choose, then give your reason aloud.", "$muted"
        )
    return Content.assemble(("You: ", "$muted"), (WORDS[session.chosen], "bold"))


def truth(session: StatementSession, width: int) -> Content:
    """Return what holds, and the question about the reason."""
    statement = session.current
    if statement is None or session.chosen is None:
        return Content("")
    agrees = session.chosen == statement.verdict
    head = ("It holds: " if agrees else "No: ", "bold $success" if agrees else "bold $error")
    blocks = statement.answer.split("\n\n")
    reason = "\n\n".join(hang(inline(block), width, 0) for block in blocks)
    ask = "Was that your reason?   y yes   n no" if agrees else "enter  the next one"
    return Content.assemble(head, (WORDS[statement.verdict], "bold"), "\n\n", reason, "\n\n", (ask, "$muted"))


def _look_at(each: Defended, width: int) -> Content:
    text = hang(f"{inline(each.statement.text)}   {each.statement.card}", width, 4)
    return Content.assemble("  · ", text)


def closing(done: Sequence[Defended], width: int) -> Content:
    """Return how the sitting went, the sentences that did not hold named."""
    right = sum(each.is_right for each in done)
    rows = [Content.styled(f"{right} of {len(done)} held.", "bold"), Content("")]
    missed = [each for each in done if not each.is_right]
    if missed:
        rows.append(Content.styled("To look at again", "$muted"))
    for each in missed:
        rows.append(_look_at(each, width))
    return stacked(rows)
