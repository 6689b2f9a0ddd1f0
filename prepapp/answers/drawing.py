"""A drawn architecture: what each row puts out and costs, and the first that differs from the reference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from prepapp.answers.drawing_parts import BLOCKS, Cost, DrawingError, Part, Shape, costs, shape_text, total
from prepapp.answers.drawing_read import Drawing, read_drawing, read_parts
from prepapp.answers.verdict import LineVerdict, Verdict
from prepapp.errors import PrepError

INPUT: Shape = (3, 224, 224)
NAMES = {"conv": "conv", "maxpool": "max pool", "gap": "average pool", "fc": "linear layer", "add": "sum"}
SIGNS = {"maxpool": "mp", "add": "+", "bottleneck": "B", "basic": "basic "}
FIELDS = {
    "kind": "kind", "kernel": "kernel", "channels": "channels", "trunk": "trunk", "repeats": "repeats",
    "stride": "stride", "stride_in": "place of the stride",
    "excite": "squeeze-and-excitation", "skip": "shortcut",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One part of a drawing, as it stands beside what was typed."""

    n: int
    """From 1."""
    line: int
    """Of the text, from 1."""
    text: str
    echo: str
    shape: Shape = ()
    parameters: int = 0
    multiply_adds: int = 0
    error: str = ""
    """Why it cannot be read, or does not fit; no row follows it."""
    column: int = 0
    """Of the text's line, from 1, where there is an error."""


def rows(text: str, shape: Shape = INPUT) -> tuple[Row, ...]:
    """Every row with its output and cost, up to the first that cannot be read or does not fit."""
    drawing, error = read_parts(text)
    found: list[Row] = []
    started = costs(drawing.parts, shape)
    for n, part in enumerate(drawing.parts, 1):
        line, _ = _place(text, part.at)
        row = Row(n, line, text[part.at : part.end].strip(), notation(part))
        try:
            cost = next(started)
        except DrawingError as stopped:
            return (*found, replace(row, error=_said(stopped), column=_place(text, stopped.at)[1]))
        found.append(
            replace(row, shape=cost.shape, parameters=cost.parameters, multiply_adds=cost.multiply_adds)
        )
    if error is not None:
        line, column = _place(text, error.at)
        shown = text[error.at :].split("\n")[0].strip()
        found.append(Row(len(found) + 1, line, shown, "", error=_said(error), column=column))
    return tuple(found)


def judge_drawing(spec: Mapping[str, Any], text: str) -> Verdict:
    """Compare with the reference part by part; the first that differs is named."""
    shape: Shape = tuple(spec["input"])
    reference = read_drawing(spec["reference"])
    exact = line(reference)
    try:
        typed = read_drawing(text)
    except DrawingError as error:
        return Verdict("unreadable", _said(error), lines=(_unreadable(text, error),), exact=exact)
    asked = _adopting(_normal(reference.parts), _normal(typed.parts))
    wanted = list(zip(asked, costs(asked, shape), strict=True))
    return replace(_compared(wanted, _normal(typed.parts), text, shape), exact=exact)


def line(drawing: Drawing) -> str:
    """A drawing in one line."""
    return " ".join(notation(part) for part in _normal(drawing.parts))


def notation(part: Part) -> str:
    """A part in the notation that it is read in."""
    sign = f"conv{part.kernel}x{part.kernel}" if part.kind == "conv" else SIGNS.get(part.kind, part.kind)
    if part.kind == "maxpool" and part.kernel != 3:
        sign += f" {part.kernel}x{part.kernel} "
    after = f",{part.channels}" if part.kind == "conv" and part.channels else ""
    width = str(part.channels) if part.kind in (*BLOCKS, "fc") else ""
    width += f"-{part.out}" if part.out and part.out != 4 * part.channels else ""
    repeats = f"x{part.repeats}" if part.kind in BLOCKS or part.repeats > 1 else ""
    stride = f"/{part.stride}" if part.stride != 1 else ""
    where = f" @{part.stride_in}" if part.stride_in else ""
    excite = (
        f" se{part.excite}" if part.excite and part.kind != "se" else f"{part.excite}" if part.excite else ""
    )
    skip = f"({' '.join(map(notation, part.skip))})" if part.skip else ""
    return f"{sign}{after}{width}{repeats}{stride}{where}{excite}{skip}"


def cost_text(cost: Cost) -> str:
    """Output, parameters and multiply-adds of a part."""
    return (
        f"{shape_text(cost.shape)}, {cost.parameters:,} parameters, {short(cost.multiply_adds)} multiply-adds"
    )


def short(count: int) -> str:
    """A count with three digits after the point: 4.089 G; small ones in full."""
    for unit, size in (("G", 10**9), ("M", 10**6)):
        if count >= size:
            return f"{count / size:.3f} {unit}"
    return f"{count:,}"


def confirmed(text: str, shape: Shape, built: Sequence[Mapping[str, Any]]) -> str:
    """What differs between the counts here and those of the built modules; empty where nothing does."""
    found = rows(text, shape)
    for row, stage in zip(found, built, strict=False):
        counted = {"shape": list(row.shape), "parameters": row.parameters, "multiply_adds": row.multiply_adds}
        if counted != {key: stage.get(key) for key in counted}:
            return f"row {row.n}, {row.echo}: counted {counted}, built {dict(stage)}"
    return "" if len(found) == len(built) else f"{len(found)} rows were counted, {len(built)} built"


def _compared(wanted: list[tuple[Part, Cost]], typed: tuple[Part, ...], text: str, shape: Shape) -> Verdict:
    lines: list[LineVerdict] = []
    whole: list[Cost] = []
    started = costs(typed, shape)
    for n, part in enumerate(typed, 1):
        shown = LineVerdict(n, text[part.at : part.end].strip(), notation(part), "right")
        try:
            cost = next(started)
        except DrawingError as error:
            cost, misfit = Cost(()), _said(error)
        else:
            misfit = ""
        if n > len(wanted):
            reason = f"{_name(typed, n)} is one too many: nothing is left of the reference"
            return _wrong(lines, replace(shown, reason=reason))
        asked, due = wanted[n - 1]
        differs = _difference(asked, part, due, cost)
        if misfit or differs:
            reason = f"{_name([part for part, _ in wanted], n)}: {differs or misfit}"
            found = f"{notation(part)}: {misfit or cost_text(cost)}"
            beside = f"expected {notation(asked)}: {cost_text(due)}; found {found}"
            return _wrong(lines, replace(shown, reason=reason, counterexample=beside))
        lines.append(replace(shown, counterexample="", reason=cost_text(cost)))
        whole.append(cost)
    if len(typed) < len(wanted):
        asked, due = wanted[len(typed)]
        reason = f"{_name([part for part, _ in wanted], len(typed) + 1)} is missing"
        beside = f"expected {notation(asked)}: {cost_text(due)}; found nothing"
        return _wrong(lines, LineVerdict(len(typed) + 1, "", "", "wrong", reason, beside))
    return Verdict("right", _summary(typed, total(whole, shape)), lines=tuple(lines))


def _wrong(lines: list[LineVerdict], last: LineVerdict) -> Verdict:
    return Verdict("wrong", last.reason, lines=(*lines, replace(last, verdict="wrong")))


def _difference(asked: Part, part: Part, due: Cost, cost: Cost) -> str:
    """The first thing in which two parts differ, in words; empty where nothing does."""
    if asked.kind != part.kind:
        return f"expected {_kind(asked)}, found {_kind(part)}"
    ours, theirs = _described(asked, due), _described(part, cost)
    for key, name in FIELDS.items():
        if ours[key] != theirs[key]:
            is_trunk = key == "channels" and part.kind == "bottleneck" and part.channels == asked.trunk
            hint = f": a bottleneck is drawn by its narrow width, or as {asked.channels}-{asked.trunk}"
            said = f"{name} {theirs[key] or 'none'}, expected {ours[key] or 'none'}"
            return said + hint if is_trunk else said
    return "" if due == cost else "another output"


def _described(part: Part, cost: Cost) -> dict[str, str]:
    """What a part is, with all that it left open filled in."""
    channels = (part.channels or cost.shape[:1]) if part.kind == "conv" else part.channels
    has_place = part.kind == "bottleneck" and part.stride > 1
    found: dict[str, Any] = {
        "kind": part.kind,
        "kernel": part.kernel,
        "channels": channels[0] if isinstance(channels, tuple) and channels else channels,
        "trunk": part.trunk if part.kind == "bottleneck" else 0,
        "repeats": part.repeats,
        "stride": part.stride,
        "stride_in": (part.stride_in or "3x3") if has_place else "",
        "excite": part.excite,
        "skip": " ".join(map(notation, part.skip)),
    }
    found["channels"] = 0 if part.kind == "maxpool" else found["channels"]
    return {key: str(value) if value else "" for key, value in found.items()}


def _kind(part: Part) -> str:
    return (
        notation(part)
        if part.kind in ("conv", "bn", "relu", "se")
        else NAMES.get(part.kind, f"{part.kind} blocks")
    )


def _normal(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Equal neighbours as one: B128/2 B128x3 is B128x4/2."""
    merged: list[Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last is not None and part.kind in BLOCKS and part.stride == 1 and _is_alike(last, part):
            merged[-1] = replace(last, repeats=last.repeats + part.repeats, end=part.end)
        else:
            merged.append(part)
    return tuple(merged)


def _is_alike(last: Part, part: Part) -> bool:
    return (last.kind, last.channels, last.trunk, last.excite) == (
        part.kind,
        part.channels,
        part.trunk,
        part.excite,
    )


def _adopting(reference: Sequence[Part], typed: Sequence[Part]) -> tuple[Part, ...]:
    """The reference with the stride where the drawing has it, if it does not itself say where."""
    if any(part.stride_in for part in reference):
        return tuple(reference)
    where = next((part.stride_in for part in typed if part.stride_in), reference[0].stride_in)
    return tuple(replace(part, stride_in=where) if part.kind == "bottleneck" else part for part in reference)


def _name(parts: Sequence[Part], n: int) -> str:
    """What a part is called: blocks by their stage, layers of one block by their number."""
    part = parts[n - 1]
    if part.kind in BLOCKS:
        return f"stage {sum(each.kind in BLOCKS for each in parts[:n])}"
    if any(each.kind in ("bn", "relu", "add") for each in parts):
        return f"layer {n}"
    return NAMES.get(part.kind, part.kind)


def _summary(typed: Sequence[Part], whole: Cost) -> str:
    strided = [part for part in typed if part.kind == "bottleneck" and part.stride > 1]
    place = f", stride on the {strided[0].stride_in or '3x3'}" if strided else ""
    return f"{cost_text(whole)}{place}"


def _unreadable(text: str, error: DrawingError) -> LineVerdict:
    number, column = _place(text, error.at)
    shown = text.split("\n")[number - 1][:400]
    return LineVerdict(number, shown, "", "unreadable", _said(error), column=min(column, len(shown) + 1))


def _said(error: PrepError) -> str:
    return f"{error.what} ({error.hint})" if error.hint else error.what


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column of an index, both from 1."""
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1
