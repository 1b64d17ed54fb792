"""Which file of a folder a name on the command line means."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from modstead.domain.identity import plain
from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Library
from modstead.errors import NotInFolder, typed


def required(text: str, library: Library) -> InstalledMod:
    """The same as `found`.

    Raises:
        NotInFolder: there is none.
    """
    mod = found(text, library)
    if mod is None:
        raise nothing_called(text, library)
    return mod


def nothing_called(text: str, library: Library) -> NotInFolder:
    """The refusal where a name means no file."""
    folder = library.instance.folder
    remedy = f"See what is there: {typed('scan', folder)}"
    return NotInFolder(f"{folder} holds nothing that is called {text}.", remedy=remedy)


def found(text: str, library: Library) -> InstalledMod | None:
    """The file that is called so in one way or another; of several an enabled one."""
    return next(iter(all_found(text, library)), None)


def all_found(text: str, library: Library) -> tuple[InstalledMod, ...]:
    """All files that are called so in the same way, enabled ones first."""
    wanted = _within(text, library).strip().casefold()
    for names in (_file_names, _ids, _projects, _nested_ids):
        called = [mod for mod in library.mods if wanted in map(str.casefold, names(mod))]
        if called:
            return tuple(sorted(called, key=lambda mod: not mod.file.enabled))
    return tuple(mod for mod in library.mods if plain(text) and plain(mod.title) == plain(text))


def _within(text: str, library: Library) -> str:
    """The name alone of a path to a file of the folder, such as a shell completes; else the text as it is."""
    path, folder = Path(text), library.instance.folder
    if path.name == text:
        return text
    bases = [folder, folder.parent]
    with suppress(FileNotFoundError):  # the folder that one is in may be gone
        bases.append(Path.cwd())
    lies_in = {os.path.realpath(base / path.parent) for base in bases}
    return path.name if os.path.realpath(folder) in lies_in else text


def _file_names(mod: InstalledMod) -> Iterable[str]:
    return mod.file.name, mod.file.jar_name, mod.file.jar_name + DISABLED_SUFFIX


def _ids(mod: InstalledMod) -> Iterable[str]:
    return (name for manifest in mod.manifests for name in (manifest.id, *manifest.provides))


def _projects(mod: InstalledMod) -> Iterable[str]:
    slug = (mod.project.slug,) if mod.project else ()
    return (*slug, mod.project_id or mod.title, mod.title)


def _nested_ids(mod: InstalledMod) -> Iterable[str]:
    return (manifest.id for jar in mod.nested for manifest in jar.manifests)
