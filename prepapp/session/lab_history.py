"""Runs of labs as the log has them, and the measurements that they left."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from prepapp.core.event import Event
from prepapp.core.ledger import Measurement, newest
from prepapp.session.desk import Desk


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run as the log has it."""

    run: str
    lab: str
    at: datetime
    """As the clock stood where the candidate was."""
    day: date
    """The study day."""
    outcome: str
    """done, cancelled or failed."""
    payload: Mapping[str, Any]

    @property
    def held(self) -> int:
        """How many of its claims held."""
        return sum(claim["verdict"] == "holds" for claim in self.payload["claims"])

    @property
    def settled(self) -> int:
        """How many of its claims were settled."""
        return len(self.payload["claims"])

    @property
    def measured(self) -> Mapping[str, float | None]:
        """What it measured, by claim; None where that was no finite number."""
        return {claim["claim"]: claim["measured"] for claim in self.payload["claims"]}

    @property
    def is_whole(self) -> bool:
        """Whether it ended by itself."""
        return self.outcome == "done"


def run_file(desk: Desk, run: str) -> Path:
    """Return the file that has what a run said."""
    return desk.place.home.runs / f"{run}.jsonl"


def past_runs(desk: Desk, now: datetime, lab: str | None = None) -> list[PastRun]:
    """Return the runs of the log, oldest first, of one lab or all."""
    events = desk.open(now).events(kind="lab_run")
    runs = [
        PastRun(str(p["run"]), str(p["lab"]), _local(event), event.study_day, str(p["outcome"]), p)
        for event in events
        if "run" in (p := event.payload)
    ]
    return [run for run in runs if lab is None or run.lab == lab]


def _local(event: Event) -> datetime:
    return event.at.astimezone(timezone(timedelta(minutes=event.offset)))


def newest_by_lab(runs: Iterable[PastRun]) -> dict[str, PastRun]:
    """Return the newest run of each lab that ended by itself."""
    return {run.lab: run for run in runs if run.is_whole}


def measurements(runs: Iterable[PastRun]) -> dict[str, Measurement]:
    """Return the newest measurement of each claim that a lab settles."""
    return newest(each for run in runs for each in _measured(run))


def _measured(run: PastRun) -> Iterator[Measurement]:
    for claim in run.payload["claims"]:
        for claim_id in (claim["claim"], *claim["also"]):
            yield Measurement(
                claim=claim_id,
                measured=claim["measured"],
                verdict=claim["verdict"],
                rule=claim["rule"],
                lab=run.lab,
                run=run.run,
                at=run.at,
                device=run.payload["device_name"] or run.payload["device"],
                preset=run.payload["preset"],
                seed=run.payload["seed"],
            )
