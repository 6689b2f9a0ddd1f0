"""What a typed answer touches: whole words, undenied, whatever their spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prepapp.core.card import Point, RedFlag
from prepapp.core.listening import DENIALS, heard

FILLER = st.lists(
    st.sampled_from(["so", "then", "the", "block", "layer", "sum", "path", "of", "we"]), max_size=6
)
TERMS = ("identity", "not overfitting", "training error", "(I + J)", "2/n", "x_l", "never zero", "Pre-LN")


def points(text: str, *terms: str) -> bool:
    """Whether a point with these terms is heard."""
    return heard(text, [Point(1, "p", True, terms)], []).points == (1,)


def flagged(text: str, *terms: str) -> bool:
    """Whether a red flag with these terms is heard."""
    return heard(text, [], [RedFlag(1, "f", "", terms)]).red_flags == (1,)


@pytest.mark.parametrize(
    "text",
    [
        "The gradient is never zero.",
        "it is NEVER   ZERO",
        "never-zero, always",
        "It is not only never zero, it grows",
        "He asked me, not you: it is never zero",
        "I do not know. It is never zero",
        "Without skips it is never zero",
        "I would not say it is not never zero",
    ],
)
def test_a_red_flag_is_heard(text: str) -> None:
    assert flagged(text, "never zero")


@pytest.mark.parametrize(
    "text",
    [
        "it is *not* never zero",
        "It isn't never zero",
        "It isn’t true that it is never zero",
        '"Never zero" is wrong',
        "never zero? that is false",
        "Nobody says that it is never zero",
        "never zero? No.",
        "whenever zero comes",
        "never zerofied",
    ],
)
def test_a_denied_or_partial_red_flag_is_not_heard(text: str) -> None:
    assert not flagged(text, "never zero")


@pytest.mark.parametrize(
    ("text", "term", "is_heard"),
    [
        ("It is not guaranteed", "not guaranteed", True),
        ("It is guaranteed", "not guaranteed", False),
        ("not overfitting, the training error rises", "training error", True),
        ("that is not the training error", "training error", False),
        ("without any skip", "skip", False),
        ("two skips", "skip", True),
        ("a skipper", "skip", False),
        (r"with $\gamma = 0$ at the start", "γ = 0", True),
        ("γ=0", r"\gamma = 0", True),
        ("xₗ grows", "x_l", True),
        (r"$x_{l}$ grows", "x_l", True),
        ("x² + 1", "x^2", True),
        ("F(x) = −x cancels", "F(x) = -x", True),
        ("F(x) = x cancels", "F(x) = -x", False),
        ("Pre‑LN", "pre-ln", True),
        ("`batch norm`", "batch norm", True),
        ("anything", "", False),
    ],
)
def test_a_point_is_heard_in_any_spelling(text: str, term: str, is_heard: bool) -> None:
    assert points(text, *filter(None, [term])) is is_heard


def test_vanishing_gradients_are_not_the_reason() -> None:
    assert not flagged("Vanishing gradients are not the reason", "vanishing gradients")
    assert not flagged("The reason? Not because of vanishing gradients", "because of vanishing gradients")
    assert flagged("Not overfitting, because of vanishing gradients", "because of vanishing gradients")


@given(st.sampled_from(TERMS), FILLER, FILLER)
def test_a_term_is_heard_among_other_words(term: str, before: list[str], behind: list[str]) -> None:
    text = " ".join([*before, term, *behind])
    assert points(text, term) and flagged(text, term)


@given(st.sampled_from(TERMS), st.sampled_from(sorted(DENIALS)))
def test_a_denial_before_it_silences_it(term: str, denial: str) -> None:
    assert not flagged(f"we say {denial} {term}", term)
    assert flagged(f"we say {denial}. {term}", term)


@given(st.sampled_from(TERMS), FILLER)
def test_another_sentence_changes_nothing(term: str, more: list[str]) -> None:
    assert points(f"{' '.join(more)}. {term}. {' '.join(more)}.", term)


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_no_text_breaks_it(text: str, terms: list[str]) -> None:
    found = heard(text, [Point(7, "p", True, tuple(terms))], [RedFlag(9, "f", "", tuple(terms))])
    assert set(found.points) <= {7} and set(found.red_flags) <= {9}
