"""What is echoed reads as the same tree."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from prepapp.answers.derive.echo import echo, echo_line
from prepapp.answers.derive.parse import read_expression, read_line
from prepapp.answers.derive.tree import (
    Big,
    Bin,
    Call,
    Diff,
    Moment,
    Name,
    Neg,
    Node,
    Num,
    ReadingError,
    Transpose,
    parts,
)
from prepapp.answers.derive.vocabulary import ELEMENTARY, Vocabulary
from tests.answers.hostile import hostile
from tests.answers.shipped import checks, corpus

WORDS = Vocabulary(frozenset({"x", "E", "J", "I", "l", "L", "λ", "W"}), ELEMENTARY | {"F"})
RANDOM = Vocabulary(frozenset({"w", "x", "y", "n_in", "l"}), frozenset({"relu"}), moments=True)

whole = st.integers(0, 99).map(lambda n: Num(Fraction(n)))
numbers = whole | st.integers(1, 9999).map(lambda n: Num(Fraction(n, 1000)))
plain = st.sampled_from(["l", "L"]).map(Name)
indices: st.SearchStrategy[Node] = st.recursive(
    plain | whole, lambda part: st.builds(Bin, st.sampled_from(["+", "-"]), part, part), max_leaves=3
)
indexed = st.builds(Name, st.sampled_from(["x", "J", "λ", "W"]), indices)
branches = st.builds(Name, st.just("F"), indices, st.integers(0, 1))
leaves: st.SearchStrategy[Node] = (
    numbers | plain | indexed | branches | st.sampled_from([Name("I"), Name("E")])
)
variables = st.builds(Name, st.just("x"), indices)


def grown(part: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    operators = st.sampled_from(["+", "-", "*", "⊙", "/"])
    return (
        st.builds(Bin, operators, part, part)
        | st.builds(Bin, st.just("^"), part, indices)
        | st.builds(Neg, part)
        | st.builds(Transpose, part)
        | st.builds(Diff, part, variables)
        | st.builds(lambda arg, i, n: Call("F", (arg,), i, n), part, indices, st.integers(0, 2))
        | st.builds(lambda name, arg: Call(name, (arg,)), st.sampled_from(sorted(ELEMENTARY)), part)
        | st.builds(Big, st.sampled_from(["sum", "prod"]), st.sampled_from("ijk"), indices, indices, part)
    )


@given(st.recursive(leaves, grown, max_leaves=12))
@settings(deadline=None, max_examples=400)
def test_the_echo_reads_as_the_same_tree(tree: Node) -> None:
    assume(not any(isinstance(part, Diff) and part.of == Name("L") for part in parts(tree)))  # the loss
    text = echo(tree)
    if len(text) <= 400:
        assert read_expression(text, WORDS) == tree


def test_moments_read_as_the_same_tree() -> None:
    tree = Bin("*", Name("n_in"), Moment("Var", Bin("*", Name("w", Name("l")), Name("x", Name("l")))))
    assert read_expression(echo(tree), RANDOM) == tree


@pytest.mark.parametrize("typed", [*corpus()], ids=lambda typed: typed.check)
def test_the_echo_of_typed_lines_reads_the_same(typed: object) -> None:
    assert isinstance(typed, tuple)
    words = checks()[typed[0]].setting.words
    for text in typed[1].split("\n"):
        try:
            line = read_line(text, words)
        except ReadingError as error:
            assert 1 <= error.column <= len(text) + 1
            continue
        assert read_line(echo_line(*line), words) == line


def test_columns_point_into_the_text() -> None:
    for text in hostile(600, 5):
        try:
            sides = read_line(text, WORDS).sides
        except ReadingError as error:
            assert 0 <= error.column <= max(len(text) + 1, 400)
        else:
            assert all(0 <= part.at <= len(text) + 1 for side in sides for part in parts(side))


@pytest.mark.parametrize(("spellings", "shown"), [
    (("x_{l+1}", "x[l+1]", "xₗ₊₁", "x_(l+1)"), "xₗ₊₁"),
    (("sum_{i=l}^{L-1} F(x_i)", "sum(F(x_i), i, l, L-1)", r"\sum_{i=l}^{L-1} F(x_i)"), "Σ_{i=l}^{L−1} F(xᵢ)"),
    (("dE/dx_l", "∂E/∂x_l", r"\frac{\partial E}{\partial x_l}", "D(E, x_l)", "dL/dx_l"), "∂E/∂xₗ"),
    ((r"\frac{d\mathcal{L}}{dx_l}", r"\dfrac{ dE }{ d x_l }"), "∂E/∂xₗ"),
    (("d/dx_l (1 + F(x_l))", r"\frac{\partial}{\partial x_l}(1 + F(x_l))"), "∂/∂xₗ (1 + F(xₗ))"),
    (("2x_l^2", "2*x_l**2", "2·x_l²", r"2 \cdot x_l^{2}"), "2·xₗ²"),
    (("J_l^T", "J_lᵀ", r"J_l^{\top}", "J_l.T"), "Jₗᵀ"),
    (("relu(x_l)", "ReLU(x_l)", r"\mathrm{ReLU}(x_l)"), "relu(xₗ)"),
    (("lambda_i", "λ_i", r"\lambda_i", "λᵢ"), "λᵢ"),
    (("1/2 x_l", r"\frac{1}{2} x_l"), "1/2·xₗ"),
    (("sqrt(2)", r"\sqrt{2}", "√2"), "sqrt(2)"),
])  # fmt: skip
def test_spellings_read_the_same(spellings: tuple[str, ...], shown: str) -> None:
    assert {echo(read_expression(text, WORDS)) for text in spellings} == {shown}


@pytest.mark.parametrize(("text", "column", "what"), [
    ("x_L = foo", 7, "`foo` is not a name here"),
    ("x_L = x_l + ", 12, "the line ends where a value belongs"),
    ("x_L = (x_l", 11, "the line ends where `)` belongs"),
    ("x_L = sum F(x_i)", 11, "the sum has no bounds"),
    ("x_L = sum_{i=l}^L-1 F(x_i)", 18, "does this belong to the upper bound?"),
    ("x_L = d/dx_l x_l * F(x_l)", 18, "is the next factor differentiated by x too?"),
    ("x_L = x_l + …", 13, "dots are not read"),
    ("x_L ≈ x_l", 5, "`≈` is not judged"),
    ("x_L = \x07", 7, "unexpected `U+0007`"),
    ("x_L = F", 8, "`F` of what?"),
    ("x_L", 4, "an equation needs an ="),
    ("dE/dW_l = 1", 5, "this cannot be differentiated by"),
])  # fmt: skip
def test_what_cannot_be_read_is_pointed_at(text: str, column: int, what: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_line(text, WORDS)
    assert (caught.value.column, caught.value.what) == (column, what)
