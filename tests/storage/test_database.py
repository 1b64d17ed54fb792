"""The database: one thread, numbered migrations, and no surrounding that loses more than itself."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from modstead.errors import StorageError
from modstead.storage.database import Database
from modstead.storage.migrations import MIGRATIONS

NOTES = ("CREATE TABLE note (text TEXT NOT NULL)",)


def write(database: Database, text: str = "kept") -> None:
    database.call(lambda connection: connection.execute("INSERT INTO note VALUES (?)", (text,)), write=True)


def notes(database: Database) -> list[str]:
    return [
        row[0]
        for row in database.call(lambda c: c.execute("SELECT text FROM note ORDER BY rowid").fetchall())
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "test.db"


@pytest.fixture
def opened(path: Path) -> Iterator[Database]:
    database = Database(path, [NOTES])
    yield database
    database.close()


def test_what_is_written_is_there_after_a_restart(path: Path, opened: Database) -> None:
    write(opened)
    opened.close()
    again = Database(path, [NOTES])
    assert notes(again) == ["kept"]
    again.close()


def test_nothing_is_made_before_the_first_use(path: Path) -> None:
    Database(path, [NOTES]).close()
    assert not path.parent.exists()


def test_all_work_is_done_on_one_thread_other_than_the_callers(opened: Database) -> None:
    async def gather() -> set[int]:
        return set(
            await asyncio.gather(*(opened.run(lambda _connection: threading.get_ident()) for _ in range(5)))
        )

    used = asyncio.run(gather())
    with ThreadPoolExecutor(4) as pool:
        used |= set(pool.map(lambda _: opened.call(lambda _connection: threading.get_ident()), range(20)))
    assert len(used) == 1
    assert threading.get_ident() not in used


def test_work_that_fails_leaves_nothing_behind(opened: Database) -> None:
    def half_done(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO note VALUES ('half')")
        raise KeyError("stop")

    with pytest.raises(KeyError):
        opened.call(half_done, write=True)
    assert notes(opened) == []


def test_a_mistake_in_a_statement_is_no_storage_error(opened: Database) -> None:
    with pytest.raises(sqlite3.OperationalError):
        opened.call(lambda connection: connection.execute("SELECT nonsense FROM nowhere"))


def test_migrations_run_once_each_and_in_order(path: Path, opened: Database) -> None:
    write(opened)
    opened.close()
    grown = Database(path, [NOTES, ("ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'",)])
    assert grown.call(lambda c: c.execute("SELECT * FROM note").fetchall()) == [("kept", "red")]
    assert grown.call(lambda c: c.execute("PRAGMA user_version").fetchone()) == (2,)
    grown.close()


def test_a_migration_that_fails_changes_nothing(path: Path, opened: Database) -> None:
    write(opened)
    opened.close()
    broken = Database(path, [NOTES, ("CREATE TABLE other (a)", "CREATE TABLE note (a)")])
    with pytest.raises(sqlite3.OperationalError):
        notes(broken)
    broken.close()
    again = Database(path, [NOTES])
    assert notes(again) == ["kept"]
    again.close()


def test_the_published_migrations_make_a_database(database: Database) -> None:
    assert database.call(lambda c: c.execute("PRAGMA user_version").fetchone()) == (len(MIGRATIONS),)


def test_a_database_of_a_newer_modstead_is_refused_and_left_alone(path: Path, opened: Database) -> None:
    opened.call(lambda connection: connection.execute("PRAGMA user_version = 99"), write=True)
    opened.close()
    before = path.read_bytes()
    older = Database(path, [NOTES])
    with pytest.raises(StorageError, match="newer Modstead"):
        notes(older)
    older.close()
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", [b"this is no database" * 400, b"SQLite format 3\0" + b"\xff" * 8_000])
def test_a_damaged_database_is_kept_aside_and_made_anew(path: Path, damage: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damage)
    database = Database(path, [NOTES])
    write(database, "anew")
    assert notes(database) == ["anew"]
    database.close()
    assert path.with_name("test.db.damaged-1").read_bytes() == damage


def test_damage_that_shows_later_is_dealt_with_as_well(path: Path) -> None:
    database = Database(path, [NOTES])
    for number in range(3_000):
        write(database, f"{number}" * 20)
    database.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    again = Database(path, [NOTES])
    assert notes(again) == []
    again.close()
    assert path.with_name("test.db.damaged-1").exists()


def test_earlier_damaged_databases_are_never_overwritten(path: Path) -> None:
    path.parent.mkdir()
    for number in (1, 2):
        path.write_bytes(b"damaged %d" % number * 1000)
        database = Database(path, [NOTES])
        assert notes(database) == []
        database.close()
    assert path.with_name("test.db.damaged-1").read_bytes().startswith(b"damaged 1")
    assert path.with_name("test.db.damaged-2").read_bytes().startswith(b"damaged 2")


def test_a_full_disk_is_a_storage_error_and_loses_nothing(opened: Database) -> None:
    write(opened)
    opened.call(lambda connection: connection.execute("PRAGMA max_page_count = 3"))
    with pytest.raises(StorageError, match="The disk is full"):
        write(opened, "x" * 100_000)
    assert notes(opened) == ["kept"]


def test_a_database_that_cannot_be_written_is_a_storage_error(opened: Database) -> None:
    write(opened)
    opened.call(lambda connection: connection.execute("PRAGMA query_only = ON"))
    with pytest.raises(StorageError, match="cannot be written"):
        write(opened)


def test_a_folder_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    database = Database(tmp_path / "file" / "test.db", [NOTES])
    with pytest.raises(StorageError, match="cannot be used"):
        notes(database)
    database.close()


def test_a_folder_in_the_databases_place_is_a_storage_error(path: Path) -> None:
    path.mkdir(parents=True)
    database = Database(path, [NOTES])
    with pytest.raises(StorageError, match="cannot be opened"):
        notes(database)
    database.close()


def test_another_modstead_that_writes_is_waited_for_a_while_only(
    path: Path, opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(opened)
    monkeypatch.setattr("modstead.storage.database._BUSY_MILLISECONDS", 1)
    waiting = Database(path, [NOTES])
    assert notes(waiting) == ["kept"]

    def blocked(_connection: sqlite3.Connection) -> None:
        write(waiting)

    with pytest.raises(StorageError, match="Another Modstead is using it"):
        opened.call(blocked, write=True)
    write(waiting, "second")
    assert notes(opened) == ["kept", "second"]
    waiting.close()


def test_two_that_open_a_new_database_at_once_both_succeed(path: Path) -> None:
    databases = [Database(path, [NOTES]) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, databases))
    assert notes(databases[0]) == ["kept"] * 4
    for database in databases:
        database.close()


def test_a_closed_database_says_so(opened: Database) -> None:
    opened.close()
    opened.close()
    with pytest.raises(StorageError, match="closed"):
        notes(opened)


def test_sqlite_is_not_imported_before_it_is_needed() -> None:
    program = (
        "import sys, modstead.storage.database, modstead.storage.file_index, modstead.storage.identities,"
        " modstead.storage.folders; sys.exit('sqlite3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
