"""Packages against Anki's own backend: what it takes in from here, and what comes from it."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from prepapp.core.card import Card, Deck
from prepapp.core.deckfile import read_deck
from prepapp.home import shipped_folder
from tests.cli.conftest import Cli

pytest.importorskip("anki", reason="Anki's backend is not installed")

from anki.collection import ImportCsvRequest

from tests.exchange.anki_side import add, collection, give_out, take_in

EVENING = "2026-10-12T20:00+02:00"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def sound_deck(folder: Path) -> Deck:
    deck, faults = read_deck(folder)
    assert deck is not None and [fault for fault in faults if not fault.warning] == []
    return deck


def cards_by_title(folder: Path) -> dict[str, Card]:
    return {card.title: card for card in sound_deck(folder).cards}


def notes_by_id(opened: Any) -> dict[str, Any]:
    notes = [opened.get_note(number) for number in opened.find_notes("")]
    return {note["ID"]: note for note in notes}


def test_anki_takes_every_card_of_the_shipped_deck_with_its_fields_and_tags(cli: Cli, tmp_path: Path) -> None:
    package = tmp_path / "resnet.apkg"
    shipped = sound_deck(shipped_folder("decks") / "resnet")
    exported = cli.ask("export", "--format", "apkg", "-o", str(package), "--deck", "resnet")
    assert exported == {"cards": len(shipped.cards), "events": 0, "skipped": 0}
    with collection(tmp_path / "anki") as opened:
        assert len(take_in(opened, package).new) == len(shipped.cards)
        notes = notes_by_id(opened)
        assert opened.card_count() == len(notes) == len(shipped.cards)
        for card in shipped.cards:
            note = notes[card.id]
            assert set(note.tags) == {
                f"resnet::skill::{card.skill}", f"resnet::day::{card.day}", *card.tags
            }  # fmt: skip
            told = {
                "Answer": card.answer, "Key points": card.points, "Often taught": card.often_taught,
                "Say": card.say, "Follow-ups": card.follow_ups, "Red flags": card.red_flags,
                "Source": card.source,
            }  # fmt: skip
            assert {name for name in told if note[name]} == {name for name in told if told[name]}
            assert note["Key points"].count("<li>") >= len(card.points)
            assert note["Follow-ups"].count("<b>") >= len(card.follow_ups)
            assert "$" not in re.sub(r"<code>.*?</code>", "", note["Question"] + note["Answer"])
        assert opened.decks.by_name("ResNet") is not None
        front, back = shown(opened, notes["rn-003"])
        assert notes["rn-003"]["Answer"] not in front and notes["rn-003"]["Question"] in front
        assert r"\[x_L = x_l + \sum_{i=l}^{L-1} F(x_i)\]" in back and "Often taught" in back


def shown(opened: Any, note: Any) -> tuple[str, str]:
    card = note.cards()[0]
    return card.question(), card.answer()


def test_tables_code_and_what_looks_like_html_reach_anki_as_they_are(cli: Cli, tmp_path: Path) -> None:
    write_card(
        cli,
        "| a | b |\n|---|---|\n| $x<y$ | 2 |\n\n"
        "```python\nif a < b: print('<i>')\n```\n\n<b>no tag</b> & more",
    )
    package = tmp_path / "small.apkg"
    cli.ask("export", "-o", str(package), "--deck", "small")
    with collection(tmp_path / "anki") as opened:
        take_in(opened, package)
        answer = notes_by_id(opened)["sm-009"]["Answer"]
    assert r"<td>\(x&lt;y\)</td>" in answer and "<th>a</th>" in answer
    assert "if a &lt; b: print('&lt;i&gt;')" in answer and 'class="language-python"' in answer
    assert "&lt;b&gt;no tag&lt;/b&gt; &amp; more" in answer


def write_card(cli: Cli, answer: str, title: str = "New?") -> None:
    text = f"## {title} {{#sm-009 skill=sums day=3}}\n\n### Answer\n{answer}\n"
    (cli.decks / "new.md").write_text(text, encoding="utf-8")


def test_a_second_import_after_an_edit_updates_and_doubles_nothing(cli: Cli, tmp_path: Path) -> None:
    write_card(cli, "one")
    first, second = tmp_path / "first.apkg", tmp_path / "second.apkg"
    cli.ask("export", "-o", str(first), "--deck", "small")
    write_card(cli, "two")
    cli.ask("export", "-o", str(second), "--deck", "small", now=EVENING)
    with collection(tmp_path / "anki") as opened:
        take_in(opened, first)
        before = {note["ID"]: (note.id, note.card_ids()) for note in notes_by_id(opened).values()}
        log = take_in(opened, second)
        after = notes_by_id(opened)
        assert {note["ID"]: (note.id, note.card_ids()) for note in after.values()} == before
        assert len(log.new) == 0 and after["sm-009"]["Answer"] == "<p>two</p>"
        assert len(opened.models.all_names_and_ids()) == len(
            {m.name for m in opened.models.all_names_and_ids()}
        )
        assert len(opened.decks.all_names_and_ids()) == 2


def test_anki_takes_the_table_into_the_same_notes(cli: Cli, tmp_path: Path) -> None:
    package, table = tmp_path / "small.apkg", tmp_path / "small.csv"
    cli.ask("export", "-o", str(package), "--deck", "small")
    cli.ask("export", "-o", str(table), "--deck", "small")
    with collection(tmp_path / "anki") as opened:
        take_in(opened, package)
        metadata = opened.get_csv_metadata(path=str(table), delimiter=None)
        log = opened.import_csv(ImportCsvRequest(path=str(table), metadata=metadata)).log
        notes = notes_by_id(opened)
        assert sorted(notes) == ["sm-001", "sm-002", "sm-003"] and len(log.new) == 0
        assert notes["sm-001"]["Question"] == "What is 1 + 1?\n\nThink first.".replace("\n", "<br>")
        assert notes["sm-001"]["Say"] == "&quot;Two, by definition.&quot;"
        assert notes["sm-001"].tags == ["small::day::0", "small::skill::sums"]


@pytest.mark.parametrize("legacy", [True, False])
def test_a_collection_made_by_anki_becomes_a_deck(cli: Cli, tmp_path: Path, legacy: bool) -> None:
    package = tmp_path / "My notes.apkg"
    with collection(tmp_path / "anki") as opened:
        picture = tmp_path / "a (b) ü.png"
        picture.write_bytes(PNG)
        name = opened.media.add_file(str(picture))
        add(
            opened, "Basic", [r"What is <b>\(x_l\)</b>?", rf'<div>An input.</div><img src="{name}">'], ["cnn"]
        )
        add(
            opened,
            "Basic",
            ["Table?", "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"],
            deck="ML::Nets",
        )
        add(opened, "Basic (and reversed card)", ["Front side", "Back side"])
        add(opened, "Cloze", ["{{c1::ReLU::which}} is {{c2::\\(\\max(0, x)\\)}}", "Nair 2010"])
        give_out(opened, package, legacy)
    done = cli.ask("import", str(package))
    folder = cli.home / "decks" / "my-notes"
    assert (done["cards"], done["skipped"], done["left_out"]) == (6, 0, [])
    assert (done["deck"], done["path"]) == ("my-notes", str(folder))
    assert sorted(done["files"]) == ["cards.md", "deck.toml", "media/a_b_ü.png"]
    assert cli.ask("deck", "check", str(folder))["errors"] == []
    cards = cards_by_title(folder)
    asked = cards["What is **$x_l$**?"]
    assert asked.answer == "An input.\n\n![](media/a_b_ü.png)" and asked.tags == ("cnn",)
    assert (folder / "media" / "a_b_ü.png").read_bytes() == PNG
    assert cards["Table?"].answer == "| a |\n| --- |\n| 1 |" and cards["Table?"].skill == "nets"
    assert cards["Front side"].answer == "Back side" and cards["Back side"].answer == "Front side"
    gap = cards["**\\[which\\]** is $\\max(0, x)$"]
    assert gap.answer == "**ReLU** is $\\max(0, x)$\n\nNair 2010"
    assert cards["ReLU is **\\[…\\]**"].answer == "ReLU is **$\\max(0, x)$**\n\nNair 2010"
    assert {card["card"] for card in cli.ask("today", "--deck", "my-notes")["due"]}


@pytest.mark.parametrize("legacy", [True, False])
def test_an_import_again_takes_only_what_is_new(cli: Cli, tmp_path: Path, legacy: bool) -> None:
    package = tmp_path / "notes.apkg"
    with collection(tmp_path / "anki") as opened:
        note = add(opened, "Basic", ["One?", "1"])
        give_out(opened, package, legacy)
        cli.ask("import", str(package))
        before = (cli.home / "decks" / "notes" / "cards.md").read_bytes()
        note["Back"] = "changed"
        opened.update_note(note)
        add(opened, "Basic", ["Two?", "2"])
        give_out(opened, package, legacy)
    done = cli.ask("import", str(package))
    assert (done["cards"], done["skipped"], done["files"]) == (1, 1, ["import-2026-10-12.md"])
    folder = cli.home / "decks" / "notes"
    assert (folder / "cards.md").read_bytes() == before
    assert [card.title for card in sound_deck(folder).cards] == ["One?", "Two?"]
    assert cli.ask("import", str(package))["cards"] == 0


ODD = [
    "", " ", "<br>", "&nbsp;", "#", "## Heading", "### Answer", "# ", "+++", "---", "===",
    "***", "```", "~~~python", "```check\ntype = 1\n```",
    "<pre><code>```check\n```</code></pre>", "<pre>a\n\n## b\n\n</pre>",
    "<pre><code class='language-check'>type = 1</code></pre>", "$", "$$", "$$$",
    "cost $5 and $6", r"\(", r"\)", r"\(\)", r"\( \)", r"\(x", r"\(\frac{1}\)",
    r"\(\undefined{x}\)", r"\[x\]", r"\[\begin{aligned}a&amp;=b\\c&amp;=d\end{aligned}\]",
    r"\(a$b\)", r"\(`\)", r"\(x\\\)", r"[latex]$x$[/latex]",
    r"[latex]\begin{equation}y\end{equation}[/latex]", "[$]z[/$]", "{#rn-001}",
    "What? {#x skill=y day=0}", "a {b=c}", "a {.b", "{{c1::open", "}}", "{{c1::}}",
    "{{c0::x}}", "{{c1::a::b::c}}", "- item", "1. item", "> quote", "| a | b |\n|---|---|",
    "[a]: http://x", "[a](b)", "![a](b)", "<b><i>x</b></i>",
    "<table><tr><td><table><tr><td>in</td></tr></table></td></tr></table>",
    "<ul><li>a<br><br>b<li>c</ul>", "<img src='gone.png'>",
    "<img src='data:image/png;base64,AAAA'>", "[sound:gone.mp3]", "<script>alert(1)</script>",
    "<!-- ## hidden -->", "<!-- open", "a<b", "a < b > c", "\u2028\u2029\x85",
    "\ue000" + "0\ue001", "\ufeff", "é́", "🙂" * 300, "x" * 5_000, "word " * 500,
    "<div>" * 500 + "deep", "<h1>a</h1><h2>b</h2>", "a\\", "a\\\\", "\\", "a<br>\\<br>b",
    "-> x", "a -> b", "[!] x", '"quoted"', "“”", "* * *", "\t\ttab", "    four",
    "<p> </p><p>second</p>", "<a href='javascript:1'>x</a>", "&lt;b&gt;", "&#35; a",
]  # fmt: skip


def test_odd_notes_make_sound_cards_or_are_named(cli: Cli, tmp_path: Path) -> None:
    package = tmp_path / "odd.apkg"
    with collection(tmp_path / "anki") as opened:
        for text in ODD:
            add(opened, "Basic", [text, "plain"])
            add(opened, "Basic", [f"Which? {len(text)}", text])
            add(opened, "Cloze", [f"{{{{c1::{text}}}}} is it", text])
        give_out(opened, package, legacy=False)
    done = cli.ask("import", str(package))
    folder = cli.home / "decks" / "odd"
    assert cli.ask("deck", "check", str(folder))["errors"] == []
    assert len(sound_deck(folder).cards) == done["cards"] > 2 * len(ODD)
    assert {each["why"] for each in done["left_out"]} <= {
        "it asks nothing", "it has no answer", "it has no gap 1"
    }  # fmt: skip
    assert set(sound_deck(folder).cards[0].id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_pictures_go_to_anki_and_come_back(cli: Cli, tmp_path: Path) -> None:
    write_card(cli, "![seen](media/a.png) ![outside](../secret.png)")
    (tmp_path / "secret.png").write_bytes(PNG)
    (cli.decks / "media").mkdir()
    (cli.decks / "media" / "a.png").write_bytes(PNG)
    package = tmp_path / "small.apkg"
    cli.ask("export", "-o", str(package), "--deck", "small")
    with zipfile.ZipFile(package) as archive:
        assert archive.read("media") == b'{"0": "small-a.png"}' and archive.read("0") == PNG
    with collection(tmp_path / "anki") as opened:
        take_in(opened, package)
        assert '<img src="small-a.png" alt="seen"' in notes_by_id(opened)["sm-009"]["Answer"]
        assert (Path(opened.media.dir()) / "small-a.png").read_bytes() == PNG
