"""What files hash to beside their SHA-1, for a lock file to be written or believed."""

from collections.abc import Iterable, Sequence

from modstead.domain.instance import InstalledMod, Library
from modstead.domain.lock_file import LockedFile
from modstead.domain.version import Hashes
from modstead.errors import FileError
from modstead.instances.hashing import Outcome, ProgressCallback, hash_files
from modstead.services.threads import run_cancellable


async def hashed(
    library: Library, mods: Sequence[InstalledMod], progress: ProgressCallback | None
) -> Sequence[Hashes | str]:
    """Both hashes of each of these files of the folder, or why it cannot be locked; reads them all."""
    folder = library.instance.folder
    paths = [(str(folder / mod.file.name), mod.file.size) for mod in mods]
    outcomes = await run_cancellable(
        lambda cancelled: hash_files(paths, sha512=True, progress=progress, cancelled=cancelled.is_set)
    )
    return [_hashes(mod, outcome) for mod, outcome in zip(mods, outcomes, strict=True)]


async def contradicted(
    library: Library, locked: Iterable[LockedFile], progress: ProgressCallback | None
) -> tuple[LockedFile, ...]:
    """The files of a lock, of those here by size and SHA-1, that have another SHA-512 than it says.

    Only what no platform vouches for is read.
    """
    wanted = tuple(locked)
    published = {
        (file.hashes.sha1, file.hashes.sha512)
        for mod in library.mods
        for file in (mod.version.files if mod.version else ())
    }
    doubted = {
        (file.size, file.hashes.sha1): file
        for file in wanted
        if (file.hashes.sha1, file.hashes.sha512) not in published
    }
    mods = [mod for mod in library.mods if (mod.file.size, mod.file.sha1) in doubted]
    found = await hashed(library, mods, progress) if mods else ()
    true = {hashes.sha1: hashes for hashes in found if isinstance(hashes, Hashes)}
    return tuple(
        file for file in wanted if file.hashes.sha1 in true and file.hashes.contradict(true[file.hashes.sha1])
    )


def _hashes(mod: InstalledMod, outcome: Outcome | None) -> Hashes | str:
    """Both hashes, or why the file cannot be locked."""
    if outcome is None or isinstance(outcome, FileError):
        return str(outcome.detail or outcome.title) if outcome else "It was not read."
    if (outcome.size, outcome.hashes.sha1) != (mod.file.size, mod.file.sha1):
        return "It was changed while it was read."
    return outcome.hashes
