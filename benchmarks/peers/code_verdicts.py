"""Milliseconds from save to verdict of each right code answer, warm, by card: ``code_verdicts.py ROUNDS``."""

import asyncio
import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from prepapp.home import Home, Place
from prepapp.runner.client import LabHost
from prepapp.session.check_code import Code
from prepapp.session.desk import Desk, open_desk
from prepapp.session.lab_run import WARM


async def measure(desk: Desk, rounds: int) -> dict[str, list[float]]:
    """Run every right answer so often, as the app runs what was saved."""
    deck = desk.deck("resnet")
    found = [(card, check) for card in deck.cards for check in card.checks if check.type == "code"]
    taken: dict[str, list[float]] = {card.id: [] for card, _ in found}
    async with LabHost(WARM) as host:
        await host.ready()
        for number in range(rounds + 1):
            for card, check in found:
                for file in check.spec["right"]:
                    text = (Path(deck.path) / file).read_text(encoding="utf-8")
                    started = time.perf_counter()
                    verdict = await Code(desk, card, check).run(host, text)
                    assert verdict.verdict == "right", verdict.reason
                    if number:  # the first round fills the page cache
                        taken[card.id].append(1e3 * (time.perf_counter() - started))
    return taken


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        own = open_desk(Place(Home(Path(home))), datetime.now(UTC))
        print(json.dumps(asyncio.run(measure(own, int(sys.argv[1])))))
        own.close()
