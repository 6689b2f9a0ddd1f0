"""Runs of code checks as the app makes them: limited children of one warm host."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from prepapp.answers import code_child
from prepapp.answers.code_verdict import judge_code, own_events
from prepapp.answers.verdict import Verdict
from prepapp.runner.client import LabHost, Over
from prepapp.runner.limits import Limits

PROGRAM = Path(code_child.__file__)
AT_ONCE = 2
TOKEN = "a0b1"


class Run(NamedTuple):
    """One file against the tests of one card."""

    answer: Path
    tests: Path
    seconds: float = 10
    memory: int = 1024
    """MiB."""


async def run_one(host: LabHost, run: Run, name: str) -> Verdict:
    """The verdict of one run."""
    limits = Limits(
        memory=run.memory << 20, file_size=1 << 24, files=64, cpu_s=int(run.seconds) + 1, output=1 << 20,
        wall_s=run.seconds + 2,
    )  # fmt: skip
    arguments = [str(run.answer), str(run.tests), TOKEN, str(run.seconds)]
    lines, ended = [], ""
    async for said in host.run(name, PROGRAM, arguments, limits):
        if isinstance(said, Over):
            ended = said.what
        else:
            lines.append(said.line)
    return judge_code(own_events(lines, TOKEN), ended)


async def _run_all(runs: Sequence[Run], libraries: Sequence[str]) -> dict[Run, Verdict]:
    free = asyncio.Semaphore(AT_ONCE)
    async with LabHost(libraries) as host:
        await host.ready()

        async def one(n: int, run: Run) -> Verdict:
            async with free:
                return await run_one(host, run, str(n))

        found = await asyncio.gather(*(one(n, run) for n, run in enumerate(runs)))
    return dict(zip(runs, found, strict=True))


def run_all(runs: Sequence[Run], libraries: Sequence[str] = ()) -> Mapping[Run, Verdict]:
    """All verdicts, two runs at a time."""
    return asyncio.run(_run_all(runs, libraries))
