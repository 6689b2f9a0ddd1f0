"""Tables from elsewhere: with Anki's header lines, with names of columns, with nothing."""

from pathlib import Path

import pytest

from prepapp.exchange.note import Note
from prepapp.exchange.table import read_table


def notes(tmp_path: Path, text: str, name: str = "x.csv") -> tuple[Note, ...]:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_table(file).notes


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What?,This.\n", "x.csv"),
        ("What?;This.", "x.csv"),
        ("What?\tThis.\r\n", "x.tsv"),
        ("\ufeffWhat?|This.", "x.txt"),
        ("#separator:Pipe\nWhat?|This.", "x.txt"),
        ("#separator:tab\n#html:false\n\n\nWhat?\tThis.\n\n", "x.txt"),
        ("Question,Answer\nWhat?,This.", "x.csv"),
        ("answer;note;front\nThis.;;What?", "x.csv"),
        ('"What?","This."', "x.csv"),
    ],
)
def test_question_and_answer_are_found(tmp_path: Path, text: str, name: str) -> None:
    (note,) = notes(tmp_path, text, name)
    assert note.question == "What?" and not note.html
    assert [part.text for part in note.answer if part.text] == ["This."]
    assert note.key == "What?"


def test_notes_in_plain_text_as_anki_writes_them(tmp_path: Path) -> None:
    text = (
        "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
        'g1\tBasic\tML::Nets\t"What is ""x""?"\t"<b>an\ninput</b>"\ta b\n'
        "g2\tCloze\tML\t{{c1::A}} and {{c2::B}}\t\t\n"
    )
    first, *gaps = notes(tmp_path, text, "x.txt")
    assert (first.key, first.question, first.html) == ("g1", 'What is "x"?', True)
    assert (first.answer[0].text, first.tags, first.deck) == ("<b>an\ninput</b>", ("a", "b"), "ML::Nets")
    assert [(gap.key, gap.cloze) for gap in gaps] == [("g2/c1", 1), ("g2/c2", 2)]


def test_names_of_columns_stand_before_further_answers(tmp_path: Path) -> None:
    (note,) = notes(tmp_path, "front,back,hint\nWhat?,This.,Think\n")
    assert [(part.name, part.text) for part in note.answer] == [("back", "This."), ("hint", "Think")]


def test_html_is_seen_where_no_line_says_so(tmp_path: Path) -> None:
    assert notes(tmp_path, "a,b<br>c\n")[0].html and not notes(tmp_path, "if x<y,z>w\n")[0].html


def test_a_line_that_only_looks_like_a_setting_is_a_note(tmp_path: Path) -> None:
    (note,) = notes(tmp_path, "#include: what is it?,A line of C\n")
    assert note.question == "#include: what is it?"
