"""What hostile texts cost the judge, as JSON: ``hostile_text.py FILE COUNT SEED CHECK``.

FILE makes the texts, CHECK is a derivation block as JSON.
"""

import importlib.util
import json
import sys
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

from prepapp.answers.derivation import read_card
from prepapp.answers.judge import Judge
from prepapp.answers.worlds.world import BUDGET, Budget


class Counted(Budget):
    """A budget that says what was spent of it."""

    spent = 0

    def spend(self, count: int = 1, column: int = 0) -> None:
        Counted.spent += count
        super().spend(count, column)


def measure(texts: list[str], spec: Any) -> dict[str, Any]:
    """Judge every text twice: for its time, then for its operations."""
    check = read_card(spec)
    judge, taken, refused = Judge(check, 3), [], 0
    judge.lines("x_L = x_l")
    for text in texts:
        started = time.process_time()
        refused += judge.outcome(text).verdict.verdict != "right"
        taken.append(1e3 * (time.process_time() - started))
    judge, operations = Judge(check, 3), []
    with patch("prepapp.answers.trial.Budget", Counted):
        for text in texts:
            Counted.spent = 0
            judge.outcome(text)
            operations.append(Counted.spent)
    return {"ms": taken, "operations": operations, "most": BUDGET, "refused": refused}


def read_texts(file: Path, count: int, seed: int) -> list[str]:
    """The texts that a file of the tests makes; the rest of the tests stays out."""
    found = importlib.util.spec_from_file_location(file.stem, file)
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return list(module.hostile(count, seed))


if __name__ == "__main__":
    file, count, seed, spec = sys.argv[1:]
    print(json.dumps(measure(read_texts(Path(file), int(count), int(seed)), json.loads(spec))))
