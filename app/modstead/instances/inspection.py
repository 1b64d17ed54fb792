"""What all the JARs of a folder say of themselves, opening only those that were not read before."""

import logging
import os
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from modstead.domain.instance import ContentKind, Loader, ManifestReading, ModFile
from modstead.errors import Cancelled, FileError, StorageError
from modstead.instances.hashing import CancelFlag, never_cancelled
from modstead.instances.metadata import ranked, read_manifests

# Unpacking and the disk leave the interpreter to others meanwhile.
_WORKERS = 4

_log = logging.getLogger(__name__)


class ReadingIndex(Protocol):
    """What is remembered of manifests, by the sha1 of the JAR."""

    def readings(self, sha1s: Iterable[str]) -> Mapping[str, ManifestReading]: ...

    def remember_readings(self, readings: Mapping[str, ManifestReading]) -> None: ...


def inspect_files(
    folder: Path,
    files: Iterable[ModFile],
    index: ReadingIndex,
    *,
    loader: Loader | None = None,
    content: ContentKind | None = None,
    cancelled: CancelFlag = never_cancelled,
) -> dict[str, ManifestReading]:
    """The manifests in each of a scan's files, by sha1, with those first that `loader` reads. Blocks.

    Where `content` is told, those that make a file that come before all others.

    A file that is gone or locked by now is a reading with a problem; an index that fails costs time only.

    Raises:
        Cancelled: `cancelled()` became true; what was read before is remembered.
    """
    by_content = {file.sha1: file for file in files}
    readings = dict(_known(index, by_content))
    waiting = deque(file for sha1, file in by_content.items() if sha1 not in readings)
    fresh: dict[str, ManifestReading] = {}
    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="reading") as pool:
        running = [
            pool.submit(_work, folder, waiting, readings, fresh, cancelled)
            for _ in range(min(_WORKERS, len(waiting)))
        ]
    for worker in running:
        worker.result()
    _remember(index, fresh)
    if waiting:
        raise Cancelled("Reading the mods was cancelled.")
    return {sha1: ranked(reading, loader, content) for sha1, reading in readings.items()}


def _work(
    folder: Path,
    waiting: deque[ModFile],
    readings: dict[str, ManifestReading],
    fresh: dict[str, ManifestReading],
    cancelled: CancelFlag,
) -> None:
    """Reads what is waiting, along with others who do; what is certain is to be remembered."""
    while not cancelled():
        try:
            file = waiting.popleft()
        except IndexError:
            return
        reading, certain = _read(os.path.join(folder, file.name), file)  # noqa: PTH118
        readings[file.sha1] = reading
        if certain:
            fresh[file.sha1] = reading


def _read(path: str, file: ModFile) -> tuple[ManifestReading, bool]:
    """The reading, and whether it is surely that of the content with the file's sha1."""
    try:
        reading = read_manifests(path)
        status = os.stat(path)  # noqa: PTH116 - as cheap as it gets
    except FileError as error:
        return ManifestReading((), (error.detail,), unread=True), False
    except OSError:
        return ManifestReading((), ("The file is no longer there.",), unread=True), False
    return reading, (status.st_size, status.st_mtime_ns) == (file.size, file.mtime_ns)


def _known(index: ReadingIndex, sha1s: Iterable[str]) -> Mapping[str, ManifestReading]:
    try:
        return index.readings(sha1s)
    except StorageError as error:
        _log.warning("Reading all JARs, without the index: %s", error)
        return {}


def _remember(index: ReadingIndex, readings: Mapping[str, ManifestReading]) -> None:
    if not readings:
        return
    try:
        index.remember_readings(readings)
    except StorageError as error:
        _log.warning("What the JARs say could not be remembered: %s", error)
