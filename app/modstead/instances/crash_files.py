"""Reading what a game leaves behind when it breaks: its newest crash report and its log, which anyone may write."""

import codecs
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from modstead.domain.crash import CrashText, is_of_the_game, named_time
from modstead.errors import FileError
from modstead.instances.archive import Jar
from modstead.instances.files import open_regular

LONGEST = 1024 * 1024
"""Bytes that are read of a file: the first of a report, the last of a log."""
_MOST_ENTRIES = 5_000
_MOST_REPORTS = 3
_MOST_CLASSES = 40
_REPORT = re.compile(r"crash-.{1,120}\.txt", re.IGNORECASE)
_OF_JAVA = re.compile(r"hs_err_pid\d{1,20}\.log")
_LOGS = ("latest.log", "fml-client-latest.log", "fml-server-latest.log")
_PACKAGES = re.compile(r"(?:[a-z_$][\w$]*\.){2,}", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_crash_files(game: Path) -> tuple[CrashText, ...]:
    """The crash reports that may be the newest, and the last log of the game folder, if there are any. Blocks."""
    logs = [found for name in _LOGS if (found := _read(game / "logs" / name, is_log=True))]
    reports = [_read(path, is_log=False) for path in _newest_reports(game)]
    return tuple(filter(None, (*reports, *logs[:1])))


def newest_report_time(game: Path) -> datetime | None:
    """When the newest crash report was left, by its name where that tells; None where there is none. Blocks; reads no
    file.
    """
    return max((report.at for report in _all_reports(game)), default=None)


def class_holders(folder: Path, names: Iterable[str], classes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The files, of those `names`, that hold each class, or else the package in which it should be. Blocks.

    Classes of the game and its loader are nobody's; of many only the first are looked for.
    """
    wanted = [name for name in classes if not is_of_the_game(f"{name}.")][:_MOST_CLASSES]
    exact: dict[str, list[str]] = {name: [] for name in wanted}
    near: dict[str, list[str]] = {name: [] for name in wanted}
    for file in names if wanted else ():
        try:
            with Jar(folder / file) as jar:
                for name in wanted:
                    _look(jar, name, file, exact[name], near[name])
        except FileError:
            continue
    return {name: tuple(exact[name] or near[name]) for name in wanted if exact[name] or near[name]}


def _look(jar: Jar, class_name: str, file: str, exact: list[str], near: list[str]) -> None:
    path = class_name.replace(".", "/")
    outer = path.partition("$")[0]
    if jar.has(f"{path}.class") or jar.has(f"{outer}.class"):
        exact.append(file)
    elif _PACKAGES.match(class_name) and jar.has_folder(outer.rpartition("/")[0]):
        near.append(file)


@dataclass(frozen=True, slots=True)
class _Report:
    path: Path
    at: datetime
    """By its name where that tells, else as `written`."""
    written: datetime


def _newest_reports(game: Path) -> list[Path]:
    """A few by their names and a few by when they were written, for what is in them counts for more."""
    found = _all_reports(game)
    by_name = sorted(found, key=lambda report: report.at, reverse=True)[:_MOST_REPORTS]
    by_date = sorted(found, key=lambda report: report.written, reverse=True)[:_MOST_REPORTS]
    return [report.path for report in dict.fromkeys((*by_name, *by_date))]


def _all_reports(game: Path) -> list[_Report]:
    """The game's own, and what Java leaves in the game folder when it falls itself."""
    return [*_reports(game / "crash-reports", _REPORT), *_reports(game, _OF_JAVA)]


def _reports(folder: Path, named: re.Pattern[str]) -> list[_Report]:
    found: list[_Report] = []
    try:
        with os.scandir(folder) as entries:
            for _, entry in zip(range(_MOST_ENTRIES), entries, strict=False):
                if named.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    written = _moment(entry.stat(follow_symlinks=False).st_mtime)
                    found.append(_Report(folder / entry.name, named_time(entry.name) or written, written))
    except OSError:
        return found
    return found


def _read(path: Path, *, is_log: bool) -> CrashText | None:
    """None where it cannot be read: then it tells of nothing."""
    try:
        with open_regular(path) as file:
            status = os.fstat(file.fileno())
            if is_log and status.st_size > LONGEST:
                file.seek(status.st_size - LONGEST)
            content = _all_of(file.read, LONGEST)
    except (FileError, OSError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return CrashText(path.name, _decoded(content), _moment(status.st_mtime), is_log)


def _all_of(read: Callable[[int], bytes | None], limit: int) -> bytes:
    content = bytearray()
    while len(content) < limit and (part := read(limit - len(content))):
        content += part
    return bytes(content)


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    # What counts is ASCII, whatever the system's code page; a log's end may begin in the middle of a character.
    return content.decode(errors="replace")


def _moment(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
