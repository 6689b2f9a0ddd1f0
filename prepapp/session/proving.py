"""SymPy asked about a derivation that holds in the worlds, in a process of its own and not for long."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from prepapp.answers.certificate import MODULE, read_reply, request
from prepapp.answers.derivation import DerivationCheck
from prepapp.answers.verdict import Verdict
from prepapp.errors import PrepError

PATIENCE_S = 20.0
"""Seconds that SymPy has, its import included."""


def certified(check: DerivationCheck, world: str | Mapping[str, Any], text: str, verdict: Verdict) -> Verdict:
    """Return a right verdict with what SymPy makes of it; without SymPy, or in doubt, the worlds' stands."""
    asked = request(check, world, text)
    try:
        done = subprocess.run(
            [sys.executable, "-m", MODULE], input=asked, capture_output=True, text=True, timeout=PATIENCE_S
        )
    except subprocess.TimeoutExpired:
        return replace(verdict, reason=f"{verdict.reason}; SymPy took longer than {PATIENCE_S:g} s")
    if done.returncode != 0:
        return replace(verdict, reason=f"{verdict.reason}; SymPy could not be asked")
    try:
        found = read_reply(done.stdout)
    except PrepError as error:
        return replace(verdict, reason=f"{verdict.reason}; {error.what}")
    if found.proved:
        return replace(verdict, proof="sympy", reason=f"proved by SymPy {found.what}".rstrip())
    return replace(verdict, reason=f"{verdict.reason}; uncertified: {found.what}")
