"""HTML as Markdown of a deck."""

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.cardfile import read_cards
from prepapp.core.faults import Faults
from prepapp.core.partread import Scope
from prepapp.exchange import cardhtml
from prepapp.exchange.cloze import numbers, open_gap
from prepapp.exchange.htmltext import as_html, markdown, media_by
from prepapp.exchange.making import Maker, Target
from prepapp.exchange.note import Note, Part

media = media_by({"a.png": "media/a.png", "s.mp3": "media/s.mp3"})


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (r"<b>What</b> is \(a &lt; b\)?", "**What** is $a < b$?"),
        (r"\[ \frac{1}{2}<br> x \]", r"$$\frac{1}{2} x$$"),
        (r"[$]a[/$] [$$]b[/$$] [latex]$c$[/latex]", "$a$ $$b$$ $c$"),
        (r"[latex]\begin{displaymath}x^2\end{displaymath}[/latex]", "$$x^2$$"),
        (r"\(\unknown{x}\)", r"` \unknown{x} `"),
        ("$5 to $6", r"\$5 to \$6"),
        ("a<br>b<br><br>c<br>", "a  \nb\n\nc"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("<h1>A</h1>b<h2>C</h2>", "**A**\n\nb\n\n**C**"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<table><tr><th>a</th></tr><tr><td>1</td></tr></table>", "| a |\n| --- |\n| 1 |"),
        ("<pre><code class='language-python'>a<br>  b\n\n\nc</code></pre>", "```python\na\n  b\n\n\nc\n```"),
        ('<img src="a.png" alt="two [x]">', r"![two \[x\]](media/a.png)"),
        ('<img src="A.PNG"><img src="b.png" alt="b">', "![](media/a.png)b"),
        ("[sound:s.mp3] [sound:t.mp3]", "[s.mp3](media/s.mp3) (sound missing)"),
        ('<a href="https://e.org/a">a</a> <a href="javascript:x()">b</a>', "[a](https://e.org/a) b"),
        ("<script>x</script><style>y</style>t<!-- c -->", "t"),
        ("5 &lt; 6 &amp;&amp; 7", r"5 \< 6 \&\& 7"),
        ("## no card", r"\## no card"),
        ("x < y <b>z", r"x \< y **z**"),
        ("a\ue0000\ue001\x00b", "a0b"),
        ("", ""),
    ],
)
def test_html(html: str, expected: str) -> None:
    assert markdown(html, media) == expected


@given(st.text("ab1 $#*_`<>&[]{}|\\~+-=.!\"'\n", max_size=40))
def test_plain_text_is_shown_as_it_is(text: str) -> None:
    shown = unescape(re.sub("<[^<>]*>", "", cardhtml.html(markdown(as_html(text), media))))
    assert "".join(shown.split()) == "".join(text.split())


PIECES = st.lists(
    st.sampled_from([
        "<b>", "</b>", "<p>", "</p>", "<br>", "<pre>", "</pre>", "<code>", "</code>", "<ul>", "<li>",
        "</ul>", "<table>", "<tr>", "<td>", "</table>", "<h2>", "</h2>", "<blockquote>", "</blockquote>",
        "<!--", "-->", "##", "```", "$$", "$", r"\(", r"\)", r"\[", r"\]", "{#a b=c}", "\n", "\n\n", " ",
        "a", "1.", "-", "|",
        "\\", "`", "~~~", "+++", "[x]: y", "{{c1::", "}}", "&lt;", "![",
    ]),
    max_size=14,
).map("".join)  # fmt: skip


@given(question=PIECES, answer=PIECES, gap=st.booleans())
def test_whatever_a_note_holds_it_is_one_sound_card_or_left_out(
    question: str, answer: str, gap: bool
) -> None:
    target = Target("d", Path("d"), None)
    maker = Maker(target, set(), media)
    maker.from_note(Note("k", "note 1", question, (Part("", answer),), True, 1 if gap else None), 0)
    maker.from_note(Note("l", "note 2", "Next?", (Part("", "yes"),), True), 0)
    assert len(maker.made) + len(maker.left_out) == 2
    faults = Faults("")
    scope = Scope("d", Path("d"), frozenset(["general"]), target.plan)
    cards = read_cards("\n".join(card.text for card in maker.made), scope, faults)
    assert [placed.card.id for placed in cards] == [card.id for card in maker.made]
    assert [fault.message for fault in faults.found if not fault.warning] == []


def test_gaps_in_plain_text_are_marked_and_its_signs_stay() -> None:
    maker = Maker(Target("d", Path("d"), None), set(), media)
    maker.from_note(Note("k", "line 1", "{{c1::a<b>}} is\nso", (), False, 1), 0)
    (card,) = maker.made
    assert card.text.startswith("## **\\[…\\]** is {#d-") and "### Answer\n**a\\<b\\>** is  \nso" in card.text


@pytest.mark.parametrize(
    ("html", "number", "asked", "told", "gaps"),
    [
        ("{{c1::a}} b", 1, "<b>[…]</b> b", "<b>a</b> b", ("a",)),
        ("{{c1::a::hint}} {{c2::b}}", 1, "<b>[hint]</b> b", "<b>a</b> b", ("a",)),
        ("{{c1::a}} {{c1::b}}", 1, "<b>[…]</b> <b>[…]</b>", "<b>a</b> <b>b</b>", ("a", "b")),
        ("{{c1::a {{c2::b}} c}}", 2, "a <b>[…]</b> c", "a <b>b</b> c", ("b",)),
        ("{{c1::a {{c2::b}} c}}", 1, "<b>[…]</b>", "<b>a b c</b>", ("a b c",)),
        (r"\(x={{c1::y}}\)", 1, r"\(x=[\ldots]\)", r"\(x=y\)", (r"\(y\)",)),
        ("{{c1::open", 1, "<b>[…]</b>", "<b>open</b>", ("open",)),
        ("a }} b", 1, "a }} b", "a }} b", ()),
    ],
)
def test_gaps(html: str, number: int, asked: str, told: str, gaps: tuple[str, ...]) -> None:
    assert open_gap(html, number) == (asked, told, gaps)


def test_the_numbers_of_gaps() -> None:
    assert numbers("{{c3::a}} {{c1::b}} {{c3::c}}") == [1, 3]
