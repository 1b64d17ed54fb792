"""Hashing: right, in parallel, stoppable, honest about files that misbehave."""

import hashlib
import os
import threading
from pathlib import Path

import pytest

from modstead.domain.version import Hashes
from modstead.errors import FileLocked, FileUnreadable, FileVanished
from modstead.instances import hashing
from modstead.instances.hashing import HashedFile, HashingProgress, hash_file, hash_files


def written(folder: Path, name: str, data: bytes) -> tuple[str, int]:
    (folder / name).write_bytes(data)
    return str(folder / name), len(data)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_CHUNK", 1000)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 12_345])
def test_hashes_are_those_of_hashlib(tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    path, _ = written(tmp_path, "a.jar", data)
    hashed = hash_file(Path(path), sha512=True, sha256=True)
    assert hashed.hashes.sha1 == hashlib.sha1(data).hexdigest()
    assert hashed.hashes.sha256 == hashlib.sha256(data).hexdigest()
    assert hashed.hashes.sha512 == hashlib.sha512(data).hexdigest()
    assert (hashed.size, hashed.mtime_ns) == (size, Path(path).stat().st_mtime_ns)


def test_all_but_sha1_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    path, _ = written(tmp_path, "a.jar", b"data")
    assert hash_file(Path(path)).hashes == Hashes(hashlib.sha1(b"data").hexdigest())


def test_many_files_come_in_the_order_given_whatever_their_size(tmp_path: Path) -> None:
    contents = [os.urandom(size) for size in (10, 300_000, 0, 5_000, 2_000_000, 1)]
    files = [written(tmp_path, f"{number}.jar", data) for number, data in enumerate(contents)]
    outcomes = hash_files(files)
    assert [outcome.hashes.sha1 for outcome in outcomes if isinstance(outcome, HashedFile)] == [
        hashlib.sha1(data).hexdigest() for data in contents
    ]


def test_no_files_are_no_work() -> None:
    assert hash_files([]) == []


def test_a_file_that_cannot_be_read_is_an_error_in_its_place(tmp_path: Path) -> None:
    good = written(tmp_path, "good.jar", b"data")
    os.mkfifo(tmp_path / "pipe.jar")
    (tmp_path / "folder.jar").mkdir()
    outcomes = hash_files(
        [
            (str(tmp_path / "gone.jar"), 5),
            good,
            (str(tmp_path / "pipe.jar"), 5),
            (str(tmp_path / "folder.jar"), 5),
        ]
    )
    assert isinstance(outcomes[0], FileVanished)
    assert isinstance(outcomes[1], HashedFile)
    assert isinstance(outcomes[2], FileUnreadable)
    assert isinstance(outcomes[3], FileUnreadable)
    assert outcomes[0].title == "gone.jar could not be read."
    assert outcomes[0].detail == "The file is no longer there."


def test_a_refused_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = written(tmp_path, "a.jar", b"data")

    def refuse(*_arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FileUnreadable, match="not permitted"):
        hash_file(Path(path))


@pytest.mark.usefixtures("small_chunks")
def test_a_file_that_is_written_to_all_the_while_is_locked(tmp_path: Path) -> None:
    path, _ = written(tmp_path, "a.jar", b"x" * 5_000)

    def grow() -> bool:
        with Path(path).open("ab") as file:
            file.write(b"y")
        return False

    with pytest.raises(FileLocked, match="writing to it"):
        hash_file(Path(path), cancelled=grow)


@pytest.mark.usefixtures("small_chunks")
def test_a_file_that_changes_once_is_read_again(tmp_path: Path) -> None:
    path, _ = written(tmp_path, "a.jar", b"x" * 3_000)
    changes = iter([b"y" * 3_500])

    def change_once() -> bool:
        data = next(changes, None)
        if data is not None:
            Path(path).write_bytes(data)
        return False

    assert hash_file(Path(path), cancelled=change_once).hashes.sha1 == hashlib.sha1(b"y" * 3_500).hexdigest()


@pytest.mark.usefixtures("small_chunks")
def test_cancelling_stops_between_chunks_and_keeps_what_is_done(tmp_path: Path) -> None:
    files = [written(tmp_path, f"{number}.jar", b"x" * 2_000) for number in range(20)]
    stop = threading.Event()
    looks: list[int] = []

    def cancelled() -> bool:
        looks.append(1)
        if len(looks) == 12:
            stop.set()
        return stop.is_set()

    outcomes = hash_files(files, cancelled=cancelled)
    done = [outcome for outcome in outcomes if outcome is not None]
    assert 0 < len(done) < len(files)
    assert len(looks) < 12 + 2 * (os.cpu_count() or 1) + 1


def test_progress_ends_with_everything_done(tmp_path: Path) -> None:
    files = [written(tmp_path, f"{number}.jar", b"x" * 2_000) for number in range(5)]
    seen: list[HashingProgress] = []
    hash_files([*files, (str(tmp_path / "gone.jar"), 0)], progress=seen.append)
    assert seen[-1] == HashingProgress(10_000, 10_000, 6, 6)
    assert [report.done_bytes for report in seen] == sorted(report.done_bytes for report in seen)


@pytest.mark.usefixtures("small_chunks")
def test_progress_comes_at_a_bounded_rate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modstead.instances.hashing.time.monotonic", lambda: 100.0)
    files = [written(tmp_path, "a.jar", b"x" * 200_000)]
    seen: list[HashingProgress] = []
    hash_files(files, progress=seen.append)
    assert len(seen) == 2, "one report at the only moment there was, and the last"


def test_a_file_larger_than_announced_never_drives_progress_past_its_end(tmp_path: Path) -> None:
    path, _ = written(tmp_path, "a.jar", b"x" * 9_000)
    seen: list[HashingProgress] = []
    hash_files([(path, 10)], progress=seen.append)
    assert all(report.done_bytes <= report.total_bytes for report in seen)
