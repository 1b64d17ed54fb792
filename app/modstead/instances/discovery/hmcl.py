"""Hello Minecraft! Launcher: game folders as Mojang's launcher has them, in which versions may be kept apart.

A version that is kept apart plays in its own folder below `versions`, all others share the game folder. What the
launcher remembers lies beside it, in the folder that it was started in, and for all of those in the user's data.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from modstead.domain.instance import Instance
from modstead.instances.discovery.client import client_instance
from modstead.instances.discovery.documents import (
    as_table,
    as_tables,
    as_text,
    entries,
    folder_title,
    is_file,
    is_folder,
    read_table,
)
from modstead.instances.discovery.places import data_folders, program_folders
from modstead.instances.discovery.version_files import setup_of_version
from modstead.instances.discovery.version_ids import Setup

HMCL = "HMCL"

_CONFIGURATIONS = ("hmcl.json", ".hmcl.json", ".hmcl/hmcl.json")
_GAME_DIRECTORIES = (
    ".hmcl/config/game-directories.json",
    ".hmcl/game-directories.json",
    "config/user-game-directories.json",
)
_NEW_VERSION_SETTINGS = ".hmcl/config/instance-game-settings.json"
_VERSION_SETTINGS = (_NEW_VERSION_SETTINGS, "hmcl-game-setting.cfg", "hmclversion.cfg")
_MODPACK_FILES = ("modpack.json", "modpack.cfg")
_PICTURES = ("png", "jpg", "jpeg", "bmp", "gif", "webp")
_MOST_VERSIONS = 500
_APART, _ELSEWHERE = 1, 2


def detect_hmcl(folder: Path) -> Instance | None:
    """The version that is kept apart in this folder; the shared game folder looks like Mojang's launcher's."""
    if folder.parent.name != "versions" or not is_file(folder / f"{folder.name}.json"):
        return None
    told = any(is_file(folder / name) for name in (*_VERSION_SETTINGS, *_MODPACK_FILES))
    if not told and not is_folder(folder / "mods"):
        return None
    minecraft = folder.parent.parent
    setup = setup_of_version(minecraft, folder.name)
    return client_instance(folder, folder_title(folder), HMCL if told else "", setup, _icon(folder))


def find_hmcl(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Instance]:
    """Every version of every game folder that the launcher knows; those that share one are found as one."""
    seen: set[Path] = set()
    for workspace in _workspaces(environment, home, platform):
        for name, minecraft, configuration in _game_folders(workspace):
            if minecraft not in seen:
                seen.add(minecraft)
                yield from _versions(name, minecraft, configuration)


def _workspaces(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Path]:
    """Folders that the launcher may have been started in, and that of what it keeps for all of them."""
    for key in ("HMCL_DATA_DIR", "HMCL_HOME"):
        if told := environment.get(key):
            yield Path(told)
            yield Path(told).parent
    for data in data_folders(environment, home, platform):
        yield data / (".hmcl" if platform == "win32" else "hmcl")
    yield home / ".hmcl"
    yield from (home, home / "Desktop", home / "Downloads", home / "Documents")
    yield from program_folders(environment, home, platform, "HMCL")
    yield home / "Minecraft"


def _game_folders(workspace: Path) -> Iterator[tuple[str, Path, dict[str, object]]]:
    """Name, folder, and what is told of all versions in it."""
    for file in _CONFIGURATIONS:
        found = as_table(read_table(workspace / file).get("configurations"))
        for name, value in found.items():
            configuration = as_table(value)
            if text := as_text(configuration.get("gameDir")):
                yield as_text(name), _absolute(workspace, text), configuration
    for file in _GAME_DIRECTORIES:
        for value in as_tables(read_table(workspace / file).get("gameDirectories")):
            if text := as_text(value.get("path")) or as_text(value.get("gameDir")):
                yield as_text(value.get("name")), _absolute(workspace, text), value


def _absolute(workspace: Path, text: str) -> Path:
    base = workspace.parent if workspace.name == ".hmcl" else workspace
    return base / text


def _versions(name: str, minecraft: Path, configuration: dict[str, object]) -> Iterator[Instance]:
    shared: list[tuple[bool, str, Setup]] = []
    selected = as_text(configuration.get("selectedMinecraftVersion"))
    for version_id in entries(minecraft / "versions", _MOST_VERSIONS):
        folder = minecraft / "versions" / version_id
        if not is_file(folder / f"{version_id}.json"):
            continue
        setup = setup_of_version(minecraft, version_id)
        root = _root(folder, minecraft, as_table(configuration.get("global")))
        if root == minecraft:
            shared.append((version_id == selected, version_id, setup))
        else:
            yield client_instance(root, as_text(version_id), HMCL, setup, _icon(folder))
    with_loader = [found for found in shared if found[2].loader]
    if with_loader or is_folder(minecraft / "mods"):
        _, version_id, setup = max(
            with_loader or shared, default=(False, "", Setup()), key=lambda found: found[:2]
        )
        yield client_instance(minecraft, as_text(version_id) or name, HMCL, setup)


def _root(folder: Path, minecraft: Path, everywhere: dict[str, object]) -> Path:
    """The folder that a version plays in."""
    if any(is_file(folder / name) for name in _MODPACK_FILES):
        return folder
    told = (table for name in _VERSION_SETTINGS if (table := read_table(folder / name)))
    settings = next(told, {})
    overridden = settings.get("overrideProperties")
    if isinstance(overridden, list) and "runningDirectory" in overridden:
        text = as_text(settings.get("runningDirectory"))
        return minecraft / text if text else folder
    if settings.get("isolation") is True:
        return folder
    if not settings or settings.get("usesGlobal") is True:
        settings = everywhere
    kind = settings.get("gameDirType")
    if kind in (_APART, "VERSION_FOLDER"):
        return folder
    text = as_text(settings.get("gameDir"))
    if kind in (_ELSEWHERE, "CUSTOM") and text:
        return minecraft / text
    return folder if kind is None and is_folder(folder / "mods") else minecraft


def _icon(folder: Path) -> Path | None:
    return next((icon for kind in _PICTURES if is_file(icon := folder / f"icon.{kind}")), None)
