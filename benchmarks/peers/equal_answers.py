"""Which answers a tool takes for equal to the gold: ``equal_answers.py TOOL``, JSON lines in and out.

The first line in has the derivation checks by name, each further one a pair of ``pairs.toml``. A line out has
the verdict (None: not read) and the milliseconds of processor time, reading included. Imports, grammars and
the worlds of a card are made before the first.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

Checks = Mapping[str, Mapping[str, Any]]
Pair = Mapping[str, Any]
Ask = Callable[[Pair], bool | None]
"""Whether an answer equals the gold; None where one of both could not be read."""


def main() -> None:
    """Answer the pairs of the input in their order, each as soon as it is known."""
    ask = TOOLS[sys.argv[1]](json.loads(sys.stdin.readline()))
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        pair = json.loads(line)
        started = time.process_time()
        verdict = ask(pair)
        taken = 1e3 * (time.process_time() - started)
        print(json.dumps({"verdict": verdict, "ms": taken}), flush=True)


def ours(checks: Checks) -> Ask:
    """The judge of each card, its worlds made."""
    from prepapp.answers.derivation import read_card
    from prepapp.answers.judge import Judge, reference

    judges = {name: Judge(read_card(spec), seed=1) for name, spec in checks.items()}
    for judge in judges.values():
        judge.lines(reference(judge.check))

    def ask(pair: Pair) -> bool | None:
        (line,) = judges[pair["check"]].lines(f"{pair['left']} = {pair['ours']}")
        return None if line.verdict == "unreadable" else line.verdict == "right"

    return ask


def parse_expr(_checks: Checks) -> Ask:
    """SymPy's parser of Python's notation, then ``simplify``; it is told what a name is."""
    import sympy
    from sympy.parsing.sympy_parser import parse_expr as parse

    def ask(pair: Pair) -> bool | None:
        names: dict[str, Any] = {name: sympy.Symbol(name, commutative=False) for name in pair["order"]}
        names |= {name: sympy.Function(name) for name in pair["functions"]}
        try:
            gold, answer = (parse(text, local_dict=names) for text in pair["plain"])
        except (SyntaxError, TypeError, ValueError):
            return None
        return bool(_difference_is_zero(gold, answer))

    ask({"order": [], "functions": [], "plain": ["x + 1", "1 + x"]})
    return ask


def antlr(_checks: Checks) -> Ask:
    """SymPy's first LaTeX reader, then ``simplify``."""
    return _latex("antlr")


def lark(_checks: Checks) -> Ask:
    """SymPy's second LaTeX reader, then ``simplify``; of several readings the first."""
    return _latex("lark")


def math_verify(_checks: Checks) -> Ask:
    """Hugging Face's reader and comparison of mathematical answers, with its own time limits."""
    from math_verify import LatexExtractionConfig, parse, verify

    def ask(pair: Pair) -> bool | None:
        read = [
            parse(f"${text}$", extraction_config=[LatexExtractionConfig()], fallback_mode="no_fallback")
            for text in pair["latex"]
        ]
        return bool(verify(*read)) if all(read) else None

    ask({"latex": ["x + 1", "1 + x"]})
    return ask


def _latex(backend: str) -> Ask:
    import sympy
    from sympy.parsing.latex import LaTeXParsingError, parse_latex

    unread = (LaTeXParsingError, import_module("lark.exceptions").LarkError, StopIteration)

    def read(text: str) -> Any:
        found = parse_latex(text, backend=backend)
        readings = getattr(found, "children", [found])
        return next(each for each in readings if isinstance(each, sympy.Expr))

    def ask(pair: Pair) -> bool | None:
        try:
            gold, answer = map(read, pair["latex"])
        except unread:
            return None
        return bool(_difference_is_zero(gold, answer))

    ask({"latex": ["x + 1", "1 + x"]})
    return ask


def _difference_is_zero(gold: Any, answer: Any) -> bool:
    import sympy

    return bool(sympy.simplify(sympy.expand((gold - answer).doit())) == 0)


TOOLS: Mapping[str, Callable[[Checks], Ask]] = {
    "ours": ours,
    "parse_expr": parse_expr,
    "antlr": antlr,
    "lark": lark,
    "math_verify": math_verify,
}

if __name__ == "__main__":
    main()
