"""The sections of a game: its folders of mods, plugins and packs."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from modstead.domain.instance import ContentKind, Instance, Loader, Side
from modstead.instances.discovery.around import newest_of, setups_around
from modstead.instances.discovery.documents import (
    as_text,
    entries,
    folder_title,
    is_file,
    is_folder,
    read_text,
)
from modstead.instances.discovery.plugin_servers import plugin_setup
from modstead.instances.discovery.version_ids import Setup

FOLDER_NAMES = {
    ContentKind.MOD: "mods",
    ContentKind.PLUGIN: "plugins",
    ContentKind.RESOURCE_PACK: "resourcepacks",
    ContentKind.SHADER: "shaderpacks",
    ContentKind.DATA_PACK: "datapacks",
}

_LOADED = (ContentKind.MOD, ContentKind.PLUGIN)
_MADE_LATER = (ContentKind.RESOURCE_PACK, ContentKind.SHADER)
_KINDS = {name: kind for kind, name in FOLDER_NAMES.items()}
_WORLDS, _WORLD_MARK = "saves", "level.dat"
_MOST_WORLDS = 500
_SERVER_SETTINGS = "server.properties"
_LEVEL_NAME = re.compile(r"^[ \t]*level-name[ \t]*[=:][ \t]*(.*?)\r?$", re.MULTILINE)
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")


def sections(instance: Instance) -> tuple[Instance, ...]:
    """The folders of the instance's game that exist, and that of what its loader loads. Blocks, but not for long.

    Mods come first, then plugins, resource packs, shaders and data packs: those of the game, then of each world. They
    differ from `instance` in folder, content and section, and where a server loads both mods and plugins, in loader.
    """
    root = instance.root
    if root is None:
        return (instance,)
    kinds = (kind for kind in FOLDER_NAMES if _has(root, kind, instance))
    worlds = (
        replace(
            instance,
            folder=world / FOLDER_NAMES[ContentKind.DATA_PACK],
            content=ContentKind.DATA_PACK,
            section=folder_title(world),
        )
        for world in _worlds(root, instance.side)
    )
    return *(_of_kind(instance, kind, root) for kind in kinds), *worlds


def awaited_sections(instance: Instance) -> tuple[Instance, ...]:
    """Those of packs for which the player's game has no folder yet: it is made with the first pack. Blocks shortly."""
    root, loader = instance.root, instance.loader
    if root is None or instance.side is Side.SERVER or (loader and loader.content is ContentKind.PLUGIN):
        return ()
    lacks = (kind for kind in _MADE_LATER if not os.path.lexists(root / FOLDER_NAMES[kind]))
    return tuple(_of_kind(instance, kind, root) for kind in lacks)


def section_at(instance: Instance, folder: Path) -> Instance:
    """The section whose folder this is, of the game of `instance`; the instance itself for any other folder."""
    root = instance.root
    if root is None or folder == instance.folder:
        return instance
    kind = _KINDS.get(folder.name)
    if kind is not None and folder.parent == root:
        return _of_kind(instance, kind, root)
    if kind is ContentKind.DATA_PACK and root in folder.parents:
        return replace(instance, folder=folder, content=kind, section=folder_title(folder.parent))
    return instance


def loaded_by(instance: Instance, loader: Loader) -> Instance:
    """The instance with the loader that the user told. Where that loads other files, it is the section of those."""
    told = replace(instance, loader=loader)
    if instance.content not in _LOADED or loader.content is instance.content:
        return told
    if instance.root is None:
        return replace(told, content=loader.content)
    folder = instance.root / FOLDER_NAMES[loader.content]
    if is_folder(instance.folder) and not is_folder(folder):
        return told
    return replace(told, folder=folder, content=loader.content)


def main_folders(instance: Instance) -> tuple[Path, ...]:
    """The folders of what is loaded in the instance's game, which stand for the game where it is remembered."""
    root = instance.root
    return (instance.folder,) if root is None else tuple(root / FOLDER_NAMES[kind] for kind in _LOADED)


def games_around(folder: Path) -> Iterator[Path]:
    """The folders that may be the game's if this one is the game's own, or one of its sections."""
    yield folder
    if folder.name not in _KINDS:
        return
    yield folder.parent
    worlds = folder.parent.parent
    is_saved = worlds.name == _WORLDS
    is_world = is_saved or is_file(folder.parent / _WORLD_MARK)
    if is_world and folder.name == FOLDER_NAMES[ContentKind.DATA_PACK]:
        is_within = is_saved or is_file(worlds.parent / _SERVER_SETTINGS)
        yield worlds.parent if is_within and not is_file(worlds / _SERVER_SETTINGS) else worlds


def content_of_name(name: str) -> ContentKind | None:
    """What a game's folder of that name holds."""
    return _KINDS.get(name)


def _has(root: Path, kind: ContentKind, instance: Instance) -> bool:
    if kind is ContentKind.PLUGIN and instance.side is Side.CLIENT:
        return False
    folder = root / FOLDER_NAMES[kind]
    loads = instance.loader is not None and instance.loader.content is kind
    return loads or folder == instance.folder or is_folder(folder)


def _of_kind(instance: Instance, kind: ContentKind, root: Path) -> Instance:
    """That section of the game. What loads mods and what loads plugins may be two loaders."""
    section = replace(instance, folder=root / FOLDER_NAMES[kind], content=kind, section="")
    if kind not in _LOADED or instance.loader is None or instance.loader.content is kind:
        return section
    setup = _other_setup(root, kind)
    return replace(
        section,
        loader=setup.loader,
        loader_version=setup.loader_version,
        game_version=setup.game_version or instance.game_version,
    )


def _other_setup(root: Path, kind: ContentKind) -> Setup:
    if kind is ContentKind.PLUGIN:
        return plugin_setup(root)
    around = setups_around(root)
    loaders = {setup.loader for setup in around if setup.loader}
    return newest_of(around, loaders.pop()) if len(loaders) == 1 else Setup()


def _worlds(root: Path, side: Side | None) -> Iterator[Path]:
    """The folders of the worlds with data packs: a player's, or that of a server."""
    if side is not Side.CLIENT:
        world = _server_world(root)
        if world is not None and is_folder(world / FOLDER_NAMES[ContentKind.DATA_PACK]):
            yield world
    if side is not Side.SERVER:
        for name in entries(root / _WORLDS, _MOST_WORLDS):
            world = root / _WORLDS / name
            if not name.startswith(".") and is_folder(world / FOLDER_NAMES[ContentKind.DATA_PACK]):
                yield world


def _server_world(root: Path) -> Path | None:
    """The folder that `server.properties` names, which may lie deeper, but never outside."""
    match = _LEVEL_NAME.search(read_text(root / _SERVER_SETTINGS))
    name = _ESCAPED.sub(_unescape, match[1]).strip() if match else ""
    world = Path(os.path.normpath(root / (as_text(name) or "world")))
    return world if world != root and world.is_relative_to(root) else None


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else match[2]
