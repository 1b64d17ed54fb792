"""Finding the games on this computer with their folders, and telling what game a folder belongs to."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from modstead.domain.instance import Instance, Side
from modstead.errors import FolderMissing
from modstead.instances.discovery.atlauncher import detect_atlauncher, find_atlauncher
from modstead.instances.discovery.curseforge import detect_curseforge, find_curseforge
from modstead.instances.discovery.documents import is_folder
from modstead.instances.discovery.gdlauncher import detect_gdlauncher, find_gdlauncher
from modstead.instances.discovery.hmcl import detect_hmcl, find_hmcl
from modstead.instances.discovery.modrinth_app import detect_modrinth_app, find_modrinth_app
from modstead.instances.discovery.plain import detect_plain, guess_setup
from modstead.instances.discovery.prism import detect_prism, find_prism
from modstead.instances.discovery.sections import games_around, section_at, sections
from modstead.instances.discovery.vanilla import detect_vanilla, find_vanilla
from modstead.instances.discovery.version_ids import Setup
from modstead.instances.files import folder_error

__all__ = ["detect", "find_instances", "launched", "needs_a_launcher", "sections"]

_DETECTORS = (
    detect_prism,
    detect_modrinth_app,
    detect_curseforge,
    detect_atlauncher,
    detect_gdlauncher,
    detect_vanilla,
    detect_hmcl,
)
_FINDERS = (
    find_prism,
    find_modrinth_app,
    find_curseforge,
    find_atlauncher,
    find_gdlauncher,
    find_vanilla,
    find_hmcl,
)


def detect(path: Path) -> Instance:
    """What a folder of mods, plugins or packs belongs to; or a game folder, or a launcher's instance folder. Blocks.

    `Instance.folder` is that folder; for a whole game it is the folder of its mods, or of its plugins on a server that
    loads only those, which need not exist yet. `sections` has the others.

    Raises:
        FolderMissing: there is nothing of that path.
        FolderUnreadable: it is not a folder, or the system does not let it be looked at.
    """
    try:
        folder = Path(os.path.abspath(path))  # noqa: PTH100 - `..` must go, links must stay
    except FileNotFoundError as error:
        raise FolderMissing(
            f"{path} cannot be found.",
            "The folder that this was begun in is gone.",
            remedy="Change to another folder, or name the whole path.",
        ) from error
    _check(folder)
    for root in games_around(folder):
        for recognise in _DETECTORS:
            instance = recognise(root)
            if instance is not None:
                return section_at(instance if instance.loader else _completed(instance), folder)
    return detect_plain(folder)


def find_instances(environment: Mapping[str, str], home: Path, platform: str) -> tuple[Instance, ...]:
    """Every instance of the launchers that are known, by name: those with a loader or a mods folder. Blocks.

    `platform` is `sys.platform`. What cannot be read is left out.
    """
    found: dict[str, Instance] = {}
    for find in _FINDERS:
        for instance in find(environment, home, platform):
            if instance.loader or is_folder(instance.folder):
                place = os.path.realpath(instance.folder)
                known = found.get(place)
                if known is None or (known.loader is None and instance.loader):
                    found[place] = instance
    return tuple(
        sorted(found.values(), key=lambda instance: (instance.name.casefold(), str(instance.folder)))
    )


def needs_a_launcher(instance: Instance) -> bool:
    """Whether the folder itself did not show everything, so that it is worth to ask `launched`."""
    return instance.side is not Side.SERVER and (not instance.launcher or instance.loader is None)


def launched(instance: Instance, found: Iterable[Instance]) -> Instance:
    """The same section as a launcher knows it that keeps the game in a folder of the user's choice, where one does.

    Such a folder does not show whose it is; `found` are the launchers' instances.
    """
    game = instance.root or instance.folder
    for candidate in found:
        if candidate.root == game:
            return section_at(candidate, instance.folder)
    return instance


def _completed(instance: Instance) -> Instance:
    """With what the folder itself shows, where the launcher knows of no loader."""
    told = Setup(instance.loader, instance.loader_version, instance.game_version)
    guessed = guess_setup(instance.folder, None)
    setup = guessed.filled_from(told) if guessed.loader else told
    return replace(
        instance,
        loader=setup.loader,
        loader_version=setup.loader_version,
        game_version=setup.game_version,
    )


def _check(folder: Path) -> None:
    try:
        with os.scandir(folder):
            return
    except (OSError, ValueError) as error:
        raise folder_error(folder, error) from error
