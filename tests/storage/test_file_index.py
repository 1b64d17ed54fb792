"""What is remembered of files and of the manifests inside."""

import os
from pathlib import Path

from modstead.domain.instance import Manifest, ManifestKind, ManifestReading, ModFile, Relation, RelationKind
from modstead.storage.database import Database
from modstead.storage.file_index import FileIndex

FOLDER = Path("/games/one/mods")


def file(name: str, size: int = 10) -> ModFile:
    return ModFile(name, size, 1_700_000_000_123_456_789, "a" * 40)


def test_files_are_remembered_by_folder(database: Database) -> None:
    index = FileIndex(database, 1)
    index.remember(FOLDER, [file("a.jar"), file("b.jar")])
    index.remember(Path("/games/two/mods"), [file("c.jar")])
    assert index.files(FOLDER) == {"a.jar": file("a.jar"), "b.jar": file("b.jar")}
    assert index.files(Path("/games/three")) == {}


def test_files_are_added_replaced_and_dropped(database: Database) -> None:
    index = FileIndex(database, 1)
    index.remember(FOLDER, [file("a.jar"), file("b.jar"), file("c.jar")])
    index.remember(FOLDER, [file("b.jar", 20), file("d.jar")], gone=["a.jar", "never.jar"])
    assert index.files(FOLDER) == {"b.jar": file("b.jar", 20), "c.jar": file("c.jar"), "d.jar": file("d.jar")}
    index.forget(FOLDER)
    assert index.files(FOLDER) == {}


def test_one_folder_is_one_folder_however_it_is_written(database: Database) -> None:
    index = FileIndex(database, 1)
    index.remember(FOLDER, [file("a.jar")])
    assert index.files(Path("/games/./two/../one/mods/")) == {"a.jar": file("a.jar")}


def test_names_and_folders_that_are_no_text(database: Database) -> None:
    index = FileIndex(database, 1)
    folder = Path(os.fsdecode(b"/games/caf\xe9"))
    index.remember(folder, [file(os.fsdecode(b"\xff.jar")), file("é.jar")])
    assert index.files(folder) == {"é.jar": file("é.jar")}


def test_a_folder_remembered_in_another_form_is_not_known(database: Database) -> None:
    index = FileIndex(database, 1)
    index.remember(FOLDER, [file("a.jar")])
    database.call(
        lambda connection: connection.execute("UPDATE indexed_folder SET files = x'c1'"), write=True
    )
    assert index.files(FOLDER) == {}
    index.remember(FOLDER, [file("b.jar")])
    assert index.files(FOLDER) == {"b.jar": file("b.jar")}


def test_readings_are_remembered_by_content(database: Database) -> None:
    index = FileIndex(database, 1)
    relation = Relation(RelationKind.DEPENDS, "minecraft", ("1.20", "1.21"), "client")
    full = ManifestReading((Manifest(ManifestKind.FORGE, "id", "1", relations=(relation,)),), ("A problem.",))
    index.remember_readings({"a": full, "b": ManifestReading()})
    assert index.readings(["a", "b", "c"]) == {"a": full, "b": ManifestReading()}
    index.remember_readings({"b": full})
    assert index.readings(["b"]) == {"b": full}


def test_what_an_older_reader_read_is_not_known(database: Database) -> None:
    FileIndex(database, 1).remember_readings({"a": ManifestReading()})
    assert FileIndex(database, 2).readings(["a"]) == {}


def test_any_number_of_readings_is_asked_for_at_once(database: Database) -> None:
    index = FileIndex(database, 1)
    sha1s = [f"{number:040x}" for number in range(40_000)]
    index.remember_readings(dict.fromkeys(sha1s[:100], ManifestReading()))
    assert len(index.readings(sha1s)) == 100
