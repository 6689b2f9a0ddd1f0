"""The report as one HTML file that asks for nothing outside itself, for the screen and for paper."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from prepapp.report.model import Report
from prepapp.report.page import outline

TEMPLATES = Path(__file__).parent / "templates"


def html(report: Report) -> str:
    """Return the page; whatever somebody typed stands in it as text."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return templates.get_template("page.html").render(page=outline(report), report=report, style=style)
