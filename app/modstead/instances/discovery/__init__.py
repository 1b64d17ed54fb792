"""Finding the folders of mods on this computer, and telling what game a folder belongs to."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from modstead.domain.instance import Instance
from modstead.instances.discovery.documents import is_folder
from modstead.instances.discovery.plain import detect_plain, guess_setup
from modstead.instances.discovery.prism import detect_prism, find_prism
from modstead.instances.discovery.vanilla import detect_vanilla, find_vanilla
from modstead.instances.discovery.version_ids import Setup
from modstead.instances.files import folder_error


def detect(path: Path) -> Instance:
    """The instance that a mods folder, a game folder or a launcher's instance folder belongs to. Blocks.

    `Instance.folder` is the mods folder, which need not exist yet.

    Raises:
        FolderMissing: there is nothing of that path.
        FolderUnreadable: it is not a folder, or the system does not let it be looked at.
    """
    folder = Path(os.path.abspath(path))  # noqa: PTH100 - `..` must go, links must stay
    _check(folder)
    instance = detect_prism(folder)
    if instance is not None:
        return instance
    instance = detect_vanilla(folder)
    if instance is None:
        return detect_plain(folder)
    return instance if instance.loader else _completed(instance)


def find_instances(environment: Mapping[str, str], home: Path, platform: str) -> tuple[Instance, ...]:
    """Every instance of the launchers that are known, by name: those with a loader or a mods folder. Blocks.

    `platform` is `sys.platform`. What cannot be read is left out.
    """
    found: dict[Path, Instance] = {}
    for find in (find_prism, find_vanilla):
        for instance in find(environment, home, platform):
            if instance.loader or is_folder(instance.folder):
                found.setdefault(Path(os.path.realpath(instance.folder)), instance)
    return tuple(
        sorted(found.values(), key=lambda instance: (instance.name.casefold(), str(instance.folder)))
    )


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
