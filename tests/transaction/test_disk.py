"""The steps on the disk themselves, also on file systems that lack something."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from modstead.errors import (
    DiskFull,
    FileLocked,
    FileUnreadable,
    FileVanished,
    FolderError,
    FolderReadOnly,
    ModsteadError,
)
from modstead.instances.disk import Disk, told
from transaction.world import Killed, sha1, sha512


class Impatient(Disk):
    """Counts the pauses instead of making them."""

    pauses = 0

    def pause(self) -> None:
        self.pauses += 1


def failing(code: int, **attributes: int) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        error = OSError(code, os.strerror(code))
        for name, value in attributes.items():
            setattr(error, name, value)
        raise error

    return fail


def test_moving_never_overwrites(top: Path) -> None:
    (top / "new").write_bytes(b"new")
    (top / "taken").write_bytes(b"taken")
    with pytest.raises(FileExistsError):
        Disk().move_new(top / "new", top / "taken")
    Disk().move_new(top / "new", top / "free")
    assert {path.name: path.read_bytes() for path in top.iterdir()} == {"free": b"new", "taken": b"taken"}


@pytest.mark.parametrize("code", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS])
def test_moving_works_where_files_have_one_name_only(
    top: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(os, "link", failing(code))
    test_moving_never_overwrites(top)


def test_moving_a_link_moves_the_link(top: Path) -> None:
    (top / "link").symlink_to("nowhere")
    Disk().move_new(top / "link", top / "moved")
    assert (top / "moved").readlink() == Path("nowhere")
    assert not (top / "link").is_symlink()


def test_another_failure_to_link_is_told(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", failing(errno.EIO))
    (top / "new").write_bytes(b"new")
    with pytest.raises(OSError, match="Input/output"):
        Disk().move_new(top / "new", top / "free")


def test_a_file_that_a_scanner_holds_for_a_moment_is_moved_after_it(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, replace, held = Impatient(), os.replace, 3

    def held_for_a_while(source: Path, target: Path) -> None:
        if disk.pauses < held:
            failing(errno.EACCES, winerror=32)()
        replace(source, target)

    monkeypatch.setattr(os, "replace", held_for_a_while)
    (top / "a").write_bytes(b"a")
    disk.rename(top / "a", top / "b")
    assert disk.pauses == held
    assert (top / "b").read_bytes() == b"a"


def test_patience_ends(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Impatient()
    monkeypatch.setattr(os, "replace", failing(errno.EACCES, winerror=32))
    with pytest.raises(PermissionError):
        disk.rename(top / "a", top / "b")
    assert disk.pauses == 9


def test_what_is_plainly_not_permitted_is_told_at_once(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Impatient()
    monkeypatch.setattr(os, "replace", failing(errno.EACCES))
    with pytest.raises(PermissionError):
        disk.rename(top / "a", top / "b")
    assert disk.pauses == 0


def test_a_copy_is_hashed_and_bounded(top: Path) -> None:
    content = b"x" * 3_000_000
    (top / "source").write_bytes(content)
    copied = Disk().copy_new(top / "source", top / "copy", len(content))
    assert (copied.size, copied.hashes.sha1, copied.hashes.sha512) == (
        3_000_000,
        sha1(content),
        sha512(content),
    )
    assert (top / "copy").read_bytes() == content
    assert Disk().copy_new(top / "source", top / "short", 10).size == 11
    with pytest.raises(FileExistsError):
        Disk().copy_new(top / "source", top / "copy", 10)


def test_a_copy_of_what_is_no_file_is_refused(top: Path) -> None:
    os.mkfifo(top / "pipe")
    with pytest.raises(FileUnreadable):
        Disk().copy_new(top / "pipe", top / "copy", 10)
    with pytest.raises(FileVanished):
        Disk().copy_new(top / "missing", top / "other copy", 10)


def test_removing_a_folder_never_follows_links(top: Path) -> None:
    (top / "mine").mkdir()
    (top / "mine" / "file").write_bytes(b"x")
    (top / "theirs").mkdir()
    (top / "theirs" / "file").write_bytes(b"theirs")
    (top / "mine" / "link").symlink_to(top / "theirs")
    Disk().remove_tree(top / "mine")
    Disk().remove_tree(top / "mine")
    assert not (top / "mine").exists()
    assert (top / "theirs" / "file").read_bytes() == b"theirs"


def test_a_record_that_is_too_large_is_not_read(top: Path) -> None:
    (top / "record").write_bytes(b"x" * 11)
    with pytest.raises(OSError, match="too large"):
        Disk().read(top / "record", 10)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, FolderReadOnly),
        (errno.EACCES, FolderReadOnly),
        (errno.EPERM, FolderReadOnly),
        (errno.ENOENT, FileVanished),
        (errno.EXDEV, FolderError),
        (errno.EIO, FolderError),
    ],
)
def test_what_the_system_says_becomes_a_sentence(code: int, error: type[ModsteadError]) -> None:
    mods = Path("/game/mods")
    found = told(OSError(code, os.strerror(code), "/game/mods/amber.jar"), mods)
    assert type(found) is error
    assert found.title.endswith(".")
    assert found.remedy.endswith(".")
    assert "amber.jar" in str(found) or "/game/mods" in str(found)


def test_a_file_in_use_is_told_as_such() -> None:
    with pytest.raises(PermissionError) as caught:
        failing(errno.EACCES, winerror=32)()
    assert isinstance(told(caught.value, Path("/game/mods")), FileLocked)


def test_a_kill_is_no_failure() -> None:
    assert not issubclass(Killed, Exception)
