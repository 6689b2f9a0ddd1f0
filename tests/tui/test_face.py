"""How a card's Markdown becomes lines."""

from rich.console import Console

from prepapp.tui.face import block


def lines(markdown: str, width: int) -> list[str]:
    console = Console(width=width)
    rows = console.render_lines(block(markdown, width), pad=False)
    return ["".join(segment.text for segment in row).rstrip() for row in rows]


def test_a_table_stands_at_the_margin_with_one_blank_row_around_it() -> None:
    assert lines("before\n\n| net | error |\n|---|---|\n| v1 | 6.61 |\n\nafter", 40) == [
        "before",
        "",
        "net  error",
        "──────────",
        "v1   6.61",
        "",
        "after",
    ]


def test_a_short_formula_is_not_broken_at_the_end_of_a_line() -> None:
    assert lines("a product of $I + J_i$ each", 16) == ["a product of", "I + Jᵢ each"]


def test_a_long_formula_is() -> None:
    rows = lines("$x_{l+1} = x_l + F(x_l) + G(x_l) + H(x_l)$", 24)
    assert rows == ["xₗ₊₁ = xₗ + F(xₗ) +", "G(xₗ) + H(xₗ)"]
