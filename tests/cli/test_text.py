"""Plain text at 80 columns."""

from prepapp.cli.text import one_line, prose, table


def test_a_table_is_aligned_and_its_last_column_wrapped() -> None:
    assert table([("a", 1, "words " * 16), ("bcd", 20, "few")], right={1}) == [
        "  a     1  words words words words words words words words words words words",
        "           words words words words words",
        "  bcd  20  few",
    ]


def test_paragraphs_are_wrapped_and_items_hang() -> None:
    assert prose("one\ntwo\n\n- three\n  four\n- " + "five " * 20) == [
        "  one two",
        "",
        "  - three four",
        "  - " + " ".join(["five"] * 15),
        "    " + " ".join(["five"] * 5),
    ]


def test_code_tables_and_drawn_formulas_stand() -> None:
    code = "```\nx   =  1\n\n  y\n```"
    assert prose(code) == ["  ```", "  x   =  1", "", "    y", "  ```"]
    assert prose("| a | b |\n|---|---|\n| 1 | 2 |") == ["  | a | b |", "  |---|---|", "  | 1 | 2 |"]
    assert prose("so\n\n$$\nx = 1\n$$\n\nend") == ["  so", "", "      x = 1", "", "  end"]


def test_a_formula_in_a_sentence_has_no_escapes_left() -> None:
    assert prose("where $F(x) = a_1 - 1$ holds") == ["  where F(x) = a₁ − 1 holds"]
    assert one_line("what is $x_l$ in *words*?") == "what is xₗ in words?"
    assert one_line("plain\nwords") == "plain words"
