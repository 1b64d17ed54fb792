"""Where a folder's staging, journal and kept files lie: beside it, on its file system, under its name."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from modstead.errors import FolderError, FolderMissing, FolderUnreadable
from modstead.instances.disk import Disk, another_disk

HOME_NAME = ".modstead"


@dataclass(frozen=True, slots=True)
class Place:
    """`folder` holds the mods, with every link in its path resolved; `home` holds all that is ours about it."""

    folder: Path
    home: Path

    @property
    def staging(self) -> Path:
        """New files before, and old ones during, a change: a folder for each operation."""
        return self.home / "staging"

    @property
    def journal(self) -> Path:
        return self.home / "journal"

    @property
    def kept(self) -> Path:
        """Replaced and removed files, by content."""
        return self.home / "kept"

    @property
    def fetched(self) -> Path:
        """Downloads of a change that failed, for when it is tried again."""
        return self.home / "fetched"

    @property
    def damaged(self) -> Path:
        """What no journal explains any more, for people to look at."""
        return self.home / "damaged"

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    def files(self, operation_id: str) -> "OperationFiles":
        return OperationFiles(self.staging / operation_id)

    def make(self, disk: Disk) -> None:
        """Make the folders that are missing. Raises `OSError` where that is not possible."""
        for path in (self.home.parent, self.home, self.staging, self.journal, self.kept, self.fetched):
            disk.make_folder(path)


@dataclass(frozen=True, slots=True)
class OperationFiles:
    """The files of one operation in staging."""

    root: Path

    @property
    def new(self) -> Path:
        """Holds what goes into the folder."""
        return self.root / "new"

    @property
    def old(self) -> Path:
        """Holds what has left the folder, until the operation is done."""
        return self.root / "old"

    def new_file(self, slot: int) -> Path:
        return self.new / f"{slot:05}"

    def old_file(self, slot: int) -> Path:
        return self.old / f"{slot:05}"

    def make(self, disk: Disk) -> None:
        for path in (self.root, self.new, self.old):
            disk.make_folder(path)


def place_of(folder: Path, disk: Disk) -> Place:
    """Where `folder`'s own storage lies. Nothing is made; two ways to one folder have one place.

    Raises:
        FolderMissing, FolderUnreadable: there is no such folder.
        FolderError: there is no room beside it on its disk, or something else lies where the storage belongs.
    """
    place, obstacle = _looked_at(folder, disk)
    if obstacle is not None:
        raise obstacle
    return place


def readable_place_of(folder: Path, disk: Disk) -> Place | None:
    """The same for those who only read; None where there can be no storage of ours, and so nothing to read.

    Raises:
        FolderMissing, FolderUnreadable: there is no such folder.
    """
    place, obstacle = _looked_at(folder, disk)
    return None if obstacle is not None else place


def _looked_at(folder: Path, disk: Disk) -> tuple[Place, FolderError | None]:
    """The place, and what forbids to use it."""
    try:
        real = Path(os.path.realpath(folder, strict=True))
        status = real.stat()
        above = real.parent.stat()
    except FileNotFoundError as error:
        raise FolderMissing(f"{folder} does not exist.") from error
    except NotADirectoryError as error:
        raise FolderMissing(f"{folder} is not a folder.") from error
    except OSError as error:
        raise FolderUnreadable(f"{folder} cannot be read.", f"The system says: {error.strerror}.") from error
    if not stat.S_ISDIR(status.st_mode):
        raise FolderMissing(f"{folder} is not a folder.", remedy="Name the folder that holds the mods.")
    place = Place(real, real.parent / HOME_NAME / real.name)
    if real.parent == real:
        obstacle = FolderError(
            f"{folder} cannot be changed safely.",
            "It is the top of its disk, so that there is no room beside it for the files that are kept for undo.",
            remedy="Put the mods into a folder of their own on that disk.",
        )
        return place, obstacle
    if status.st_dev != above.st_dev:
        return place, another_disk(real)
    return place, _obstacle(place, disk)


def _obstacle(place: Place, disk: Disk) -> FolderError | None:
    """An archive may bring a link of our folder's name, which would lead our writing elsewhere."""
    own = (
        place.home.parent,
        place.home,
        place.staging,
        place.journal,
        place.kept,
        place.fetched,
        place.damaged,
    )
    for path in own:
        status = disk.status(path)
        if status is None:
            if path in own[:2]:
                return None
            continue
        if not stat.S_ISDIR(status.st_mode):
            return FolderError(
                f"{place.folder} cannot be changed safely.",
                f"{path}, where Modstead keeps the old files, is not a folder of its own.",
                remedy=f"Rename {path} or move it elsewhere, then try again.",
            )
    return None
