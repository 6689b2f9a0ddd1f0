"""The study day turns at the rollover hour of local time, in every zone and across its clock changes."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from prepapp.core.studyday import offset_minutes, study_day

ZONES = [
    "UTC",
    "Asia/Kolkata",  # half an hour
    "Asia/Kathmandu",  # three quarters
    "Pacific/Kiritimati",  # +14
    "Pacific/Pago_Pago",  # -11
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",  # summer time of half an hour
]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("rollover", [0, 3, 4, 12])
def test_the_hours_before_the_rollover_belong_to_the_day_before(zone: str, rollover: int) -> None:
    midnight = datetime(2026, 5, 10, tzinfo=ZoneInfo(zone))
    turn = midnight.replace(hour=rollover)
    assert study_day(turn, rollover) == date(2026, 5, 10)
    assert study_day(turn.replace(hour=23, minute=59), rollover) == date(2026, 5, 10)
    assert study_day(turn - timedelta(microseconds=1), rollover) == date(2026, 5, 9)
    assert study_day(midnight, rollover) == date(2026, 5, 10 if rollover == 0 else 9)


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),  # 02:00 becomes 03:00
        ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),  # 02:00 becomes 01:00
        ("Europe/Berlin", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 10, 25, 1, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("rollover", [1, 3, 4])
def test_a_change_of_the_clock_neither_skips_nor_repeats_a_study_day(
    zone: str, change: datetime, rollover: int
) -> None:
    instants = [change + timedelta(minutes=15 * n) for n in range(-4 * 48, 4 * 48)]
    local = [each.astimezone(ZoneInfo(zone)) for each in instants]
    days = [study_day(each, rollover) for each in local]
    assert days == sorted(days)
    assert {later - before for before, later in pairwise(days)} == {
        timedelta(0),
        timedelta(days=1),
    }
    for each, its_day in zip(local, days, strict=True):
        assert its_day == each.date() - timedelta(days=each.hour < rollover)


def test_an_offset_says_as_much_as_the_zone_it_came_from() -> None:
    local = datetime(2026, 3, 8, 3, 30, tzinfo=ZoneInfo("America/New_York"))
    fixed = datetime.fromisoformat(local.isoformat())
    assert study_day(fixed) == study_day(local) == date(2026, 3, 7)


def test_one_instant_may_be_two_study_days_in_two_places() -> None:
    instant = datetime(2026, 5, 10, 2, tzinfo=UTC)
    assert study_day(instant) == date(2026, 5, 9)
    assert study_day(instant.astimezone(ZoneInfo("Asia/Tokyo"))) == date(2026, 5, 10)


@pytest.mark.parametrize("minutes", [0, 330, 345, 840, -660, -210])
def test_the_offset_is_kept_in_minutes_east(minutes: int) -> None:
    east = timezone(timedelta(minutes=minutes))
    assert offset_minutes(datetime(2026, 5, 10, tzinfo=east)) == minutes
    assert offset_minutes(datetime(2026, 5, 10)) == 0
