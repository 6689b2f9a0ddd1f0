"""One report in a fresh process, or only the SQL or the fold of it; prints milliseconds and MB as JSON."""

import time

STARTED = time.perf_counter()

import json  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402
from datetime import UTC, datetime  # noqa: E402
from pathlib import Path  # noqa: E402

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
PEAK = "VmHWM:"


def peak_mb() -> float:
    """Return the most memory that this program had; on Linux, ``ru_maxrss`` would count what started it."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(PEAK)) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def only_sql(home: Path) -> object:
    """Open the database and let it sum up."""
    from prepapp.store.opening import open_log, sqlite_url
    from prepapp.store.totals import totals

    log = open_log(sqlite_url(home / "prepapp.db"), "bench", 4, NOW, home / "backups")
    return totals(log, "bench")


def only_fold(home: Path) -> object:
    """Open the desk and fold what is proven."""
    from prepapp.home import Home, Place
    from prepapp.session.desk import open_desk
    from prepapp.session.ready import ready

    return ready(open_desk(Place(Home(home)), NOW), "bench", NOW)


def report(home: Path, file: Path) -> object:
    """Write a whole report."""
    from prepapp.home import Home, Place
    from prepapp.session.desk import open_desk
    from prepapp.session.reporting import format_of, write_report

    return write_report(open_desk(Place(Home(home)), NOW), "bench", format_of(file), file, False, NOW)


if __name__ == "__main__":
    what, home = sys.argv[1], Path(sys.argv[2])
    alone = {"sql": only_sql, "fold": only_fold}
    made = alone[what](home) if what in alone else report(home, home / f"report.{what}")
    assert made
    taken = 1e3 * (time.perf_counter() - STARTED)
    print(json.dumps({"ms": taken, "mb": peak_mb()}))
