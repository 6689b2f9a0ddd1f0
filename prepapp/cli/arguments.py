"""What is read from an argument of the command line, and how it is refused."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any


def _argument(read: Callable[[str], Any], hint: str) -> Callable[[str], Any]:
    """Return a reader of arguments that says in words what it wants."""

    def reading(text: str) -> Any:
        try:
            return read(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not {hint}") from None

    return reading


def _read_numbers(text: str) -> list[int]:
    return sorted({int(part) for part in text.split(",") if part.strip()})


def _read_seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < 86_400:
        raise ValueError
    return seconds


def _read_minutes(text: str) -> int:
    minutes = int(text)
    if not 0 < minutes <= 480:
        raise ValueError
    return minutes


def _read_cards(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _read_size(text: str) -> int:
    if text not in {"1", "5", "15"}:
        raise ValueError
    return int(text)


def _read_port(text: str) -> int:
    port = int(text)
    if not 0 <= port < 65_536:
        raise ValueError
    return port


day = _argument(date.fromisoformat, "a date such as 2026-10-26")
numbers = _argument(_read_numbers, "numbers of points such as 1,3")
seconds = _argument(_read_seconds, "a number of seconds")
port = _argument(_read_port, "a port, 0 to 65535")
minutes = _argument(_read_minutes, "a whole number of minutes, 1 to 480")
cards = _argument(_read_cards, "ids of cards such as rn-001,rn-002")
warmup_size = _argument(_read_size, "1, 5 or 15")
