"""Listing a folder of mods, plugins or packs, hashing only what is new or changed."""

import logging
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Protocol

from modstead.domain.instance import DISABLED_SUFFIX, ContentKind, FileFailure, ModFile
from modstead.errors import Cancelled, FileError, StorageError
from modstead.instances.files import file_error, folder_error
from modstead.instances.hashing import (
    CancelFlag,
    HashedFile,
    HashingProgress,
    Outcome,
    hash_files,
    never_cancelled,
)

_log = logging.getLogger(__name__)

_ENDINGS: Mapping[ContentKind, tuple[str, ...]] = {
    ContentKind.MOD: (".jar", ".litemod"),
    ContentKind.PLUGIN: (".jar",),
    ContentKind.RESOURCE_PACK: (".zip",),
    ContentKind.SHADER: (".zip",),
    ContentKind.DATA_PACK: (".zip",),
}
"""What the game, or its loader, reads from such a folder. With `.disabled` after it, it reads none of them."""

# What an unpacked pack has in it. Loaders of mods and plugins read no folders.
_UNPACKED: Mapping[ContentKind, str] = {
    ContentKind.RESOURCE_PACK: "pack.mcmeta",
    ContentKind.SHADER: "shaders",
    ContentKind.DATA_PACK: "pack.mcmeta",
}

_SECOND_NS = 1_000_000_000
_COARSE_CLOCK_NS = 2 * _SECOND_NS
_FINE_CLOCK_NS = _SECOND_NS // 10


class HashIndex(Protocol):
    """What the scanner remembers of a folder between scans."""

    def files(self, folder: Path) -> Mapping[str, ModFile]:
        """The files of a folder as last remembered, by name."""
        ...

    def remember(self, folder: Path, files: Iterable[ModFile], gone: Iterable[str] = ()) -> None:
        """Adds or replaces files and drops the names that are gone."""
        ...


@dataclass(frozen=True, slots=True)
class Scan:
    """`files` and `failures` are sorted by name; `hashed` counts the files read for it.

    `unpacked` names the folders that are packs, which are not looked into.
    """

    files: tuple[ModFile, ...]
    failures: tuple[FileFailure, ...] = ()
    hashed: int = 0
    unpacked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Listing:
    """A folder's mods against what is known; the changed ones with their size in bytes."""

    unchanged: list[ModFile]
    changed: list[tuple[str, int]]
    failures: list[FileFailure]
    unpacked: list[str]


def file_endings(content: ContentKind) -> tuple[str, ...]:
    """How the names of files of this kind end, in lower case, enabled or disabled."""
    endings = _ENDINGS[content]
    return (*endings, *(ending + DISABLED_SUFFIX for ending in endings))


def is_mod_file_name(name: str, content: ContentKind = ContentKind.MOD) -> bool:
    """Whether a name is that of a mod, or of other content, enabled or disabled: hidden files are not."""
    return name.lower().endswith(file_endings(content)) and not name.startswith(".")


def scan(
    folder: Path,
    index: HashIndex,
    content: ContentKind = ContentKind.MOD,
    *,
    progress: Callable[[HashingProgress], None] | None = None,
    cancelled: CancelFlag = never_cancelled,
) -> Scan:
    """The mods, or files of other content, that lie in `folder` itself, not below it. Blocks.

    A file of unchanged name, size and time keeps the hash that `index` knows; an index that fails costs time only.
    `progress` is called from worker threads. What was hashed before a cancellation is remembered.

    Raises:
        FolderMissing, FolderUnreadable: the folder itself; what a single file does wrong is in `Scan.failures`.
        Cancelled: `cancelled()` became true.
    """
    known = _known_files(index, folder)
    listing = _compare(folder, known, content)
    files, failures = listing.unchanged, listing.failures
    outcomes = hash_files(
        [(os.path.join(folder, name), size) for name, size in listing.changed],  # noqa: PTH118
        progress=progress,
        cancelled=cancelled,
    )
    names = [name for name, _ in listing.changed]
    gone = known.keys() - names - {file.name for file in files} if len(files) < len(known) else ()
    _remember(index, folder, names, outcomes, gone)
    if None in outcomes or cancelled():
        raise Cancelled("Scanning was cancelled.")
    for name, outcome in zip(names, outcomes, strict=True):
        if isinstance(outcome, FileError):
            failures.append(FileFailure(name, outcome.detail))
        elif outcome is not None:
            files.append(_mod_file(name, outcome))
    files.sort(key=attrgetter("name"))
    failures.sort(key=attrgetter("name"))
    return Scan(
        tuple(files),
        tuple(failures),
        hashed=sum(isinstance(outcome, HashedFile) for outcome in outcomes),
        unpacked=tuple(sorted(listing.unpacked)),
    )


def _compare(folder: Path, known: Mapping[str, ModFile], content: ContentKind) -> _Listing:
    # One plain loop: it runs for every file at every scan.
    unchanged: list[ModFile] = []
    changed: list[tuple[str, int]] = []
    failures: list[FileFailure] = []
    unpacked: list[str] = []
    endings, inside = file_endings(content), _UNPACKED.get(content)
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if not name.lower().endswith(endings) or name[0] == ".":
                    if inside and name[0] != "." and _holds(entry, inside):
                        unpacked.append(name)
                    continue
                try:
                    status = entry.stat()
                except OSError as error:
                    failures.append(FileFailure(name, _stat_failure(entry, error)))
                    continue
                file = known.get(name)
                if file is not None and file.mtime_ns == status.st_mtime_ns and file.size == status.st_size:
                    unchanged.append(file)
                elif stat.S_ISREG(status.st_mode):
                    changed.append((name, status.st_size))
    except (OSError, ValueError) as error:
        raise folder_error(folder, error) from error
    return _Listing(unchanged, changed, failures, unpacked)


def _holds(folder: os.DirEntry[str], name: str) -> bool:
    try:
        return folder.is_dir() and os.path.exists(os.path.join(folder.path, name))  # noqa: PTH110, PTH118
    except OSError:
        return False


def _stat_failure(entry: os.DirEntry[str], error: OSError) -> str:
    if isinstance(error, FileNotFoundError) and entry.is_symlink():
        return "The link leads to a file that does not exist."
    return file_error(entry.name, error).detail


def _known_files(index: HashIndex, folder: Path) -> Mapping[str, ModFile]:
    try:
        return index.files(folder)
    except StorageError as error:
        _log.warning("Scanning without the index: %s", error)
        return {}


def _remember(
    index: HashIndex, folder: Path, names: list[str], outcomes: list[Outcome | None], gone: Iterable[str]
) -> None:
    settled = [
        _mod_file(name, outcome)
        for name, outcome in zip(names, outcomes, strict=True)
        if isinstance(outcome, HashedFile) and _is_settled(outcome)
    ]
    if not settled and not gone:
        return
    try:
        index.remember(folder, settled, gone)
    except StorageError as error:
        _log.warning("The scan could not be remembered: %s", error)


def _is_settled(hashed: HashedFile) -> bool:
    """Whether any later change to the file would show in its time.

    A file written within the same tick of the file system's clock in which it was read may be written again without
    its time changing, so it is not remembered and read once more next time. Whole seconds tell a coarse clock (FAT
    ticks every two seconds), anything else a fine one.
    """
    tick = _COARSE_CLOCK_NS if hashed.mtime_ns % _SECOND_NS == 0 else _FINE_CLOCK_NS
    return abs(hashed.started_ns - hashed.mtime_ns) > tick


def _mod_file(name: str, hashed: HashedFile) -> ModFile:
    return ModFile(name, hashed.size, hashed.mtime_ns, hashed.hashes.sha1)
