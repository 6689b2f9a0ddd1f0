"""A second judge of a right answer, in a process of its own: SymPy of a derivation, PyTorch of a drawing."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import prepapp.answers
from prepapp.answers.certificate import MODULE, read_reply, request
from prepapp.answers.derivation import DerivationCheck
from prepapp.answers.drawing import confirmed
from prepapp.answers.drawing_parts import Shape
from prepapp.answers.verdict import Verdict
from prepapp.errors import PrepError
from prepapp.runner.client import LabHost, Over
from prepapp.runner.limits import Limits
from prepapp.session.lab_run import new_run

BUILDER = Path(prepapp.answers.__file__).parent / "build_drawing.py"
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


async def built(host: LabHost, shape: Shape, text: str, verdict: Verdict) -> Verdict:
    """Return a right verdict on a drawing with what PyTorch's own modules come to; without them it stands."""
    order = json.dumps({"text": text, "input": list(shape)})
    stages, ended = [], ""
    async for word in host.run(new_run(), BUILDER, [order], Limits(wall_s=PATIENCE_S)):
        if isinstance(word, Over):
            ended = word.what
        elif word.event and word.event["event"] == "done":
            stages = word.event["stages"]
    if ended:
        return replace(verdict, reason=f"{verdict.reason}; PyTorch could not build it: {ended}")
    if differs := confirmed(text, shape, stages):
        return replace(
            verdict, reason=f"{verdict.reason}; uncertified, PyTorch builds something else: {differs}"
        )
    return replace(verdict, reason=f"{verdict.reason}; built in PyTorch, with the same counts")
