"""The page in a real browser: silent, alone, readable in light and dark, and on paper."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from prepapp.report.html import html
from tests.chromium import watch
from tests.report import sample

if TYPE_CHECKING:
    from playwright.sync_api import Page

CONTRAST = """() => {
  const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = rgb(getComputedStyle(at).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return null;
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || ["title", "desc"].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const ink = element.closest("svg") ? style.fill : style.color;
    const [a, b] = [light(rgb(ink)), light(behind(element))].sort((x, y) => y - x);
    found.push({text: walk.currentNode.data.trim().slice(0, 40), ratio: (a + 0.05) / (b + 0.05)});
  }
  return found;
}"""
"""The contrast of every text of the page with what is behind it, by WCAG 2."""

AA = 4.5

WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(html(sample.hostile()), encoding="utf-8")
    return file


def test_it_complains_of_nothing_and_asks_for_nothing_but_itself(page: "Page", file: Path) -> None:
    seen = watch(page)
    page.goto(file.as_uri())
    page.wait_for_load_state("networkidle")
    assert seen.complaints == []
    assert seen.requests == [file.as_uri()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(page: "Page", file: Path, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(file.as_uri())
    page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")
    found = page.evaluate(CONTRAST)
    assert len(found) > 200
    assert [each for each in found if each["ratio"] < AA] == []


def test_light_and_dark_differ(page: "Page", file: Path) -> None:
    page.goto(file.as_uri())
    colours = []
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        colours.append(page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor"))
    assert colours == ["rgb(255, 254, 251)", "rgb(20, 23, 28)"]


@pytest.mark.parametrize("width", [360, 900])
def test_nothing_is_wider_than_the_window(page: "Page", file: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(file.as_uri())
    assert page.evaluate(WIDE) <= 0


def test_paper_is_white_even_where_the_screen_is_dark(page: "Page", file: Path) -> None:
    page.goto(file.as_uri())
    page.emulate_media(media="print", color_scheme="dark")
    assert (
        page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert [each for each in page.evaluate(CONTRAST) if each["ratio"] < AA] == []
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")
