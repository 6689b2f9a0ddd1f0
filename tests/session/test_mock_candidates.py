"""Ten candidates through every format: what they are asked, and what the debrief says, as pages."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from prepapp.core.card import Library
from prepapp.core.deckfile import read_library
from prepapp.core.formats import FORMATS, Format
from prepapp.session.debriefing import debrief
from prepapp.session.desk import Desk
from prepapp.session.mock import MockPhase
from prepapp.session.mock_answers import hold
from prepapp.session.mock_begin import MockChoice, begin, go_on
from prepapp.session.mock_records import mock_records
from prepapp.session.transcript import transcript
from tests.builders import noon
from tests.session.mock_stage import CANDIDATES, ROUNDS, begun, desk_at, empty_desk, mini, sheet

PAGES = Path(__file__).parent / "mock_pages"
"""Written anew where PREPAPP_WRITE_PAGES is set; then look at each."""

ROOT = Path(__file__).parents[2]
RESNET = ROOT / "decks" / "resnet"
BATCHNORM = ROOT / "tests" / "core" / "decks_foreign" / "batchnorm"

KILLED_AT = 2
"""Answers after which the tenth candidate's process is killed."""


@pytest.fixture(scope="module")
def library() -> Library:
    return mini()


def page(desk: Desk) -> str:
    """Every mock of a desk as one page."""
    found = mock_records(desk, noon(0))
    return "\n".join(transcript(debrief(each, found, desk.library.deck(each.deck))) for each in found)


def compare(name: str, text: str) -> None:
    file = PAGES / f"{name}.md"
    if os.environ.get("PREPAPP_WRITE_PAGES"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CANDIDATES)
def test_a_candidate_goes_through_every_format(name: str, library: Library, tmp_path: Path) -> None:
    desk = empty_desk(tmp_path, library)
    for n, (interview, length) in enumerate(ROUNDS):
        session = begun(desk, interview, f"m-{n}", noon(0, 30 * n), length=length)
        hold(session, sheet(session, CANDIDATES[name]), noon(0, 30 * n))
        assert session.phase is MockPhase.OVER
    compare(name, page(desk))
    desk.close()


CHILD = """
import os, signal, sys
from datetime import timedelta
from pathlib import Path
from prepapp.session.mock_answers import Candidate, reply
from tests.builders import noon
from tests.session.mock_stage import ROUNDS, begun, desk_at, mini, sheet, strong
n = int(sys.argv[2])
interview, length = ROUNDS[n]
session = begun(desk_at(Path(sys.argv[1]), mini()), interview, f"m-{n}", noon(0, 30 * n), length=length)
candidate = Candidate(sheet(session, strong))
for _ in range(int(sys.argv[3])):
    answer = reply(session.ask, candidate.entry(session.ask))
    session.give(answer, noon(0, 30 * n) + timedelta(seconds=answer.seconds))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_killed_candidate_comes_back_to_the_same_mocks(library: Library, tmp_path: Path) -> None:
    for n in range(len(ROUNDS)):
        command = [sys.executable, "-c", CHILD, str(tmp_path), str(n), str(KILLED_AT)]
        died = subprocess.run(command, cwd=ROOT, check=False)
        assert died.returncode == -signal.SIGKILL
        desk = desk_at(tmp_path, library)
        session = go_on(desk, "mini", noon(0, 30 * n))
        assert session is not None and session.standing.step == KILLED_AT
        hold(session, sheet(session, CANDIDATES["strong"]), noon(0, 30 * n))
        desk.close()
    desk = desk_at(tmp_path, library)
    compare("strong", page(desk))
    desk.close()


def test_each_kind_of_answer_is_asked_on_differently() -> None:
    """The pages of the candidates are not read here alone: what they were asked next differs."""
    asked = {}
    for name in ("strong", "weak-on-flow", "flag-talker", "silent"):
        text = (PAGES / f"{name}.md").read_text(encoding="utf-8").partition("# Mock interview: opening")[2]
        asked[name] = [line for line in text.splitlines() if line.startswith("### ")][:2]
    assert asked["strong"][0] == "### How would you show that it is optimisation?"
    assert asked["weak-on-flow"][0] == "### On which data is it worse?"
    assert asked["flag-talker"][0] == "### Which of the two errors would then be low?"
    assert asked["silent"] == asked["weak-on-flow"]


@pytest.mark.parametrize("interview", FORMATS)
def test_the_shipped_deck_holds_every_format(interview: Format, tmp_path: Path) -> None:
    resnet = read_library([RESNET])
    desk = empty_desk(tmp_path, resnet)
    for profile in (None, *(each.id for each in resnet.decks[0].profiles)):
        session = begin(desk, MockChoice(interview, profile=profile, seed=1), noon(0))
        hold(session, sheet(session, CANDIDATES["perfect"]), noon(0))
        record = session.record
        assert record is not None and record.why == "finished" and record.score == pytest.approx(1)
        assert len(record.questions) >= {"hotseat": 1, "quickfire": 10}.get(interview, 3)
    desk.close()


def test_a_foreign_deck_without_a_script_has_a_hot_seat(tmp_path: Path) -> None:
    desk = empty_desk(tmp_path, read_library([BATCHNORM]))
    session = begin(desk, MockChoice("hotseat", listener="sceptic", seed=1), noon(0))
    assert session.ask is not None
    assert session.ask.scene.startswith("Someone who does not believe a word of it asks you.")
    hold(session, sheet(session, CANDIDATES["strong"]), noon(0))
    record = session.record
    assert record is not None and (record.deck, record.why) == ("batchnorm", "finished")
    assert [len(each.follow_ups) for each in record.questions] == [2]
    desk.close()
