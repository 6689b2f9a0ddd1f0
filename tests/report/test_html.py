"""The page as it is written: whole, described, escaped, and complete in itself."""

import re
from itertools import pairwise

import pytest

from prepapp.report.html import html
from prepapp.report.model import Report, redacted
from tests.report import sample
from tests.report.reading import Element, read

REPORTS = (sample.empty(), sample.midway(), sample.hostile(), redacted(sample.midway()))

ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "div", "p",
    "h1", "h2", "h3", "dl", "dt", "dd", "ol", "ul", "li", "span", "pre", "figure", "figcaption", "details",
    "summary", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "svg", "desc", "text", "line", "rect", "path", "circle",
}  # fmt: skip


def of(report: Report) -> list[Element]:
    return read(html(report))


def tags(elements: list[Element], *wanted: str) -> list[Element]:
    return [each for each in elements if each.tag in wanted]


@pytest.mark.parametrize("report", REPORTS)
def test_nothing_typed_becomes_an_element_and_nothing_is_asked_for(report: Report) -> None:
    elements = of(report)
    assert {each.tag for each in elements} <= ALLOWED
    for each in elements:
        assert not {"src", "href", "action", "srcset", "style"} & each.attributes.keys()
        assert not [name for name in each.attributes if name.startswith("on")]
    assert "url(" not in html(report) and "@import" not in html(report)


def test_hostile_text_is_read_as_it_was_typed() -> None:
    elements = of(sample.hostile())
    assert {each.text for each in tags(elements, "pre")} == {sample.HOSTILE}
    assert sample.HOSTILE in next(each.text for each in tags(elements, "h1"))
    assert any(each.text == sample.HOSTILE for each in tags(elements, "th"))


@pytest.mark.parametrize("report", REPORTS)
def test_headings_go_down_one_at_a_time_from_one_first(report: Report) -> None:
    levels = [int(each.tag[1]) for each in tags(of(report), "h1", "h2", "h3")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("report", REPORTS)
def test_every_picture_is_described_and_has_its_table(report: Report) -> None:
    elements = of(report)
    figures = tags(elements, "figure")
    assert figures and all("figure" in each.inside for each in tags(elements, "svg"))
    ids = [each.attributes["id"] for each in elements if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for figure in figures:
        assert tags(figure.children, "table") and tags(figure.children, "figcaption")
        for svg in tags(figure.children, "svg"):
            named = svg.attributes["aria-labelledby"].split()
            assert [each.attributes["id"] for each in svg.children[:2]] == named
            assert all(each.text for each in svg.children[:2]) and svg.attributes["role"] == "img"
    for table in tags(elements, "table"):
        assert tags(table.children, "caption")[0].text
        heads = tags(table.children, "th")
        assert all(each.attributes["scope"] in {"col", "row"} for each in heads)
        assert all(each.text for each in heads if each.attributes["scope"] == "col")


@pytest.mark.parametrize("report", REPORTS)
def test_the_page_says_its_language_and_lets_nothing_in(report: Report) -> None:
    page = html(report)
    assert page.startswith("<!doctype html>\n")
    elements = of(report)
    assert elements[0].attributes["lang"] == "en"
    assert any("default-src 'none'" in each.attributes.get("content", "") for each in tags(elements, "meta"))


def test_what_has_not_happened_is_named_once_and_not_drawn() -> None:
    titles = [each.text for each in tags(of(sample.empty()), "h2")]
    assert titles == ["What the plan asks", "Not yet", "How it is counted"]


def test_shares_of_few_are_counts_alone() -> None:
    page = html(sample.midway())
    assert "11 of 14 (79 %)" in page and "31 of 34 (91 %)" in page
    assert re.search(r"1 of 1(?! \()", page)


def test_numbers_stand_to_the_right_and_dates_stay_on_a_line() -> None:
    table = next(each for each in tags(of(sample.midway()), "table") if "day by day" in each.text)
    first_row = tags(table.children, "tr")[1]
    assert [each.attributes.get("class") for each in first_row.children] == [
        None,
        "k",
        "n",
        "n",
        "n",
        "n",
        "n",
    ]
