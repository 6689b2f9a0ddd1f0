"""A backup is a verified copy; a damaged one is never put in the place of the log."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from prepapp.errors import BrokenError, PrepError
from prepapp.store.backup import KEPT, backup, count_events, daily_backup, restore, verify
from tests.builders import noon, open_at, review


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with two reviews, closed."""
    file = tmp_path / "prepapp.db"
    write(file, 2)
    return file


def write(file: Path, count: int) -> None:
    log = open_at(file)
    for n in range(count):
        log.append([review(f"rn-{n}")], noon(n))
    log.close()


def damage(file: Path) -> None:
    """Overwrite the middle of a database file."""
    content = bytearray(file.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    file.write_bytes(content)


def test_a_backup_holds_what_the_database_holds_while_it_is_in_use(tmp_path: Path, database: Path) -> None:
    log = open_at(database)
    log.append([review("rn-9")], noon(5))
    copy = backup(database, tmp_path / "kept" / "copy.db")
    log.append([review("rn-9")], noon(6))
    restored = open_at(copy, "phone")
    assert restored.events() == log.events()[:3]
    restored.close()
    log.close()


def test_an_answer_during_a_backup_does_not_spoil_it(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = open_at(database)

    def verify_late(copy: Path) -> None:
        log.append([review("rn-9")], noon(5))
        verify(copy)

    monkeypatch.setattr("prepapp.store.backup.verify", verify_late)
    assert count_events(backup(database, tmp_path / "copy.db")) == 2
    log.close()


def test_a_backup_is_one_file(tmp_path: Path, database: Path) -> None:
    backup(database, tmp_path / "kept" / "copy.db")
    assert [each.name for each in (tmp_path / "kept").iterdir()] == ["copy.db"]


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(PrepError, match="nothing to back up"):
        backup(tmp_path / "none.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_yields_no_backup_and_spares_the_last_one(tmp_path: Path, database: Path) -> None:
    copy = backup(database, tmp_path / "copy.db")
    kept = copy.read_bytes()
    damage(database)
    with pytest.raises(BrokenError, match="no backup was made"):
        backup(database, copy)
    assert copy.read_bytes() == kept
    assert not copy.with_name("copy.db.new").exists()


def test_a_database_is_verified(database: Path) -> None:
    verify(database)
    damage(database)
    with pytest.raises(BrokenError):
        verify(database)


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_a_file_without_a_log_is_no_sound_database(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "copy.db"
    file.write_bytes(content)
    with pytest.raises(BrokenError, match="not a sound PrepApp database"):
        verify(file)


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    home = tmp_path / "50% #1 ü"
    write(home / "prepapp.db", 1)
    verify(home / "prepapp.db")
    assert count_events(backup(home / "prepapp.db", home / "copy.db")) == 1


# Daily


def names(backups: Path) -> list[str]:
    return sorted(each.name for each in backups.iterdir())


def test_one_backup_a_day(tmp_path: Path, database: Path) -> None:
    backups = tmp_path / "backups"
    assert daily_backup(database, backups, noon(0)) is not None
    assert daily_backup(database, backups, noon(0, 60 * 23)) is None
    assert daily_backup(database, backups, noon(1, 1)) is not None
    assert len(names(backups)) == 2


def test_the_last_fourteen_are_kept_and_no_other_file_is_touched(tmp_path: Path, database: Path) -> None:
    backups = tmp_path / "backups"
    by_hand = backup(database, backups / "before-schema-2.db")
    made = [daily_backup(database, backups, noon(n) + timedelta(minutes=n)) for n in range(KEPT + 3)]
    kept = sorted(each.name for each in made[3:] if each)
    assert names(backups) == sorted([by_hand.name, *kept])
    assert len(kept) == KEPT == 14


def test_an_old_backup_is_not_given_up_for_one_that_failed(tmp_path: Path, database: Path) -> None:
    backups = tmp_path / "backups"
    for n in range(KEPT):
        daily_backup(database, backups, noon(n, n))
    before = names(backups)
    damage(database)
    with pytest.raises(BrokenError):
        daily_backup(database, backups, noon(99))
    assert names(backups) == before


# Restore


def test_a_restored_copy_is_the_log_and_what_was_there_is_kept(tmp_path: Path, database: Path) -> None:
    backups = tmp_path / "backups"
    copy = backup(database, backups / "copy.db")
    write(database, 3)
    assert count_events(database) == 5
    kept = restore(copy, database, backups, noon(9))
    assert count_events(database) == 2
    assert kept is not None
    assert count_events(kept) == 5
    assert count_events(copy) == 2
    write(database, 1)
    assert count_events(database) == 3


def test_a_journal_left_behind_is_not_played_into_the_restored_copy(tmp_path: Path, database: Path) -> None:
    copy = backup(database, tmp_path / "copy.db")
    log = open_at(database)
    log.append([review("rn-9")], noon(8))
    journal = database.with_name("prepapp.db-wal").read_bytes()
    log.close()
    database.with_name("prepapp.db-wal").write_bytes(journal)
    database.unlink()
    restore(copy, database, tmp_path / "backups", noon(9))
    assert count_events(database) == 2


def test_a_copy_can_be_restored_where_there_is_no_database(tmp_path: Path, database: Path) -> None:
    new = tmp_path / "other" / "prepapp.db"
    assert restore(database, new, tmp_path / "backups", noon(9)) is None
    assert count_events(new) == 2


def test_a_damaged_copy_is_refused_and_the_log_stays(tmp_path: Path, database: Path) -> None:
    copy = backup(database, tmp_path / "copy.db")
    damage(copy)
    before = database.read_bytes()
    with pytest.raises(BrokenError):
        restore(copy, database, tmp_path / "backups", noon(9))
    assert database.read_bytes() == before
    assert not (tmp_path / "backups").exists()


def test_a_copy_that_is_not_there_or_not_ours_is_refused(tmp_path: Path, database: Path) -> None:
    with pytest.raises(PrepError, match="no such backup"):
        restore(tmp_path / "none.db", database, tmp_path / "backups", noon(9))
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE cookies (name TEXT)")
    with pytest.raises(BrokenError, match="not a sound PrepApp database"):
        restore(foreign, database, tmp_path / "backups", noon(9))
    assert count_events(database) == 2
