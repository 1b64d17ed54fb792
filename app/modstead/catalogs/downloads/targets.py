"""The file that a download is written to: from its first byte, or from where an earlier download of it broke off."""

import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO

from modstead.errors import DiskFull, FolderError, FolderMissing, FolderReadOnly

TAG = ".tag"
"""Ends the name of the small file beside an unfinished one that says which state of the file it is the beginning of."""
LEAST_TAGGED = 64 * 1024
"""Bytes: what has less to come is not worth another file on the disk; its hash tells as well."""
_LARGEST_TAG = 256
_ETAG = re.compile(r'"[\x21\x23-\x7e]*"')
_DATE = re.compile(r"[A-Za-z]{3}, \d\d [A-Za-z]{3} \d{4} \d\d:\d\d:\d\d GMT")
_OLD_ENOUGH = 60  # seconds, after which a file's date is taken to be that of one state alone
_BINARY = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_UNFINISHED = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY


class Target:
    """Written by one thread. A `lasting` one stays where the download breaks off, and is gone on with by the next.

    `done` bytes are there; `tag` is what the host called their state, where it did: for `If-Range`.
    """

    def __init__(self, path: Path, *, lasting: bool) -> None:
        self.path = path
        self.lasting = lasting
        self.done = 0
        self.tag = ""
        self._file: BinaryIO | None = None
        self._tagged = False

    @property
    def is_open(self) -> bool:
        return self._file is not None

    def step(self, action: str, path: Path) -> None:
        """Called just before each single step on the disk: a seam to stop or fail at any of them."""

    def find(self) -> None:
        """Open what an earlier download left, if it did; nothing but an ordinary file of one name is gone on with."""
        if not self.lasting:
            return
        with disk(self.path):
            if _is_own(self.path):
                self._file = os.fdopen(os.open(self.path, _UNFINISHED), "r+b", buffering=0)
                self.done = self._file.seek(0, os.SEEK_END)
                self._tagged = os.path.lexists(self._tag_path)
                self.tag = self._read_tag() if self._tagged else ""
            elif os.path.lexists(self.path):
                self.step("remove", self.path)
                self.path.unlink()

    def open(self) -> None:
        """Make the file, empty, unless it is open.

        Raises:
            FileExistsError: the name is taken.
        """
        if self._file is None:
            with disk(self.path):
                self.step("create", self.path)
                self._file = self.path.open("xb", buffering=0)

    def append(self, part: bytes) -> None:
        with disk(self.path):
            self._write(part)
        self.done += len(part)

    def restart(self) -> None:
        """Begin anew: what is there is of no use."""
        with disk(self.path):
            if self._file is not None and self.done:
                self.step("write", self.path)
                self._file.seek(0)
                self._file.truncate()
            self.done = 0
            self._untag()

    def tag_as(self, tag: str, coming: int | None) -> None:
        """From now on it is the beginning of that state; so many bytes are still to come."""
        if not tag or tag == self.tag:
            return
        self.tag = tag
        if self.lasting and (coming is None or coming >= LEAST_TAGGED):
            with disk(self.path):
                self._untag()
                self.tag, self._tagged = tag, True
                self.step("create", self._tag_path)
                with self._tag_path.open("xb") as file:
                    file.write(tag.encode("ascii"))

    def spoil(self) -> None:
        """Nobody is to go on with it."""
        self.lasting = False

    def close(self, *, whole: bool) -> None:
        """What is not whole goes, unless there is something that lasts."""
        if self._file is None:
            return
        if not self.done:
            self.spoil()
        closed = False
        try:
            with disk(self.path):
                self._file.close()
                closed = True
                if whole or not self.lasting:
                    self._untag()
        finally:
            if not (whole and closed):
                self.discard()

    def discard(self) -> None:
        """Take it away, unless it lasts."""
        if not self.lasting:
            with suppress(OSError):
                self.path.unlink(missing_ok=True)

    @property
    def _tag_path(self) -> Path:
        return self.path.with_name(self.path.name + TAG)

    def _write(self, part: bytes) -> None:
        """All of `part`: a disk that is nearly full takes only some of it at a time."""
        assert self._file is not None
        self.step("write", self.path)
        left = memoryview(part)
        while left:
            left = left[self._file.write(left) :]

    def _read_tag(self) -> str:
        if not _is_own(self._tag_path):
            return ""
        with os.fdopen(os.open(self._tag_path, _UNFINISHED), "rb") as file:
            content = file.read(_LARGEST_TAG + 1)
        with suppress(UnicodeDecodeError):
            text = content.decode("ascii")
            return text if _is_tag(text) else ""
        return ""

    def _untag(self) -> None:
        self.tag = ""
        if self._tagged:
            self.step("remove", self._tag_path)
            self._tag_path.unlink(missing_ok=True)
            self._tagged = False


def tag_in(headers: Mapping[str, str]) -> str:
    """What vouches for the same bytes, for `If-Range`; nothing where the host names no such thing.

    Only a strong ETag does, or without any ETag a date long enough before that of the answer.
    """
    etag = headers.get("etag", "")
    if etag:
        return etag if _is_tag(etag) else ""
    modified, now = headers.get("last-modified", ""), headers.get("date", "")
    if not (_is_tag(modified) and _DATE.fullmatch(now)):
        return ""
    try:
        age = parsedate_to_datetime(now) - parsedate_to_datetime(modified)
    except ValueError:
        return ""
    return modified if age.total_seconds() >= _OLD_ENOUGH else ""


def _is_tag(text: str) -> bool:
    return len(text) <= _LARGEST_TAG and bool(_ETAG.fullmatch(text) or _DATE.fullmatch(text))


def _is_own(path: Path) -> bool:
    """Whether there is an ordinary file whose bytes have no other name."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_nlink == 1


@contextmanager
def disk(target: Path) -> Iterator[None]:
    """A failing disk as an error of Modstead's."""
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise _folder_error(error, target.parent) from error


def _folder_error(error: OSError, folder: Path) -> FolderError:
    reason = f"{error.strerror or error}."
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return DiskFull(f"There is no space left in {folder}.", reason)
        case errno.ENOENT | errno.ENOTDIR:
            return FolderMissing(f"The folder {folder} is not there.", reason)
        case _:
            return FolderReadOnly(f"Nothing can be written in {folder}.", reason)
