"""The files of the game's versions, as Mojang's launcher and those like it keep them in `versions`."""

from pathlib import Path

import msgspec

from modstead.instances.discovery.documents import as_tables, as_text, one_component, skim
from modstead.instances.discovery.version_ids import (
    Setup,
    loader_named,
    setup_of_library,
    setup_of_version_id,
)

_LONGEST_INHERITANCE = 8


class _VersionFile(msgspec.Struct, rename="camel"):
    libraries: object = None
    inherits_from: object = None
    patches: object = None


def setup_of_version(minecraft: Path, version_id: str) -> Setup:
    """What the version's ID says, and what its own file and those that it inherits from say beyond that."""
    setup = setup_of_version_id(version_id)
    for _ in range(_LONGEST_INHERITANCE):
        if (setup.loader and setup.game_version) or not one_component(version_id):
            break
        document = skim(minecraft / "versions" / version_id / f"{version_id}.json", _VersionFile)
        if document is None:
            break
        for library in as_tables(document.libraries):
            setup = setup.filled_from(setup_of_library(as_text(library.get("name"))))
        for patch in as_tables(document.patches):
            setup = setup.filled_from(_setup_of_patch(patch))
        version_id = as_text(document.inherits_from)
        setup = setup.filled_from(setup_of_version_id(version_id))
    return setup


def _setup_of_patch(patch: dict[str, object]) -> Setup:
    """HMCL joins a version from the game's and the loader's, and notes which ones."""
    name, version = as_text(patch.get("id")), as_text(patch.get("version"))
    loader = loader_named(name)
    return Setup(loader, version) if loader else Setup(game_version=version if name == "game" else None)
