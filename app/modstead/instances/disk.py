"""The one place through which a transaction touches the disk, in steps small enough to fail or be cut off at each."""

import errno
import hashlib
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from modstead.domain.version import Hashes
from modstead.errors import (
    DiskFull,
    FileLocked,
    FileVanished,
    FolderError,
    FolderReadOnly,
    ModsteadError,
)
from modstead.instances.files import file_error, open_regular
from modstead.instances.hashing import HashedFile, HashingProgress, Outcome, hash_file, hash_files

_CHUNK = 1024 * 1024
_ON_WINDOWS = os.name == "nt"
_NO_LINKS_HERE = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.EINVAL}
_LINK_ITSELF = {"follow_symlinks": False} if os.link in os.supports_follow_symlinks else {}
_SHARING_VIOLATIONS = {5, 32, 33}
_ATTEMPTS = 10
_NO_FILE = ".modstead-probe"
_SECONDS_BETWEEN_ATTEMPTS = 0.05


class Disk:
    """Moves, copies, writes, flushes and removes files; nothing here ever overwrites a file of the user's.

    Failures to read a file's content are `FileError`s; all others are `OSError`s as the system gave them, which
    `told` turns into `ModsteadError`s.
    """

    def step(self, action: str, path: Path) -> None:
        """Called just before each single step on the disk: a seam to stop or fail at any of them."""

    def status(self, path: Path) -> os.stat_result | None:
        """Of the entry itself, not of what a link leads to; None where there is no such entry."""
        self.step("status", path)
        try:
            return path.lstat()
        except FileNotFoundError:
            return None

    def names(self, folder: Path) -> list[str]:
        """The entries of a folder, sorted; none where there is no such folder."""
        self.step("list", folder)
        try:
            return sorted(os.listdir(folder))  # noqa: PTH208 - names are wanted
        except (FileNotFoundError, NotADirectoryError):
            return []

    def read(self, path: Path, limit: int) -> bytes:
        """A small file of our own; more than `limit` bytes are an `OSError`."""
        self.step("read", path)
        with open_regular(path) as file:
            content = file.read(limit + 1)
        if len(content) > limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return content

    def digest(self, path: Path, *, sha256: bool = False) -> HashedFile:
        """A file's size and its sha1 and sha512; sha256 too where that is asked for."""
        self.step("read", path)
        return hash_file(path, sha512=True, sha256=sha256)

    def digests(
        self,
        files: Sequence[tuple[Path, int]],
        progress: Callable[[HashingProgress], None],
        cancelled: Callable[[], bool],
    ) -> list[Outcome | None]:
        """The same of many files, given with their expected sizes, as `hash_files` gives them."""
        for path, _ in files:
            self.step("read", path)
        listed = [(os.fspath(path), size) for path, size in files]
        return hash_files(listed, sha512=True, progress=progress, cancelled=cancelled)

    def link_of(self, path: Path) -> str:
        """What a link says; nothing where that cannot be written down."""
        self.step("read", path)
        try:
            link = os.readlink(path)  # noqa: PTH115 - as it is spelt
            link.encode()
        except (OSError, UnicodeEncodeError):
            return ""
        return link

    def make_link(self, link: str, path: Path) -> bool:
        """Make a link at a name that must be free; whether the system allows it."""
        try:
            self.step("link", path)
            os.symlink(link, path)  # noqa: PTH211 - as it is spelt
        except OSError:
            return False
        return True

    def free(self, path: Path) -> int:
        """Bytes that may still be written to the disk of `path`."""
        self.step("status", path)
        return shutil.disk_usage(path).free

    def make_folder(self, path: Path) -> None:
        """Make a folder, durably; one that is there already is fine."""
        if self.status(path) is not None:
            return
        self.step("make folder", path)
        path.mkdir(exist_ok=True)
        self.sync_folder(path.parent)

    def write_new(self, path: Path, content: bytes) -> None:
        """Write a file that must not exist yet and flush it."""
        self.step("create", path)
        descriptor = os.open(path, _CREATE, _AS_UMASK_ALLOWS)
        try:
            self.step("write", path)
            _write_all(descriptor, content)
            self.step("sync", path)
            self.flush(descriptor)
        finally:
            os.close(descriptor)

    def copy_new(self, source: Path, target: Path, size: int, *, alike: bool = False) -> HashedFile:
        """Copy a file of `size` bytes to a name that must not exist yet, flush it, and tell what was written.

        At most one byte more than `size` is copied, so that an endless source ends; the caller compares. `alike` gives
        the copy the source's owner, permissions and time of modification too.
        """
        self.step("create", target)
        descriptor = os.open(target, _CREATE, _AS_UMASK_ALLOWS)
        try:
            short = hashlib.sha1(usedforsecurity=False)
            long = hashlib.sha512(usedforsecurity=False)
            written = 0
            for chunk in _chunks(source, size + 1):
                self.step("write", target)
                _write_all(descriptor, chunk)
                short.update(chunk)
                long.update(chunk)
                written += len(chunk)
            if alike:
                self._make_alike(source, target, descriptor)
            self.step("sync", target)
            self.flush(descriptor)
            status = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        return HashedFile(written, status.st_mtime_ns, Hashes(short.hexdigest(), long.hexdigest()), 0)

    def _make_alike(self, source: Path, target: Path, descriptor: int) -> None:
        """A date and permissions are a courtesy: a file system that does not take them costs no undo."""
        with suppress(OSError):
            model = source.stat()
            self.step("date", target)
            os.utime(target, ns=(model.st_atime_ns, model.st_mtime_ns))
            self.step("permit", target)
            _permit(descriptor, model)

    def permit_as(self, path: Path, model: os.stat_result) -> None:
        """Give a file of our own the owner, group and permission bits that another has, as far as the system lets us.

        Those of a link say nothing and are not taken.
        """
        if not stat.S_ISREG(model.st_mode):
            return
        with suppress(OSError):
            self.step("permit", path)
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            try:
                _permit(descriptor, model)
            finally:
                os.close(descriptor)

    def sync(self, path: Path) -> None:
        """Flush a file that somebody else wrote."""
        self.step("sync", path)
        # Only Windows wants to be able to write what it flushes; elsewhere the file may be one that cannot be.
        descriptor = os.open(path, (os.O_RDWR if _ON_WINDOWS else os.O_RDONLY) | getattr(os, "O_BINARY", 0))
        try:
            self.flush(descriptor)
        finally:
            os.close(descriptor)

    def sync_folder(self, path: Path) -> None:
        """Flush a folder's entries; Windows does so by itself."""
        self.step("sync folder", path)
        if _ON_WINDOWS:
            return
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            self.flush(descriptor)
        except OSError as error:
            # Some network file systems have no flush for folders; a kill is still safe there.
            if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
                raise
        finally:
            os.close(descriptor)

    def flush(self, descriptor: int) -> None:
        os.fsync(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Move within one file system, replacing what is at `target`: only for targets in our own storage."""
        self.step("rename", target)
        self._patiently(partial(os.replace, source, target))

    def move_new(self, source: Path, target: Path) -> None:
        """Move within one file system to a name that must be free, which only the system can make sure of.

        Between its two steps the file has both names.

        Raises:
            FileExistsError: the name is taken; nothing was moved.
        """
        self.step("link", target)
        if not _ON_WINDOWS:
            try:
                os.link(source, target, **_LINK_ITSELF)
            except OSError as error:
                if error.errno not in _NO_LINKS_HERE:
                    raise
            else:
                self.remove(source)
                return
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        self.step("rename", target)
        # On Windows it refuses to overwrite.
        self._patiently(partial(os.rename, source, target))

    def probe_movable(self, path: Path) -> None:
        """Raise `PermissionError` where another program holds the file so that it cannot be moved (Windows)."""
        self.step("probe", path)
        if _ON_WINDOWS:
            os.rename(path, path)  # noqa: PTH104

    def probe_one_disk(self, folder: Path, other: Path) -> None:
        """Raise `OSError` with EXDEV where files cannot be moved between two folders, though they may seem to lie on
        one disk, as mounts of its parts do. Moves a file that does not exist: the system looks at the mounts first.
        """
        self.step("probe", folder)
        try:
            os.rename(folder / _NO_FILE, other / _NO_FILE)  # noqa: PTH104
        except FileNotFoundError:
            return

    def pause(self) -> None:
        """Between two attempts to move a file that another program holds for a moment."""
        time.sleep(_SECONDS_BETWEEN_ATTEMPTS)

    def _patiently(self, act: Callable[[], None]) -> None:
        """Virus scanners and indexers on Windows open new files, for a moment, so that they cannot be moved."""
        for _attempt in range(_ATTEMPTS - 1):
            try:
                return act()
            except PermissionError as error:
                if getattr(error, "winerror", None) not in _SHARING_VIOLATIONS:
                    raise
                self.pause()
        return act()

    def remove(self, path: Path) -> None:
        """Remove a file or link of our own; one that is gone already is fine."""
        self.step("remove", path)
        self._patiently(partial(path.unlink, missing_ok=True))

    def remove_folder(self, path: Path) -> None:
        """Remove an empty folder of our own; one that is gone already is fine."""
        self.step("remove folder", path)
        with suppress(FileNotFoundError):
            path.rmdir()

    def remove_tree(self, path: Path) -> None:
        """Remove a folder of our own with all that is in it, never following a link."""
        status = self.status(path)
        if status is None:
            return
        if not stat.S_ISDIR(status.st_mode):
            self.remove(path)
            return
        for name in self.names(path):
            self.remove_tree(path / name)
        self.remove_folder(path)


_AS_UMASK_ALLOWS = 0o666
_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def _permit(descriptor: int, model: os.stat_result) -> None:
    """Only root may give files away. Where that is not to be had, all may read the file, lest the server cannot."""
    if sys.platform == "win32":
        return
    own = os.fstat(descriptor)
    if not stat.S_ISREG(own.st_mode) or own.st_nlink != 1:
        return
    mode = stat.S_IMODE(model.st_mode) & 0o777
    if (own.st_uid, own.st_gid) != (model.st_uid, model.st_gid):
        try:
            os.fchown(descriptor, model.st_uid, model.st_gid)
        except PermissionError:
            mode |= 0o444
            with suppress(PermissionError):
                os.fchown(descriptor, -1, model.st_gid)
    os.fchmod(descriptor, mode)


def same_file(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether two names are one file."""
    return (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)


def another_disk(folder: Path) -> FolderError:
    """Why nothing can be moved between `folder` and what lies beside it."""
    return FolderError(
        f"{folder} cannot be changed safely.",
        "It is a disk or mount of its own, so that there is no room beside it for the files that are kept for undo.",
        remedy=f"Mount, or choose, the folder above it instead: {folder.parent} rather than {folder}.",
    )


def told(error: OSError, folder: Path) -> ModsteadError:
    """What the system refused while `folder` was being changed, in the words of the error tree."""
    name = Path(os.fsdecode(error.filename)).name if isinstance(error.filename, str | bytes) else folder.name
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskFull(f"There is not enough room on the disk of {folder}.")
    if error.errno == errno.EROFS:
        return FolderReadOnly(f"{folder} cannot be changed.", "Its disk can only be read.")
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return FileLocked(f"{name} cannot be moved.", "Another program has it open.")
    if isinstance(error, PermissionError):
        return FolderReadOnly(f"{folder} cannot be changed.", f"The system does not permit it at {name}.")
    if isinstance(error, FileNotFoundError):
        return FileVanished(f"{name} is gone.", "Something removed it while the folder was being changed.")
    if error.errno == errno.EXDEV:
        return another_disk(folder)
    return FolderError(
        f"The disk failed while {folder} was being changed.",
        f"The system says of {name}: {error.strerror or type(error).__name__}.",
        remedy="Check the disk, then try again.",
    )


def _chunks(source: Path, limit: int) -> Iterator[bytes]:
    with open_regular(source) as file:
        left = limit
        while left > 0:
            try:
                chunk = file.read(min(_CHUNK, left))
            except OSError as error:
                raise file_error(source, error) from error
            if not chunk:
                return
            left -= len(chunk)
            yield chunk


def _write_all(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]
