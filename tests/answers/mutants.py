"""Right answers with something changed: a token lost, doubled, exchanged or slipped in."""

import random
import re

from prepapp.answers.derive.parse import read_line
from prepapp.answers.derive.tree import ReadingError
from tests.answers.shipped import checks, corpus

TOKEN = re.compile(r"\\?[A-Za-z]+|[0-9]+|\s+|.", re.DOTALL)
NETWORKS = frozenset({"residual", "plain", "scaled", "multiplicative", "gated"})
SLIPS = (
    "1", "2", "-", "+", "*", "l", "L", "i", "x_l", "x_L", "^T", "(1 + F_l'(x_l))", "F(x_i)", "J_i",
    "I", "L-1",
    "i+1", "l+1", "x_{l+1}", "/2", "^2", "dE/dx_L", "C", "d", "r", "λ_i", "g(x_l)", "F_i'(x_i)", "x_i", "-1",
)  # fmt: skip
SWAPS = {
    "sum": "prod", "prod": "sum", "+": "-", "-": "+", "*": "+",
    "l": "L", "L": "l", "i": "l", "1": "2", "J": "F",
}  # fmt: skip


def seeds() -> list[tuple[str, str]]:
    """Right lines of the corpus, each with its check, that stand on their own."""
    found = []
    for typed in corpus():
        setting = checks()[typed.check].setting
        if typed.kind == "done" and (setting.kind in NETWORKS or setting.kind == "polynomial"):
            found += [
                (typed.check, line) for line in typed.text.split("\n") if stands_alone(typed.check, line)
            ]
    return [each for each in found if each[0] != "rn-020/1"]  # 49 units: slow, and the same formulas


def stands_alone(check: str, line: str) -> bool:
    try:
        return not read_line(line, checks()[check].setting.words).continues
    except ReadingError:
        return False


def mutant(line: str, source: random.Random) -> str:
    """The line with one to three changes."""
    for _ in range(source.choice((1, 1, 1, 1, 2))):
        line = changed(line, source)
    return line


def changed(line: str, source: random.Random) -> str:
    tokens = TOKEN.findall(line)
    spots = [n for n, token in enumerate(tokens) if not token.isspace()]
    at = source.choice(spots)
    match source.choice((0, 1, 2, 3, 3, 4, 4, 4, 4, 5, 5)):
        case 0:
            tokens[at] = ""
        case 1:
            tokens[at] = tokens[at] + " " + tokens[at]
        case 2:
            other = source.choice(spots)
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 3:
            tokens.insert(at, f" {source.choice(SLIPS)} ")
        case 4:
            swappable = [n for n in spots if tokens[n] in SWAPS]
            if swappable:
                at = source.choice(swappable)
                tokens[at] = SWAPS[tokens[at]]
        case _:
            tokens[at] = source.choice(SLIPS)
    return "".join(tokens)
