"""The plan of a deck: when it started, its offsets, the interview, and how one squeezes the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from prepapp.core.card import PLAN

MINUTES = 30
"""Minutes a day, where the candidate names none."""

EVE_MINUTES = 20
"""The most that the plan puts on the eve of an interview."""

FINAL_DAYS = 5
"""Length of the final pass, the eve included."""

SETTLED_DAYS = 3
"""The last days before an interview, in which nothing is first seen."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the candidate agreed to for one deck."""

    deck: str
    start: date
    offsets: tuple[int, ...] = PLAN
    interview: date | None = None
    minutes: int = MINUTES
    profile: str | None = None
    given: date | None = None
    """Study day on which the interview date was set."""

    @property
    def eve(self) -> date | None:
        """The last day of study before the interview."""
        return None if self.interview is None else self.interview - timedelta(days=1)

    @property
    def notice(self) -> int | None:
        """Days between the setting of the date and the interview."""
        if self.interview is None:
            return None
        return (self.interview - (self.given or self.start)).days

    @property
    def sprint(self) -> bool:
        """At most three days ahead: one pass by weight, then retries."""
        return self.notice is not None and self.notice <= 3

    @property
    def settles(self) -> bool:
        """Far enough ahead that nothing is first seen in the last three days."""
        return self.notice is not None and self.notice >= 6

    @property
    def final_pass(self) -> tuple[date, date] | None:
        """First and last day of the final pass, where the interview was set far enough ahead."""
        if self.eve is None or self.notice is None or self.notice < 8:
            return None
        return self.eve - timedelta(days=FINAL_DAYS - 1), self.eve

    def in_force(self, today: date) -> "Plan":
        """Return the plan as it stands on ``today``: after the interview it goes on without one."""
        if self.interview is None or today <= self.interview:
            return self
        return replace(self, interview=None, given=None)

    def deadline(self, day: int) -> date:
        """Return the latest date on which a card of plan day ``day`` enters."""
        stands = self.start + timedelta(days=day)
        if self.interview is None or self.eve is None:
            return stands
        given = max(self.given or self.start, self.start)
        ahead = [0, *(self._after(given, off) for off in self.offsets if self._after(given, off) > 0)]
        if stands > given:
            horizon = (self.eve - given).days
            stands = given + timedelta(days=_scale((stands - given).days, ahead, horizon))
        return min(stands, self._last_entry(self.interview))

    def opens(self, today: date) -> date:
        """Return the first day, from ``today`` on, on which a new card may enter."""
        if self.interview is None or not self.settles or today <= self._last_entry(self.interview):
            return today
        return max(today, self.interview + timedelta(days=1))

    def _last_entry(self, interview: date) -> date:
        """The last day before the interview on which a card may be first seen."""
        return interview - timedelta(days=1 + (SETTLED_DAYS if self.settles else 0))

    def _after(self, given: date, offset: int) -> int:
        return (self.start + timedelta(days=offset) - given).days


def squeeze(offsets: Sequence[int], horizon: int) -> tuple[int, ...]:
    """Return ascending ``offsets`` (days, the first 0) so scaled that the last falls on ``horizon``.

    Those up to the first one at or beyond the horizon are kept and scaled, halves rounded up; a horizon
    at or beyond the last changes nothing.
    """
    if horizon >= offsets[-1]:
        return tuple(offsets)
    if horizon <= 0:
        return tuple(offsets[:1])
    beyond = next(i for i, offset in enumerate(offsets) if offset >= horizon)
    return tuple(_scale(offset, offsets, horizon) for offset in offsets[: beyond + 1])


def _scale(offset: int, offsets: Sequence[int], horizon: int) -> int:
    if horizon >= offsets[-1]:
        return offset
    reach = next(other for other in offsets if other >= horizon)
    if reach == 0:
        return 0
    return min((2 * offset * horizon + reach) // (2 * reach), horizon)
