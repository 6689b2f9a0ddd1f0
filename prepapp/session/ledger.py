"""The ledger as it is read: every claim as a line to search, and what a card's labs found in a few words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from prepapp.core.card import Card, Claim
from prepapp.core.ledger import Entry, Measurement, ledger
from prepapp.session.desk import Desk
from prepapp.session.errata import amount
from prepapp.session.lab_history import PastRun, measurements, newest_by_lab, past_runs

Verdict = Literal["holds", "fails", "inconclusive"]
Standing = Literal["holds", "fails", "inconclusive", "never run", "computed", "cited"]

STATUSES = ("measured", "fails", "inconclusive", "never run", "computed", "cited")
"""What the ledger is filtered by; ``measured`` are all that a lab has settled, whatever it found."""

WORST_FIRST: tuple[Verdict, ...] = ("fails", "inconclusive", "holds")

SIGNS: Mapping[Standing, str] = {
    "holds": "✓",
    "fails": "✗",
    "inconclusive": "?",
    "never run": "○",
    "computed": "=",
    "cited": "“",
}

MOST_DIGITS = 1e15
"""Below it every integer is a float, and the other way round."""


@dataclass(frozen=True, slots=True)
class Row:
    """One claim of the ledger."""

    entry: Entry
    standing: Standing
    haystack: str
    """All that a search looks at, in lower case."""

    @property
    def card(self) -> Card:
        """The card that claims it."""
        return self.entry.card

    @property
    def claim(self) -> Claim:
        """What is claimed."""
        return self.entry.claim

    @property
    def errs(self) -> bool:
        """Whether the chapter says something else."""
        return self.claim.chapter is not None

    @property
    def lab(self) -> str | None:
        """Id of the lab that measures it, or has measured it; None where there is none."""
        if self.claim.basis == "lab":
            return self.claim.source
        found = self.entry.measurement
        return found.lab if found else None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims are listed; what is empty, None or False keeps them all."""

    text: str = ""
    status: str | None = None
    """One of `STATUSES`."""
    errs: bool = False
    """Only those where the chapter is wrong."""

    def keeps(self, row: Row) -> bool:
        """Return whether a claim is listed; every word of the text must occur."""
        if self.errs and not row.errs:
            return False
        if self.status is not None and not _is(row, self.status):
            return False
        return all(word in row.haystack for word in self.text.casefold().split())


@dataclass(frozen=True, slots=True)
class Mark:
    """What the labs of a card found, in a few words."""

    standing: Standing
    words: str

    @property
    def sign(self) -> str:
        """One character for it."""
        return SIGNS[self.standing]


@dataclass(frozen=True, slots=True)
class Known:
    """What the runs of the log came to."""

    measured: Mapping[str, Measurement]
    """The newest measurement by claim."""
    runs: Mapping[str, PastRun]
    """The newest whole run by lab."""


class Evidence:
    """What the runs of the log measured: read when it is first asked for, and again after a run."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._runs = 0
        self.known: Known | None = None
        """None until it is read."""

    def read(self, now: datetime) -> Known:
        """Read the runs of the log, beside the loop."""
        runs = self._runs
        past = past_runs(self._desk, now)
        found = Known(measurements(past), newest_by_lab(past))
        if runs == self._runs:
            self.known = found
        return found

    def forget(self) -> None:
        """Have the log read again, as after a run."""
        self._runs += 1
        self.known = None


def list_claims(desk: Desk, measured: Mapping[str, Measurement]) -> list[Row]:
    """Return every claim of every deck, in the order of the cards."""
    return [_row(entry) for entry in ledger(desk.library.decks, measured)]


def matching(rows: Iterable[Row], wanted: Filter) -> list[Row]:
    """Return the claims that a filter keeps, in their order."""
    return [row for row in rows if wanted.keeps(row)]


def statuses(rows: Iterable[Row]) -> list[str]:
    """Return the statuses that at least one claim has."""
    known = list(rows)
    return [status for status in STATUSES if any(_is(row, status) for row in known)]


def tally(rows: Iterable[Row]) -> Mapping[str, int]:
    """Return how many claims have each status."""
    known = list(rows)
    return {status: sum(_is(row, status) for row in known) for status in STATUSES}


def measured_text(found: Measurement, unit: str) -> str:
    """Return what was measured as it is read: integers in full, others to four digits."""
    value = found.measured
    if value is None:
        return "no number"
    if value.is_integer() and abs(value) < MOST_DIGITS:
        return amount(int(value), unit)
    return amount(float(f"{value:.4g}"), unit)


def mark(card: Card, known: Known, opened: bool = True) -> Mark | None:
    """Return what the labs of a card found; None for a card of which no lab has anything to say.

    While the card is not ``opened``, no value is told.
    """
    claims = [claim for claim in card.claims if claim.basis == "lab"]
    found = [(claim, known.measured[claim.id]) for claim in claims if claim.id in known.measured]
    if not claims:
        run = known.runs.get(card.lab or "")
        return Mark(_standing_of(run), f"lab {run.lab}: {_tally(run)}") if run else None
    if not found:
        return Mark("never run", f"{len(claims)} claim{'s' if len(claims) > 1 else ''} never run")
    wrong = [(claim, each) for claim, each in found if each.verdict == "fails"]
    if wrong and opened:
        return Mark("fails", _failing(wrong))
    return _counted([each for _, each in found], len(claims))


def _standing_of(run: PastRun) -> Standing:
    """The worst that a run came to."""
    verdicts = {claim["verdict"] for claim in run.payload["claims"]}
    return next((each for each in WORST_FIRST if each in verdicts), "inconclusive")


def _tally(run: PastRun) -> str:
    return f"{run.held} of {run.settled} hold · {run.day:%a} {run.day.day} {run.day:%b}"


def _counted(found: Sequence[Measurement], total: int) -> Mark:
    counts = Counter(each.verdict for each in found)
    held = counts["holds"]
    words = [f"{held} of {total} claim{'s' if total > 1 else ''} {'holds' if held == 1 else 'hold'}"]
    words += [f"{n} {what}" for what in ("fails", "inconclusive") if (n := counts[what])]
    words += [f"{total - len(found)} never run"] if len(found) < total else []
    day = max(each.at for each in found).astimezone().date()
    standing = next(each for each in WORST_FIRST if counts[each])
    return Mark(standing, f"{', '.join(words)} · {day:%a} {day.day} {day:%b}")


def _failing(wrong: Sequence[tuple[Claim, Measurement]]) -> str:
    claim, found = wrong[0]
    expected = amount(claim.value, claim.unit)
    more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
    return f"{claim.id} fails: {measured_text(found, claim.unit)}, expected {expected}{more}"


def _row(entry: Entry) -> Row:
    card, claim = entry.card, entry.claim
    texts = (claim.text, claim.id, card.id, card.title, claim.source, claim.protocol)
    return Row(entry, _standing(entry), " ".join(texts).casefold())


def _standing(entry: Entry) -> Standing:
    match entry.status:
        case "computed" | "cited":
            return entry.status
        case "never-run":
            return "never run"
        case _:
            assert entry.measurement is not None
            return entry.measurement.verdict


def _is(row: Row, status: str) -> bool:
    return row.standing in WORST_FIRST if status == "measured" else row.standing == status
