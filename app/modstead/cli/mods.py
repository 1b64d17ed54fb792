"""Which file of a folder a name on the command line means."""

from collections.abc import Iterable

from modstead.domain.identity import plain
from modstead.domain.instance import DISABLED_SUFFIX, InstalledMod, Library
from modstead.errors import NotInFolder


def required(text: str, library: Library) -> InstalledMod:
    """The same as `found`.

    Raises:
        NotInFolder: there is none.
    """
    mod = found(text, library)
    if mod is None:
        raise NotInFolder(f"{library.instance.folder} holds nothing that is called {text}.")
    return mod


def found(text: str, library: Library) -> InstalledMod | None:
    """The file that is called so in one way or another; of several an enabled one."""
    wanted = text.strip().casefold()
    for names in (_file_names, _ids, _projects, _nested_ids):
        called = [mod for mod in library.mods if wanted in map(str.casefold, names(mod))]
        if called:
            return next((mod for mod in called if mod.file.enabled), called[0])
    return next((mod for mod in library.mods if plain(text) and plain(mod.title) == plain(text)), None)


def _file_names(mod: InstalledMod) -> Iterable[str]:
    return mod.file.name, mod.file.jar_name, mod.file.jar_name + DISABLED_SUFFIX


def _ids(mod: InstalledMod) -> Iterable[str]:
    return (name for manifest in mod.manifests for name in (manifest.id, *manifest.provides))


def _projects(mod: InstalledMod) -> Iterable[str]:
    slug = (mod.project.slug,) if mod.project else ()
    return (*slug, mod.project_id or mod.title, mod.title)


def _nested_ids(mod: InstalledMod) -> Iterable[str]:
    return (manifest.id for jar in mod.nested for manifest in jar.manifests)
