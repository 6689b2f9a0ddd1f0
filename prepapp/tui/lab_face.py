"""What the list of labs and a lab before its run say, as text: pure functions of their values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from prepapp.lab.header import LabClaim
from prepapp.lab.report import number_text
from prepapp.session.lab_history import PastRun
from prepapp.session.lab_setup import LabSetup, Setting
from prepapp.session.labs import Lab
from prepapp.tui.columns import cell, hanging, stacked
from prepapp.tui.words import count, short_date

PRESETS, HELD, WHEN = 12, 16, 11
"""Widths of the columns beside a lab's title."""

NAME, VALUE = 11, 14
"""Widths of a setting's name and value."""

RULE = 16
"""Columns of a claim's rule."""


@dataclass(frozen=True, slots=True)
class Row:
    """A lab in the list, with its newest run."""

    lab: Lab
    last: PastRun | None
    running: bool = False


def list_header(width: int) -> Content:
    """Return the names of the columns."""
    return _columns(("lab", "presets", "last run", "day"), width).stylize("$muted")


def list_line(row: Row, today: date, width: int) -> Content:
    """Return one lab as one line."""
    header = row.lab.header
    held = "running" if row.running else tally(row.last) if row.last else "–"
    when = "now" if row.running else day_of(row.last, today) if row.last else ""
    return _columns((header.title, " ".join(header.presets), held, when), width, row.running)


def list_preview(row: Row) -> Content:
    """Return what the lab at hand shows, in a few lines."""
    header = row.lab.header
    cards = f" · on {count(len(row.lab.cards), 'card')}" if row.lab.cards else ""
    own = "" if row.lab.shipped else " · yours"
    facts = f"{row.lab.id} · {count(len(header.claims), 'claim')}{cards}{own}"
    return stacked(
        [Content(row.lab.about), Content.styled(facts, "$muted"), Content.styled(header.paper, "$muted")]
    )


def tally(run: PastRun) -> str:
    """Return how many claims of a run held."""
    if not run.is_whole:
        return run.outcome
    return f"{run.held} of {run.settled} {'holds' if run.settled == 1 else 'hold'}"


def day_of(run: PastRun, today: date) -> str:
    """Return the day of a run in words."""
    return "today" if run.day == today else short_date(run.day)


def title(setup: LabSetup, last: PastRun | None, today: date, width: int) -> tuple[Content, str]:
    """Return the two ends of the title bar."""
    right = f"{tally(last)}, {day_of(last, today)}" if last else "never run"
    name = Content(setup.lab.header.title).truncate(max(8, width - len(right) - 9), ellipsis=True)
    return Content.assemble(("Lab", "bold $accent"), "  ", name), right


def about(lab: Lab) -> Content:
    """Return what the lab is about, and after which paper."""
    lines = [Content(lab.about), Content.styled(lab.header.paper, "$muted")] if lab.header.paper else []
    return stacked(lines or [Content(lab.about)])


def setting_line(setting: Setting, device: str, width: int) -> Content:
    """Return one setting as one line."""
    words = device_words(setting, device) if setting.kind == "device" else setting.help
    value = f"‹ {setting.value} ›" if len(setting.choices) > 1 else f"  {setting.value}"
    style = "bold $accent" if setting.changed else ""
    room = max(VALUE, min(28, len(value) + 2))
    return Content.assemble(
        cell(setting.name, NAME), cell(value, room, style), cell(words, max(8, width - NAME - room), "$muted")
    )


def device_words(setting: Setting, device: str) -> str:
    """Return what a device is here."""
    if setting.choices == ("auto",):
        return "the processor: this lab needs no other"
    if setting.value == "auto":
        return f"here {device}" if device else "cuda, mps or cpu, what is there"
    return (
        "" if not device or device.startswith(setting.value) or setting.value == "cpu" else "may not be here"
    )


def next_step(setup: LabSetup, is_warm: bool, lacking: str, running: bool) -> Content:
    """Return what enter does next, and how far the lab's libraries are."""
    if running:
        return Content.styled("It is running; enter shows it", "bold")
    if lacking:
        words = f"This lab needs {lacking}, which cannot be imported here: pip install 'prepapp[labs]'"
        return Content.styled(words, "$error")
    asked = len(setup.questions)
    words = "enter runs it"
    if setup.question is not None:
        words = (
            f"enter asks for {'your prediction' if asked == 1 else f'your {asked} predictions'}, then runs it"
        )
    elif setup.predictions:
        words = f"{count(len(setup.predictions), 'prediction')} made; enter runs it, p asks again"
    meanwhile = (
        "" if is_warm or not setup.lab.header.needs else f"   importing {setup.lab.header.needs[0]} meanwhile"
    )
    return Content.assemble((words, "bold"), (meanwhile, "$muted"))


def claims(setup: LabSetup, width: int) -> Content:
    """Return the claims with the rules that will decide them, and what was predicted."""
    rows: list[Content] = []
    for claim in setup.lab.header.claims.values():
        rows += _claim(claim, setup.predictions.get(claim.id), width)
    head = (
        "Claim, with its rule fixed before the run"
        if len(setup.lab.header.claims) == 1
        else ("Claims, with their rules fixed before the run")
    )
    return stacked([Content.styled(head, "bold"), *rows])


def question(setup: LabSetup) -> Content:
    """Return the prediction that is asked for."""
    claim = setup.question
    if claim is None:
        return Content("")
    unit = f", in {claim.unit}" if claim.unit and claim.unit not in {"x", "×"} else ""
    head = f"Predict {setup.position} of {len(setup.questions)}"
    return stacked([Content.styled(head, "bold $accent"), Content(f"{claim.predict}{unit}")])


def trust(lab: Lab) -> Content:
    """Return what is asked before a lab that was not shipped may run."""
    return stacked(
        [
            Content.styled("This lab did not come with PrepApp", "bold $accent"),
            Content(""),
            Content(str(lab.path)),
            Content.styled(f"content {lab.digest}", "$muted"),
            Content(""),
            Content("A lab is a program, and may do all that you may. Have you read it, and may it run?"),
            Content.styled("Asked once: any change of it, or of a file beside it, asks again.", "$muted"),
        ]
    )


def nothing() -> Content:
    """Return what an empty list says."""
    return stacked(
        [Content.styled("There are no labs.", "bold"), Content.styled("prepapp lab list says why.", "$muted")]
    )


def faults(found: Sequence[object], width: int) -> Content:
    """Return that some labs could not be read."""
    if not found:
        return Content("")
    words = f"{count(len(found), 'lab')} could not be read; prepapp lab list says why"
    return cell(words, width, "$error")


def _claim(claim: LabClaim, predicted: float | None, width: int) -> Iterator[Content]:
    said = f"you say {number_text(predicted)}" if predicted is not None else ""
    text = hanging("  ·", claim.text, width - RULE - 2, 4).split("\n")
    for n, line in enumerate(text):
        right = claim.rule.holds.text if n == 0 else said if n == 1 else ""
        yield line.pad_right(max(0, width - RULE - line.cell_length)) + cell(
            right, RULE, "$muted" if n else ""
        )
    if said and len(text) == 1:
        yield Content(" " * (width - RULE)) + cell(said, RULE, "$accent")


def _columns(cells: Sequence[str], width: int, running: bool = False) -> Content:
    name, presets, held, when = cells
    return Content.assemble(
        cell(name, width - PRESETS - HELD - WHEN - 4),
        "  ",
        cell(presets, PRESETS, "$muted"),
        cell(held, HELD, "$accent" if running else ""),
        "  ",
        cell(when, WHEN, "$muted"),
    )
