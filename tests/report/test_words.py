"""Shares, times and levels in words."""

import pytest

from prepapp.report import words


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "–"),
        (2, 3, "2 of 3"),
        (7, 7, "7 of 7"),
        (4, 8, "4 of 8 (50 %)"),
        (1200, 1500, "1,200 of 1,500 (80 %)"),
        (227, 228, "227 of 228 (99 %)"),
        (1, 228, "1 of 228 (1 %)"),
        (228, 228, "228 of 228 (100 %)"),
    ],
)
def test_a_share_of_few_is_counts_alone(part: int, whole: int, said: str) -> None:
    assert words.share(part, whole) == said


@pytest.mark.parametrize(
    ("amount", "said"), [(0.4, "0 min"), (59.4, "59 min"), (59.6, "1 h"), (90, "1 h 30 min"), (600, "10 h")]
)
def test_minutes(amount: float, said: str) -> None:
    assert words.minutes(amount) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "–"), (3.0, "3"), (25_557_032.0, "25,557,032"), (1.73149, "1.731"), (2e-7, "2e-07")],
)
def test_a_number(value: float | None, said: str) -> None:
    assert words.number(value) == said


@pytest.mark.parametrize(
    ("days", "said"), [(-3, "3 days ago"), (-1, "yesterday"), (0, "today"), (1, "tomorrow"), (9, "in 9 days")]
)
def test_how_far_off(days: int, said: str) -> None:
    assert words.away(days) == said
