"""Milliseconds until a lab's first curve point on a warm host, one a round: ``first_point.py LAB ROUNDS``."""

import asyncio
import json
import sys
import time
from pathlib import Path

from prepapp.runner.client import LabHost, Said
from prepapp.session.lab_run import WARM


async def measure(lab: Path, rounds: int) -> list[float]:
    """Run the lab so often, and leave it at its first point."""
    taken = []
    async with LabHost(WARM) as host:
        await host.ready()
        for number in range(rounds):
            started = time.perf_counter()
            run = f"run-{number}"
            async for word in host.run(run, lab, ["--json"]):
                if isinstance(word, Said) and word.event and word.event["event"] == "metric":
                    taken.append(1_000 * (time.perf_counter() - started))
                    await host.cancel(run)
                    break
    return taken


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(Path(sys.argv[1]), int(sys.argv[2])))))
