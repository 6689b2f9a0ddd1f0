"""What twice has to do."""

from types import ModuleType


def test_two(answer: ModuleType) -> None:
    """Of 2 it is 4."""
    assert answer.twice(2) == 4


def test_three(answer: ModuleType) -> None:
    """It grows by two, not by its square."""
    found = answer.twice(3)
    assert found == 6, f"twice(3) is {found}"
