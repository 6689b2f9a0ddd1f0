"""The pictures of the report as SVG.

Built as a tree with the standard library: of the libraries weighed, pygal puts a script into every picture,
leather fixes colours and fonts and describes nothing, and drawsvg and svg.py only write elements, for 50 and
95 ms of import; so a picture takes its colours from the page, and follows the dark and the printed one.
"""

from collections.abc import Sequence
from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

from prepapp.report import words
from prepapp.report.evidence import Mock, SkillLine
from prepapp.report.model import Day, Held, PlanNow

WIDTH = 640.0
STEPS = (5, 10, 15, 20, 30, 60, 120, 240, 480)
"""Minutes between two lines of an axis."""

LABEL_GAP = 52.0
"""Room that the label of a day needs."""

LABEL_CHARACTERS = 36


def minutes(days: Sequence[Day], plan: PlanNow, today: date) -> str:
    """Draw the minutes of each day: filled those lived, outlined those planned; at least one day."""
    left, top, height, bottom = 34.0, 16.0, 120.0, 40.0
    svg = _svg("minutes", "Minutes a day", _minutes_words(days), WIDTH, top + height + bottom)
    most = max(*(each.minutes for each in days), float(plan.minutes))
    step = next((each for each in STEPS if most / each <= 4), STEPS[-1])
    high = step * -(-most // step)
    width = (WIDTH - left) / len(days)
    for n in range(int(high // step) + 1):
        y = top + height * (1 - n * step / high)
        _line(svg, "rule", left, y, WIDTH, y)
        _text(svg, "tick end", left - 6, y + 4, f"{n * step}")
    for n, each in enumerate(days):
        tall = height * each.minutes / high
        kind = "ahead" if each.ahead else "bar"
        if each.minutes:
            _box(svg, kind, left + (n + 0.12) * width, top + height - tall, width * 0.76, tall)
    _day_labels(svg, days, left, width, top + height + 16)
    here = next((n for n, each in enumerate(days) if each.date >= today), len(days) - 1)
    _text(svg, "tick mid", _inside(left + (here + 0.5) * width, 20), top + height + 32, "today")
    interview = next((n for n, each in enumerate(days) if each.date == plan.interview), None)
    if interview is not None and interview > here + LABEL_GAP / width:
        x = left + (interview + 0.5) * width
        _line(svg, "mark", x, top, x, top + height)
        _text(svg, "tick end", WIDTH, top + height + 32, "interview")
    return _written(svg)


def held(key: str, title: str, rows: Sequence[Held]) -> str:
    """Draw for each row the points asked as a track, and those held as its filled part."""
    bars = [(each.title, each.held, each.asked) for each in rows]
    return _tracks(key, title, bars)


def mocks(found: Sequence[Mock]) -> str:
    """Draw the points of each mock side by side: those asked as a track, those held as its filled part."""
    return _tracks("mocks", "Points held in each mock", [(_mock_name(each), *points(each)) for each in found])


def points(mock: Mock) -> tuple[int, int]:
    """Return how many points a mock's answers held, and how many they were asked."""
    had = sum(len(each.held) for each in mock.questions)
    return had, had + sum(len(each.missed) for each in mock.questions)


def path(key: str, line: SkillLine, first: date, last: date) -> str:
    """Draw one skill over the weeks: the proven level solid, the self-score dashed."""
    width, height, left, top = 300.0, 92.0, 16.0, 8.0
    said = "; ".join(
        f"{words.day(each.study_day)}: self-score {each.score or 'none'}, proven {each.proven}"
        for each in line.path
    )
    svg = _svg(key, f"{line.title}: self-score and proven level", said, width, height)
    span = max(1, (last - first).days)

    def place(of: date, level: int) -> tuple[float, float]:
        return left + (width - left - 8) * (of - first).days / span, top + (5 - level) * 13.0

    for level in (0, 1, 3, 5):
        _, y = place(first, level)
        _line(svg, "rule", left, y, width, y)
        _text(svg, "tick end", left - 4, y + 4, str(level))
    scores = [(each.study_day, each.score) for each in line.path if each.score is not None]
    _stairs(svg, "self", [place(of, score) for of, score in scores], place(last, 0)[0])
    _stairs(svg, "proven", [place(each.study_day, each.proven) for each in line.path], place(last, 0)[0])
    _text(svg, "tick", left, height - 2, words.day(first))
    _text(svg, "tick end", width - 8, height - 2, words.day(last))
    return _written(svg)


def _tracks(key: str, title: str, rows: Sequence[tuple[str, int, int]]) -> str:
    left, right, pitch, thick = 232.0, 540.0, 24.0, 11.0
    said = "; ".join(f"{name}: {words.share(had, of)}" for name, had, of in rows)
    svg = _svg(key, title, said, WIDTH, pitch * len(rows) + 4)
    scale = (right - left) / max(1, *(of for _, _, of in rows))
    for n, (name, had, of) in enumerate(rows):
        y = n * pitch + 6
        _text(svg, "name end", left - 10, y + 10, _short(name))
        _box(svg, "track", left, y, of * scale, thick)
        _box(svg, "bar", left, y, had * scale, thick)
        _text(svg, "name", left + of * scale + 8, y + 10, words.share(had, of))
    return _written(svg)


def _stairs(svg: Element, kind: str, corners: Sequence[tuple[float, float]], end: float) -> None:
    """Draw a line that keeps its height until the next corner."""
    if not corners:
        return
    (x, y), *rest = corners
    drawn = [f"M{x:.1f} {y:.1f}", *(f"H{to:.1f}V{height:.1f}" for to, height in rest), f"H{end:.1f}"]
    SubElement(svg, "path", {"class": kind, "d": "".join(drawn)})
    _dot(svg, kind, end, corners[-1][1])


def _day_labels(svg: Element, days: Sequence[Day], left: float, width: float, y: float) -> None:
    free = 0.0
    for n, each in enumerate(days):
        x = _inside(left + (n + 0.5) * width, 20)
        if (n == 0 or each.date.weekday() == 0) and x >= free:
            _text(svg, "tick mid", x, y, f"{each.date.day} {each.date:%b}")
            free = x + LABEL_GAP


def _inside(x: float, half: float) -> float:
    return min(x, WIDTH - half)


def _minutes_words(days: Sequence[Day]) -> str:
    lived = [each for each in days if not each.ahead]
    ahead = [each for each in days if each.ahead]
    parts = []
    if lived:
        parts.append(f"{words.count(len(lived), 'day')} lived, {words.minutes(_sum(lived))} in all")
    if ahead:
        parts.append(f"{words.count(len(ahead), 'day')} ahead, {words.minutes(_sum(ahead))} planned")
    return "; ".join(parts)


def _sum(days: Sequence[Day]) -> float:
    return sum(each.minutes for each in days)


def _mock_name(mock: Mock) -> str:
    return f"{words.day(mock.started.date())}, {mock.format}"


def _short(text: str) -> str:
    return text if len(text) <= LABEL_CHARACTERS else text[: LABEL_CHARACTERS - 1].rstrip() + "…"


def _svg(key: str, title: str, said: str, width: float, height: float) -> Element:
    names = {"title": f"{key}-title", "desc": f"{key}-desc"}
    view = {
        "viewBox": f"0 0 {width:g} {height:g}",
        "role": "img",
        "aria-labelledby": " ".join(names.values()),
    }
    svg = Element("svg", view)
    SubElement(svg, "title", {"id": names["title"]}).text = title
    SubElement(svg, "desc", {"id": names["desc"]}).text = said
    return svg


def _text(svg: Element, kind: str, x: float, y: float, text: str) -> None:
    SubElement(svg, "text", {"class": kind, "x": f"{x:.1f}", "y": f"{y:.1f}"}).text = text


def _line(svg: Element, kind: str, x: float, y: float, to_x: float, to_y: float) -> None:
    ends = {"x1": x, "y1": y, "x2": to_x, "y2": to_y}
    SubElement(svg, "line", {"class": kind, **{name: f"{value:.1f}" for name, value in ends.items()}})


def _box(svg: Element, kind: str, x: float, y: float, width: float, height: float) -> None:
    sides = {"x": x, "y": y, "width": width, "height": height}
    SubElement(svg, "rect", {"class": kind, **{name: f"{value:.1f}" for name, value in sides.items()}})


def _dot(svg: Element, kind: str, x: float, y: float) -> None:
    SubElement(svg, "circle", {"class": f"dot {kind}", "cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "2.6"})


def _written(svg: Element) -> str:
    return tostring(svg, encoding="unicode")
