"""What a run of a lab says, as text: while it runs, when it is over, beside earlier ones."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from prepapp.lab.header import LabClaim
from prepapp.lab.report import number_text, table_lines
from prepapp.session.lab_card import GAP
from prepapp.session.lab_run import LabRun, Prediction
from prepapp.session.lab_view import ClaimNow, LabView, Plot, Table
from prepapp.tui.columns import cell, hanging, stacked
from prepapp.tui.words import clock, count

MARKS = {
    "holds": ("✓", "$success"),
    "fails": ("✗", "$error"),
    "inconclusive": ("?", "$accent"),
    None: ("…", "$muted"),
}
"""Verdict -> its mark, which says it without colour too."""

RULE, SAID, NOW = 11, 11, 15
"""Widths of the columns beside a claim."""

LAST = 12
"""Last lines of a lab that broke."""

WHOLE = 1e9
"""Whole numbers below it are shown in full."""


def title(run: LabRun, again: bool) -> Content:
    """Return the left end of the title bar."""
    device = run.view.start.get("device", run.choice.device)
    facts = f"  {run.lab.id} · {run.choice.preset} · {device} · seed {run.choice.seed}"
    return Content.assemble(("Replay" if again else "Lab", "bold $accent"), facts)


def time_left(view: LabView, elapsed_s: float, last_s: float | None) -> str:
    """Return how long it has run, and about how long it will."""
    left = view.left(elapsed_s)
    whole = elapsed_s + left if left is not None else last_s
    return f"{clock(elapsed_s)} of about {clock(max(whole, elapsed_s))}" if whole else clock(elapsed_s)


def outcome(run: LabRun) -> str:
    """Return how a run ended, for the title bar and for a notice."""
    verdicts = [claim.verdict for claim in run.view.claims.values()]
    if run.over is not None and not run.over.ok:
        return "cancelled" if run.over.reason == "cancelled" else "failed"
    held = verdicts.count("holds")
    return f"{held} of {count(len(verdicts), 'claim')} {'holds' if held == 1 else 'hold'}"


def progress(view: LabView, width: int) -> Content:
    """Return a bar of what is done."""
    words = f" {view.share:4.0%}  {view.note}"
    room = max(10, width - 34)
    full = round(view.share * room)
    return Content.assemble(("━" * full, "$accent"), ("╌" * (room - full), "$rule"), cell(words, 34))


def waiting(run: LabRun) -> Content:
    """Return what stands where nothing has been told yet."""
    needs = ", ".join(run.lab.header.needs)
    return Content.styled(f"importing {needs} …" if needs else "starting …", "$muted")


def plot_title(plots: Sequence[Plot], n: int, width: int) -> Content:
    """Return what is drawn, and what broke in it."""
    plot = plots[n]
    axes = f"  {plot.y or 'y'} over {plot.x}" if plot.x else ""
    which = f"  {n + 1} of {len(plots)}" if len(plots) > 1 else ""
    broken = "; ".join(_broken(plot))
    head = Content.assemble(
        (plot.title, "bold"), (f"   {broken}" if broken else "", "$error"), (axes, "$muted")
    )
    head = head.truncate(width - len(which), ellipsis=True, pad=True)
    return head + Content.styled(which, "$muted")


def claims(run: LabRun, width: int) -> Content:
    """Return every claim with its rule, what was predicted, and how it stands."""
    names = _row("Claims, fixed before the run", "rule", "you said", "measured", width)
    rows = [names.stylize("$muted").stylize("bold $foreground", 0, 28)]
    judged = {each.claim.id: each for each in run.predictions()}
    for claim in run.lab.header.claims.values():
        rows += _claim(
            claim, run.view.claims.get(claim.id), run.choice.predictions.get(claim.id), judged, width
        )
    return stacked(rows)


def aloud(run: LabRun, width: int) -> Content:
    """Return the question to be answered aloud while it runs."""
    question = run.lab.header.question
    if not question:
        return Content("")
    mark = ("✓ ", "$success") if run.said_aloud else ("● ", "$accent")
    label = Content.assemble(mark, ("Aloud  ", "bold"))
    lines = Content(question).wrap(max(20, width - 9))
    return stacked([(label if n == 0 else Content(" " * 9)) + line for n, line in enumerate(lines)])


def result(run: LabRun, width: int) -> Content:
    """Return a run that is over: what came out, what was predicted, and the sentence."""
    blocks = [block for block in _result(run, width) if block.cell_length]
    return Content("\n\n").join(blocks)


def log(view: LabView) -> Content:
    """Return the log."""
    lines = [Content(line) for line in view.log] or [Content.styled("nothing so far", "$muted")]
    return stacked([Content.styled("Log", "bold"), *lines])


def _result(run: LabRun, width: int) -> Iterator[Content]:
    if run.over is not None and not run.over.ok:
        yield _failure(run)
    elif run.view.sentence:
        yield _sentence(run.view.sentence, run.kept, width)
    if run.view.claims:
        yield claims(run, width)
    if judged := run.predictions():
        yield _predictions(judged)
    for table in run.view.tables:
        yield _table(table, width)
    yield _facts(run)


def _failure(run: LabRun) -> Content:
    assert run.over is not None
    if run.over.reason == "cancelled":
        return Content.styled("Cancelled. What it had said until then is kept.", "bold")
    what = Content.assemble(("It broke: ", "bold $error"), (run.view.failed or run.over.what, "bold"))
    last = [Content.styled(f"  {line}", "$muted") for line in run.over.last[-LAST:]]
    kept = Content.styled("o opens the log; v opens its source", "$muted")
    return stacked([what, *last, kept])


def _sentence(sentence: str, card: str, width: int) -> Content:
    if card:
        return stacked([Content.styled(f"✓ kept as {card}", "$success"), *Content(sentence).wrap(width)])
    head = "Finish the sentence; it becomes a card of yours"
    lines = Content(sentence).wrap(width)
    if sentence.rstrip().endswith(GAP):
        lines[-1] = lines[-1].stylize("bold $accent", max(0, len(lines[-1].plain.rstrip()) - len(GAP)))
    return stacked([Content.styled(head, "bold $accent"), *lines])


def _predictions(judged: Sequence[Prediction]) -> Content:
    right = sum(each.right is True for each in judged)
    settled = sum(each.right is not None for each in judged)
    return Content.styled(f"{right} of {count(settled, 'prediction')} right", "bold")


def _table(table: Table, width: int) -> Content:
    lines = table_lines(table.columns, table.rows)
    if max(map(len, lines)) > width:
        lines = _narrow(table)
    rule = next(n for n, line in enumerate(lines) if line.startswith("─"))
    drawn = [
        cell(line, width, "$muted" if n < rule else "$rule" if n == rule else "")
        for n, line in enumerate(lines)
    ]
    return stacked([Content.styled(table.title, "bold"), *drawn])


def _narrow(table: Table) -> list[str]:
    """Return a table with the words of its heads under one another."""
    heads = [column.split() or [""] for column in table.columns]
    depth = max(map(len, heads))
    above = [
        ["" if len(head) < depth - n else head[len(head) - depth + n] for head in heads] for n in range(depth)
    ]
    as_rows = [*above[1:], *([number_text(each) for each in row] for row in table.rows)]
    _, rule, *_ = table_lines(above[0], as_rows)
    numbers = [all(isinstance(row[n], int | float) for row in table.rows) for n in range(len(heads))]
    widths = [len(part) for part in rule.split("  ")]
    lines = [_aligned(cells, widths, numbers) for cells in [above[0], *as_rows]]
    return [*lines[:depth], rule, *lines[depth:]]


def _aligned(cells: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> str:
    columns = zip(cells, widths, numbers, strict=True)
    return "  ".join(text.rjust(width) if right else text.ljust(width) for text, width, right in columns)


def _facts(run: LabRun) -> Content:
    start, view = run.view.start, run.view
    took = (
        f"{view.seconds:.1f} s, {view.cpu_seconds:.1f} s of processor"
        if view.seconds and view.cpu_seconds
        else ""
    )
    versions = ", ".join(f"{name} {version}" for name, version in start.get("versions", {}).items())
    params = ", ".join(f"{name} {value}" for name, value in run.params.items() if value != "")
    lines = [start.get("device_name", ""), took, params, versions, run.lab.header.paper]
    return stacked([Content.styled(line, "$muted") for line in lines if line])


def _claim(
    claim: LabClaim,
    now: ClaimNow | None,
    predicted: float | None,
    judged: dict[str, Prediction],
    width: int,
) -> Iterator[Content]:
    verdict = now.verdict if now is not None else None
    mark, style = MARKS[verdict]
    said = "" if predicted is None else number_text(predicted)
    if claim.id in judged and judged[claim.id].right is not None:
        said += " ✓" if judged[claim.id].right else " ✗"
    rule = claim.rule.holds.text
    room = width - RULE - SAID - NOW - 4
    lines = hanging("", claim.text, room, 0).split("\n")
    row = _row(lines[0].plain, rule, said, _value(now), width, 4, style if verdict else "$muted")
    yield Content.assemble("  ", (mark, style), " ") + row
    yield from (Content("    ") + line for line in lines[1:])


def _row(text: str, rule: str, said: str, now: str, width: int, indent: int = 0, style: str = "") -> Content:
    return Content.assemble(
        cell(text, width - RULE - SAID - NOW - indent),
        cell(rule, RULE, "$muted", right=True),
        cell(said, SAID, right=True),
        cell(now, NOW, style, right=True),
    )


def _value(now: ClaimNow | None) -> str:
    if now is None:
        return "–"
    whole = now.measured.is_integer() and abs(now.measured) < WHOLE
    value = number_text(now.measured) if whole else f"{now.measured:.3g}"
    unit = f" {now.unit}" if now.unit and len(now.unit) + len(value) < NOW - 2 else ""
    return f"{value}{unit}" if now.verdict else f"{value} so far"


def _broken(plot: Plot) -> Iterator[str]:
    for name, curves in plot.series.items():
        broken = [curve.broke for curve in curves if curve.broke is not None]
        if broken:
            step, value = min(broken)
            yield f"{name or plot.title}: {value} at step {step:g}"
