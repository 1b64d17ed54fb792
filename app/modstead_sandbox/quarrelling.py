"""A fourth sample: an instance whose updates do not all go together, as only the new files themselves say."""

from __future__ import annotations

from pathlib import Path

from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.contents import Contents
from modstead_sandbox.sample import SampleInstance, Writer, published, write_empty_instance

_LOADER, _GAME_VERSION, _NAME = "fabric", "1.21.4", "Cliffside"
_CURRENT = ("Hedgerow API", "Inkwell Config", "Bramble Core")
_OUTDATED = ("Nightjar", "Stillwater", "Redwing", "Anvil Notes")


def quarrelling_instance(
    folder: Path, catalogue: Catalogue, contents: Contents | None = None
) -> SampleInstance:
    """Write the instance into a new or empty folder; the same catalogue writes the same files.

    Raises:
        FileExistsError: the folder holds something already.
        OSError: it cannot be written.
    """
    mods_folder = write_empty_instance(folder, _LOADER, _GAME_VERSION, _NAME, ("mountains", "frost"))
    writer = Writer(catalogue, contents or Contents(catalogue), mods_folder, _LOADER, _GAME_VERSION)
    for title in _CURRENT:
        writer.current(catalogue.named(title))
    for title in _OUTDATED:
        project = catalogue.named(title)
        oldest, *_, newest = sorted(writer.candidates(project), key=published)
        writer.add(project, oldest, "outdated", newest, enabled=True)
    mods = tuple(sorted(writer.written, key=lambda mod: mod.file.lower()))
    return SampleInstance(folder, mods_folder, _NAME, _LOADER, _GAME_VERSION, mods)
