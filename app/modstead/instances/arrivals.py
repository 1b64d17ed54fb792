"""What the new files of a change say of themselves, read beside the folder before anything in it is touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from modstead.domain.instance import ManifestReading
from modstead.domain.plan import Download, LocalFile, Operation
from modstead.errors import FileError, ModsteadError
from modstead.instances.blocking import in_thread
from modstead.instances.hashing import HashedFile
from modstead.instances.journal import Step
from modstead.instances.metadata import read_manifests
from modstead.instances.place import OperationFiles
from modstead.instances.staging import Staging


@dataclass(frozen=True, slots=True)
class Arrivals:
    """By sha1, what is inside the files; of those that could not be had, by name, why; and of the others the sha1."""

    readings: Mapping[str, ManifestReading]
    failures: Mapping[str, ModsteadError] = field(default_factory=dict)
    sha1s: Mapping[str, str] = field(default_factory=dict)


def new_files(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """The operations that bring a file which was not in the folder before."""
    return tuple(item for item in operations if isinstance(item.source, Download | LocalFile) and item.after)


async def read_arrivals(staging: Staging, operations: Sequence[Operation]) -> Arrivals:
    """Fetch the files of these operations into staging, verify and read them, and hold the downloads for the change.

    Nothing stays in staging.

    Raises:
        ModsteadError, OSError: no file could be had at all; what was verified is held.
    """
    steps = tuple(Step(slot, operation, renames=False) for slot, operation in enumerate(operations))
    try:
        staged = await staging.fill(steps, leave_out_failures=True)
        readings = await in_thread(partial(_read, staging.files, staged.files))
    finally:
        await in_thread(staging.salvage)
    failures = {steps[slot].operation.file_name: error for slot, error in sorted(staged.failures.items())}
    sha1s = {
        steps[slot].operation.file_name: found.hashes.sha1 for slot, found in sorted(staged.files.items())
    }
    return Arrivals(readings, failures, sha1s)


def _read(files: OperationFiles, staged: Mapping[int, HashedFile]) -> dict[str, ManifestReading]:
    """By the hashes that the bytes have: what a plan calls them is its word alone."""
    readings = {}
    for slot, found in staged.items():
        try:
            reading = read_manifests(files.new_file(slot))
        except FileError as error:
            reading = replace(ManifestReading(), problems=(error.detail,), unread=True)
        readings[found.hashes.sha1] = reading
    return readings
