"""A run of a lab: what is written of it, what was predicted, and how it is found again."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Any

import psutil
import pytest

from prepapp.errors import PrepError
from prepapp.lab.header import LabClaim
from prepapp.lab.rules import ClaimRule
from prepapp.runner.client import LabHost
from prepapp.session.desk import Desk
from prepapp.session.lab_history import measurements, newest_by_lab, past_runs, run_file
from prepapp.session.lab_replay import Replay
from prepapp.session.lab_run import Choice, LabRun, Prediction, compare, new_run
from prepapp.session.lab_view import ClaimNow
from prepapp.session.labs import Lab, labs_at_hand, trust
from prepapp.session.payloads import require_sound
from tests.builders import noon
from tests.lab.tiny import write_lab


@pytest.fixture
def lab(desk: Desk) -> Lab:
    """A trusted lab of the candidate's own."""
    write_lab(desk.place.home.labs / "mine")
    lab = labs_at_hand(desk).lab("counting")
    trust(desk.place.home, lab)
    return lab


@pytest.fixture
async def host() -> AsyncIterator[LabHost]:
    async with LabHost() as host:
        yield host


async def gone(host: LabHost, run: LabRun, at: datetime | None = None) -> LabRun:
    """Return the run once it is over; with ``how=waits`` it is cancelled when it waits."""
    async for _, event in run.go(host, lambda: at or noon(0)):
        waits = run.choice.changes.get("how") == "waits"
        if waits and event is not None and "results" in str(event.get("text")):
            await host.cancel(run.run)
    return run


def started(desk: Desk, lab: Lab, run: str | None = None, **choice: Any) -> LabRun:
    return LabRun(desk, lab, Choice(**{"workers": "1", "device": "cpu", **choice}), run or new_run())


def written(desk: Desk) -> Mapping[str, Any]:
    """What the log has of the newest run."""
    return past_runs(desk, noon(0))[-1].payload


async def test_the_outcome_is_written_with_all_that_it_takes_to_judge_it(
    desk: Desk, lab: Lab, host: LabHost
) -> None:
    choice = {"changes": {"off": "1"}, "predictions": {"sum": 5.0}, "seed": 7, "card": "c-1"}
    run = await gone(host, started(desk, lab, "r-1", **choice))
    assert run.over is not None and run.over.ok
    payload = dict(written(desk))
    assert run.event is not None and run.event.payload == payload
    require_sound(run.event, "here")
    assert (run.event.kind, run.event.deck) == ("lab_run", "mine")
    assert payload.pop("seconds") >= 0 and payload.pop("cpu_seconds") >= 0
    assert list(payload.pop("versions")) == ["python"]
    assert payload.pop("device_name") == run.view.start["device_name"]
    assert payload == {
        "lab": "counting",
        "digest": lab.digest,
        "run": "r-1",
        "preset": "quick",
        "device": "cpu",
        "seed": 7,
        "params": {"tasks": 2, "off": 1.0, "how": "well"},
        "predictions": {"sum": 5.0},
        "right": 1,
        "outcome": "done",
        "what": "",
        "sentence": "I counted 2 and ..., so ...",
        "card": "c-1",
        "said_aloud": False,
        "claims": [
            {
                "claim": "none",
                "also": [],
                "measured": 0.0,
                "verdict": "holds",
                "rule": "= 0",
                "expected": "0",
                "unit": "",
            },
            {
                "claim": "sum",
                "also": ["sm-sum"],
                "measured": 4.0,
                "verdict": "fails",
                "rule": "= 3; fails > 3.5",
                "expected": "3",
                "unit": "apples",
            },
        ],
    }


async def test_a_claim_that_was_not_settled_or_is_no_number_is_written_as_that(
    desk: Desk, lab: Lab, host: LabHost
) -> None:
    run = await gone(host, started(desk, lab, changes={"how": "unsettled"}))
    assert run.view.claims["none"].verdict is None
    assert [claim["claim"] for claim in written(desk)["claims"]] == ["sum"]
    # A lab of its own making, whose number is none.
    said = (
        '{"event":"claim","claim":"sum","text":"","expected":"","measured":"nan","verdict":"fails","rule":""}'
    )
    lab.path.write_text(f'print({said!r})\nprint(\'{{"event":"start","versions":[1]}}\')\n', encoding="utf-8")
    run = await gone(host, started(desk, lab))
    assert run.over is not None and not run.over.ok
    assert [(claim["claim"], claim["measured"]) for claim in written(desk)["claims"]] == [("sum", None)]
    assert measurements(past_runs(desk, noon(0)))["sum"].measured is None


async def test_every_line_is_kept_and_told_again(desk: Desk, lab: Lab, host: LabHost) -> None:
    lines: list[str] = []
    run = started(desk, lab, "r-1")
    async for line, _ in run.go(host, lambda: noon(0)):
        lines.append(line)
    assert run_file(desk, "r-1").read_text(encoding="utf-8").splitlines() == lines
    assert "beside the events 0" in lines
    again = Replay(desk, lab, past_runs(desk, noon(0))[0])
    again.go_on(3)
    assert again.told == 3 and again.run.over is None and again.run.view.sentence == ""
    again.go_to_end()
    assert again.share == 1.0 and repr(again.run.view) == repr(run.view)
    assert again.run.over is not None and again.run.over.ok
    again.go_back()
    assert (again.told, again.run.over, again.run.view.log) == (0, None, [])


async def test_a_run_of_another_machine_cannot_be_told_again(desk: Desk, lab: Lab, host: LabHost) -> None:
    run = await gone(host, started(desk, lab, "r-1"))
    run.file.unlink()
    with pytest.raises(PrepError, match="this run is not here"):
        Replay(desk, lab, past_runs(desk, noon(0))[0])


async def test_a_run_that_crashed_is_written_as_failed(desk: Desk, lab: Lab, host: LabHost) -> None:
    run = await gone(host, started(desk, lab, changes={"how": "raises"}, workers="2"))
    assert run.over is not None and not run.over.ok
    payload = written(desk)
    assert (payload["outcome"], payload["seconds"], payload["claims"]) == ("failed", None, [])
    assert "ValueError: no luck in" in payload["what"] and payload["what"].startswith("task ")
    (past,) = past_runs(desk, noon(0))
    assert (past.is_whole, past.settled) == (False, 0)
    assert newest_by_lab(past_runs(desk, noon(0))) == {}


async def test_a_run_without_memory_says_what_it_needs(desk: Desk, lab: Lab, host: LabHost) -> None:
    await gone(host, started(desk, lab, changes={"how": "hungry"}, preset="full"))
    payload = written(desk)
    assert (payload["outcome"], payload["what"]) == (
        "failed",
        "out of memory (full needs 80 GB; try --preset quick)",
    )


async def test_a_run_that_was_cancelled_is_written_as_that(desk: Desk, lab: Lab, host: LabHost) -> None:
    run = await gone(host, started(desk, lab, changes={"how": "waits"}))
    assert run.over is not None and run.over.reason == "cancelled"
    assert (written(desk)["outcome"], written(desk)["what"]) == ("cancelled", "cancelled")


async def test_the_newest_run_of_a_claim_counts_and_runs_stand_in_their_order(
    desk: Desk, lab: Lab, host: LabHost
) -> None:
    await gone(host, started(desk, lab, "r-1", changes={"off": "1"}, seed=1), noon(0))
    await gone(host, started(desk, lab, "r-2", preset="full", seed=2), noon(1))
    await gone(host, started(desk, lab, "r-3", changes={"how": "unsettled"}), noon(2))
    await gone(host, started(desk, lab, "r-4", changes={"how": "raises"}, workers="2"), noon(3))
    runs = past_runs(desk, noon(3))
    assert [run.run for run in runs] == ["r-1", "r-2", "r-3", "r-4"]
    assert [(run.held, run.settled) for run in runs] == [(1, 2), (2, 2), (1, 1), (0, 0)]
    assert past_runs(desk, noon(3), "other") == [] and past_runs(desk, noon(3), "counting") == runs
    assert newest_by_lab(runs)["counting"].run == "r-3"
    found = measurements(runs)
    assert {name: each.run for name, each in found.items()} == {"sum": "r-3", "sm-sum": "r-3", "none": "r-2"}
    assert (found["none"].preset, found["none"].seed, found["none"].at) == ("full", 2, noon(1))
    assert found["sm-sum"].measured == 3.0 and found["sm-sum"].device == runs[2].payload["device_name"]


async def test_predictions_stand_beside_what_was_measured(desk: Desk, lab: Lab, host: LabHost) -> None:
    run = started(desk, lab, predictions={"sum": 5.9, "none": 0.0}, changes={"how": "unsettled"})
    assert [each.right for each in run.predictions()] == [None, None]
    await gone(host, run)
    by_claim = {each.claim.id: (each.predicted, each.measured, each.right) for each in run.predictions()}
    assert by_claim == {"sum": (5.9, 3.0, True), "none": (0.0, None, None)}


@pytest.mark.parametrize(
    ("predicted", "measured", "right"),
    [
        (0.0, 0.0, True),
        (0.0, 1e-9, False),
        (1e-9, 0.0, False),
        (-2.0, -3.0, True),
        (2.0, -2.0, False),
        (6.0, 3.0, True),
        (6.1, 3.0, False),
        (1.5, 3.0, True),
        (1.4, 3.0, False),
        (1.5e-200, 1e-200, True),
        (1e300, 1e-300, False),
        (1.0, float("inf"), False),
        (1.0, float("nan"), None),
    ],
)
def test_a_prediction_is_right_within_the_factor_of_its_claim(
    predicted: float, measured: float, right: bool | None
) -> None:
    claim = LabClaim("c", "text", ClaimRule.read({"holds": "> 0"}), "1", near=2.0)

    def now(verdict: str | None) -> ClaimNow:
        return ClaimNow("c", (), "text", "", "1", measured, (), verdict, "> 0")

    compared = compare(claim, predicted, now("holds"))
    assert compared == Prediction(claim, predicted, None if right is None else measured, right)
    assert compare(claim, predicted, now(None)).right is None
    assert compare(claim, predicted, None).right is None


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"preset": "huge"}, "counting has no preset 'huge'"),
        ({"device": "abacus"}, "'abacus' is no device"),
        ({"workers": "0"}, "'0' is no number of workers"),
        ({"workers": "rayon"}, "'rayon' is no number of workers"),
        ({"changes": {"size": "1"}}, "counting has no parameter 'size'"),
        ({"changes": {"tasks": "0"}}, "0 is out of range"),
        ({"predictions": {"size": 1.0}}, "counting has no claim 'size'"),
    ],
)
def test_a_bad_choice_is_refused_before_anything_runs(
    desk: Desk, lab: Lab, choice: dict[str, Any], said: str
) -> None:
    with pytest.raises(PrepError) as error:
        started(desk, lab, **choice)
    assert error.value.what == said
    assert not desk.place.home.runs.exists()


@pytest.mark.parametrize("workers", ["", "3", "ray", "ray://head:10001"])
def test_workers_may_be_a_number_or_a_ray(desk: Desk, lab: Lab, workers: str) -> None:
    given = started(desk, lab, workers=workers).arguments
    assert given[-2:] == ["--workers", workers] if workers else "--workers" not in given


def test_what_is_not_trusted_does_not_run_but_may_be_looked_at_again(
    desk: Desk, lab: Lab, open_desk: Callable[..., Desk]
) -> None:
    lab.path.write_text(lab.path.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    changed = labs_at_hand(desk).lab("counting")
    with pytest.raises(PrepError) as error:
        started(desk, changed)
    assert error.value.hint == f"read it, then run it with --trust {changed.digest}"
    assert LabRun(desk, changed, Choice(), "r", replayed=True).lab == changed


def test_ids_of_runs_stand_in_the_order_in_which_they_were_made() -> None:
    made = [new_run() for _ in range(50)]
    assert made == sorted(set(made))


async def test_a_run_that_nobody_listens_to_any_more_is_cancelled_and_written_as_that(
    desk: Desk, lab: Lab, host: LabHost
) -> None:
    going = started(desk, lab, "r-1", changes={"how": "waits"}).go(host, lambda: noon(0))
    await anext(going)
    await going.aclose()  # type: ignore[attr-defined]
    assert (written(desk)["run"], written(desk)["outcome"]) == ("r-1", "cancelled")
    run = await asyncio.wait_for(gone(host, started(desk, lab)), 60)
    assert run.over is not None and run.over.ok
    assert host._process is not None
    assert psutil.Process(host._process.pid).children(recursive=True) == []
