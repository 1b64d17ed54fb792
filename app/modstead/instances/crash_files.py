"""Reading what a game leaves behind when it breaks: its newest crash report and its log, which anyone may write."""

import codecs
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path

from modstead.domain.crash import CrashText, is_of_the_game
from modstead.errors import FileError
from modstead.instances.archive import Jar
from modstead.instances.files import open_regular

LONGEST = 1024 * 1024
"""Bytes that are read of a file: the first of a report, the last of a log."""
_MOST_ENTRIES = 5_000
_MOST_CLASSES = 40
_REPORT = re.compile(r"crash-.{1,120}\.txt", re.IGNORECASE)
_OF_JAVA = re.compile(r"hs_err_pid\d{1,20}\.log")
_LOGS = ("latest.log", "fml-client-latest.log", "fml-server-latest.log")
_PACKAGES = re.compile(r"(?:[a-z_$][\w$]*\.){2,}", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_crash_files(game: Path) -> tuple[CrashText, ...]:
    """The newest crash report and the last log of the game folder, as far as they are there. Blocks."""
    report = _newest_report(game)
    logs = [found for name in _LOGS if (found := _read(game / "logs" / name, is_log=True))]
    return tuple(filter(None, (_read(report, is_log=False) if report else None, *logs[:1])))


def newest_report_time(game: Path) -> datetime | None:
    """When the newest crash report was written; None where there is none. Blocks; reads no file."""
    report = _newest_report(game)
    try:
        return _moment(report.stat().st_mtime) if report else None
    except OSError:
        return None


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


def _newest_report(game: Path) -> Path | None:
    """The game's own, or what Java leaves in the game folder when it falls itself."""
    found = (*_reports(game / "crash-reports", _REPORT), *_reports(game, _OF_JAVA))
    return max(found, default=(0.0, None), key=itemgetter(0))[1]


def _reports(folder: Path, named: re.Pattern[str]) -> list[tuple[float, Path]]:
    times: list[tuple[float, Path]] = []
    try:
        with os.scandir(folder) as entries:
            for _, entry in zip(range(_MOST_ENTRIES), entries, strict=False):
                if named.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    times.append((entry.stat(follow_symlinks=False).st_mtime, folder / entry.name))
    except OSError:
        return times
    return times


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
