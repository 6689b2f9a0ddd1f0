"""What a mock came to, as text."""

from collections.abc import Collection, Sequence

from textual.content import Content

from prepapp.core.mock_record import MockRecord
from prepapp.session.debriefing import Debrief, SkillTold
from prepapp.session.mock_misses import Proposal
from prepapp.tui.columns import cell, stacked
from prepapp.tui.face import inline
from prepapp.tui.mock_face import NAMES
from prepapp.tui.words import clock, count, hang, short_date

INDENT = 4


def title(record: MockRecord) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    name = NAMES.get(record.format, record.format) + (f", {record.length} minutes" if record.length else "")
    ended = {"finished": "", "time": "time was up", "quit": "ended early", "unfinished": "not ended"}
    left = Content.assemble(("Debrief", "bold $accent"), f"   {name}")
    return left, " · ".join(filter(None, (short_date(record.study_day), ended.get(record.why, ""))))


def page(told: Debrief, proposals: Sequence[Proposal], accepted: Collection[str], width: int) -> Content:
    """Return the whole debrief."""
    blocks = [
        _head(told.record),
        *([_next(told, width)] if told.next else []),
        *([_proposed(proposals, accepted, width)] if proposals else []),
        _skills(told.skills, width),
        _questions(told, width),
        *([_signals(told.record)] if told.record.signals is not None else []),
        *([_earlier(told)] if told.earlier else []),
        *([_first(told.first, width)] if told.first is not None else []),
    ]
    return Content("\n\n").join(blocks)


def _head(record: MockRecord) -> Content:
    of = "planned" if record.why == "time" else "asked"
    score = "" if record.score is None else f"{record.score:.0%} of what was {of}"
    spoken = f"{clock(record.seconds)} of {clock(record.budget_s)} spoken"
    witness = f"ticked by {record.witness}" if record.witness else "ticked by yourself"
    return Content.assemble((score or "No score", "bold"), (f"   {spoken} · {witness}", "$muted"))


def _next(told: Debrief, width: int) -> Content:
    rows = [Content.styled("Next", "bold $accent")]
    for n, each in enumerate(told.next, 1):
        words = f"{inline(each.words)}  {each.card or ''}".rstrip()
        rows.append(Content.assemble((f" {n}  ", "$accent"), hang(words, width, INDENT)))
    return stacked(rows)


def _proposed(proposals: Sequence[Proposal], accepted: Collection[str], width: int) -> Content:
    head = "To be asked again tomorrow? A digit takes it, a takes all."
    rows = [Content.styled(head, "bold")]
    for n, each in enumerate(proposals, 1):
        mark = (" ✓  ", "$success") if each.event in accepted else (f" {n if n < 10 else ' '}  ", "$accent")
        why = hang(inline(each.why), width, INDENT)
        rows.append(Content.assemble(mark, inline(each.card.title), "\n", " " * INDENT, (why, "$muted")))
    return stacked(rows)


def _skills(skills: Sequence[SkillTold], width: int) -> Content:
    room = max(16, min(34, width - 46))
    head = f"{cell('Skill', room).plain}{'points':>8}{'musts':>8}{'flags':>7}{'held':>8}{'time':>15}"
    rows = [Content.styled(head, "$muted")]
    for each in skills:
        held = f"{each.held}/{each.asked}" if each.asked else "–"
        time = f"{clock(each.seconds)} of {clock(each.target_s)}"
        missed = f"−{each.musts_missed}" if each.musts_missed else "✓"
        rows.append(
            Content.assemble(
                cell(each.title, room),
                f"{f'{each.points}/{each.of}':>8}",
                (f"{missed:>8}", "$error" if each.musts_missed else "$success"),
                (f"{each.red_flags or '–':>7}", "$error" if each.red_flags else "$muted"),
                f"{held:>8}",
                (f"{time:>15}", "$error" if each.seconds > each.target_s else "$muted"),
            )
        )
    return stacked(rows)


def _questions(told: Debrief, width: int) -> Content:
    rows = [Content.styled("What an interviewer would write", "bold")]
    for n, (question, written) in enumerate(zip(told.record.questions, told.written, strict=True), 1):
        asked = hang(inline(question.wording), width, INDENT)
        rows.append(Content.assemble((f"{n:>2}  ", "$muted"), asked))
        rows.append(Content.styled(" " * INDENT + hang(written, width, INDENT), "$muted"))
    return stacked(rows)


def _signals(record: MockRecord) -> Content:
    shown = record.signals or {}
    marks = "   ".join(f"{'✓' if is_shown else '–'} {name}" for name, is_shown in shown.items())
    return Content.assemble(("The talk as a whole", "bold"), f"\n    {marks}")


def _earlier(told: Debrief) -> Content:
    rows = [Content.styled("Earlier", "bold")]
    for each in told.earlier:
        score = "–" if each.score is None else f"{each.score:.0%}"
        missed = f"{count(each.musts_missed, 'must')} missed · {count(each.red_flags, 'red flag')}"
        rows.append(
            Content.assemble(
                f"    {short_date(each.study_day):<12}{score:>5}   {clock(each.seconds):>6}   ",
                (missed, "$muted"),
            )
        )
    return stacked(rows)


def _first(first: MockRecord, width: int) -> Content:
    """The first opening, to be seen beside this one."""
    rows = [Content.styled(f"The first time, {short_date(first.study_day)}", "bold")]
    for question in first.questions:
        said = question.said or f"{len(question.points)} of {len(question.rubric)} points"
        rows.append(Content.assemble("    ", hang(inline(question.wording), width, INDENT)))
        rows.append(Content.styled(f"    {clock(question.seconds)} · {hang(said, width, INDENT)}", "$muted"))
    return stacked(rows)
