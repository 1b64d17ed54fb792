"""The Modrinth App: a game folder for each instance, and an SQLite database that tells of them.

Until June 2026 its table was `profiles`; since then `instances` name the set of content that applies to them, which
knows the loader. The database is only ever read, in ways in which SQLite makes no file in the launcher's folder and
changes none, also while the launcher runs.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from modstead.domain.instance import Instance
from modstead.instances.discovery.client import client_instance
from modstead.instances.discovery.documents import as_text, is_file, is_folder, one_component, path_in
from modstead.instances.discovery.places import data_folders, flatpak_folders
from modstead.instances.discovery.version_ids import setup_named

if TYPE_CHECKING:
    import sqlite3

_log = logging.getLogger(__name__)

MODRINTH_APP = "Modrinth App"

_DATABASE, _PROFILES = "app.db", "profiles"
_COPIED_LIMIT = 256 * 1024 * 1024
_MOST_INSTANCES = 2_000
_LONGEST_VALUE = 8 * 1024 * 1024
_STEPS_BETWEEN_LOOKS, _MOST_LOOKS = 10_000, 500
_COLUMNS = ("path", "name", "icon_path")
_KEYS = ("game_version", "loader", "loader_version")
_SETUP_COLUMNS = {
    "profiles": ("game_version", "mod_loader", "mod_loader_version"),
    "instance_content_sets": _KEYS,
}


def detect_modrinth_app(folder: Path) -> Instance | None:
    """The instance whose folder this is, where its database lies above; else `find_modrinth_app` knows it."""
    data = folder.parent.parent
    if folder.parent.name != _PROFILES or not is_file(data / _DATABASE):
        return None
    return next((found for found in _read(data) if found.root == folder), None)


def find_modrinth_app(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Instance]:
    """Every instance of every installation in the usual places."""
    told = environment.get("THESEUS_CONFIG_DIR")
    flatpak = (folder / "data" for folder in flatpak_folders("com.modrinth.ModrinthApp", home, platform))
    folders = [Path(told)] if told else []
    for data in (*data_folders(environment, home, platform), *flatpak):
        folders += [data / "ModrinthApp", data / "com.modrinth.theseus"]
    for folder in folders:
        if is_file(folder / _DATABASE):
            yield from _read(folder)


def _read(data: Path) -> list[Instance]:
    import sqlite3

    try:
        with _opened(data / _DATABASE) as connection:
            rows, custom = _rows(connection), _custom_folder(connection)
    except (sqlite3.Error, OSError, ValueError) as error:
        _log.warning("%s cannot be read, so that its games are not known: %s", data / _DATABASE, error)
        return []
    base = Path(custom) if custom and Path(custom).is_absolute() else data
    return [instance for row in rows if (instance := _instance(base, row))]


def _instance(base: Path, row: dict[str, object]) -> Instance | None:
    name = one_component(as_text(row["path"]))
    if not name or not is_folder(base / _PROFILES / name):
        return None
    setup = setup_named(as_text(row["loader"]), as_text(row["loader_version"]), as_text(row["game_version"]))
    picture = path_in(base, as_text(row["icon_path"]))
    icon = picture if picture and is_file(picture) else None
    return client_instance(base / _PROFILES / name, as_text(row["name"]), MODRINTH_APP, setup, icon)


def _rows(connection: sqlite3.Connection) -> list[dict[str, object]]:
    """The instances by the names of the new columns; a column that a version does not have is None."""
    table = next((table for table in ("instances", "profiles") if _has(connection, table, "path")), None)
    if table is None:
        return []
    setups = "profiles" if table == "profiles" else "instance_content_sets"
    selected = [_column(connection, table, name) for name in _COLUMNS]
    selected += [_column(connection, setups, name) for name in _SETUP_COLUMNS[setups]]
    query = f"SELECT {', '.join(selected)} FROM {table}"  # noqa: S608 - our own words
    if _has(connection, table, "applied_content_set_id") and _has(connection, setups, "id"):
        query += f" LEFT JOIN {setups} ON {setups}.id = {table}.applied_content_set_id"
    rows = connection.execute(f"{query} LIMIT {_MOST_INSTANCES}")
    return [dict(zip((*_COLUMNS, *_KEYS), row, strict=True)) for row in rows]


def _custom_folder(connection: sqlite3.Connection) -> str:
    if not _has(connection, "settings", "custom_dir"):
        return ""
    row = connection.execute("SELECT custom_dir FROM settings LIMIT 1").fetchone()
    return as_text(row[0]) if row else ""


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database. What is still in its write-ahead log is read where that can be done without touching it."""
    log, shared = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    if not _size(log):
        with _connection(path, "immutable=1") as connection:
            yield connection
    elif is_file(shared):
        with _connection(path, "readonly_shm=1") as connection:
            yield connection
    else:
        if _size(path) + _size(log) > _COPIED_LIMIT:
            raise ValueError("too large to be copied")
        import shutil
        import tempfile

        with tempfile.TemporaryDirectory(prefix="modstead-") as folder:
            for file in (path, log):
                shutil.copyfile(file, Path(folder) / file.name)
            with _connection(Path(folder) / path.name, "cache=private") as connection:
                yield connection


@contextmanager
def _connection(path: Path, parameter: str) -> Iterator[sqlite3.Connection]:
    """Queries of a database that may hold anything end after a bounded number of steps."""
    import sqlite3

    address = f"{path.absolute().as_uri()}?mode=ro&{parameter}"
    with closing(sqlite3.connect(address, uri=True, timeout=1, isolation_level=None)) as connection:
        looks = iter(range(_MOST_LOOKS))
        connection.set_progress_handler(lambda: next(looks, None) is None, _STEPS_BETWEEN_LOOKS)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.text_factory = _text
        yield connection


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _has(connection: sqlite3.Connection, table: str, column: str) -> bool:
    rows = connection.execute("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", (table, column))
    return rows.fetchone() is not None


def _column(connection: sqlite3.Connection, table: str, column: str) -> str:
    return f"{table}.{column}" if _has(connection, table, column) else "NULL"


def _size(path: Path) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - follows links, as SQLite does
    except (OSError, ValueError):
        return 0
