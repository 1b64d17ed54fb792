"""Folders without a launcher, servers above all: loader and game version from what lies around, else in the files."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from modstead.domain.instance import ContentKind, Instance, Loader, Manifest, ManifestKind, Side
from modstead.errors import FileError
from modstead.instances.discovery.around import newest_of, only_game_version, setups_around
from modstead.instances.discovery.documents import entries, folder_title, is_file, is_folder
from modstead.instances.discovery.plugin_servers import plugin_setup
from modstead.instances.discovery.sections import FOLDER_NAMES, games_around, section_at
from modstead.instances.discovery.version_ids import Setup, is_game_version
from modstead.instances.metadata import read_manifests
from modstead.instances.scanner import is_mod_file_name

_JARS_LOOKED_INTO = 500
_SERVER_MARKS = frozenset(
    {"server.properties", "eula.txt", ".fabric", ".quilt", "velocity.toml", "bukkit.yml", "user_jvm_args.txt"}
)
_SERVER_JAR = re.compile(r"(?:minecraft_)?server[^/]*\.jar|(?:fabric|quilt)-server.*\.jar")
_CLIENT_MARKS = frozenset({"options.txt", "saves", "launcher_profiles.json"})
_MARKS = _SERVER_MARKS | {"libraries", "versions", "options.txt"}
_PACKS = (ContentKind.RESOURCE_PACK, ContentKind.SHADER, ContentKind.DATA_PACK)

_LOADER_OF = {
    ManifestKind.FABRIC: Loader.FABRIC,
    ManifestKind.QUILT: Loader.QUILT,
    ManifestKind.FORGE: Loader.FORGE,
    ManifestKind.LEGACY_FORGE: Loader.FORGE,
    ManifestKind.NEOFORGE: Loader.NEOFORGE,
    ManifestKind.PAPER: Loader.PAPER,
    ManifestKind.BUNGEE: Loader.BUNGEECORD,
    ManifestKind.VELOCITY: Loader.VELOCITY,
}
_EXACTLY = re.compile(r"=?\s*([^\s\[\](),]+)|\[\s*([^\s\[\](),]+)\s*\]")


def detect_plain(path: Path) -> Instance:
    """An instance for any folder at all; what cannot be told is None."""
    root = _root(path)
    if root is None:
        return _loose(path)
    plugins = plugin_setup(root)
    plugin_folder = root / FOLDER_NAMES[ContentKind.PLUGIN]
    mods = guess_setup(root / FOLDER_NAMES[ContentKind.MOD], root)
    if mods.loader or not (plugins.loader or is_folder(plugin_folder)):
        content, setup = ContentKind.MOD, mods.filled_from(Setup(game_version=plugins.game_version))
    else:
        content, setup = ContentKind.PLUGIN, _plugin_setup(plugins, mods, plugin_folder)
    instance = Instance(
        folder=root / FOLDER_NAMES[content],
        name=folder_title(root),
        loader=setup.loader,
        loader_version=setup.loader_version,
        game_version=setup.game_version,
        icon=_icon(root),
        root=root,
        content=content,
        side=_side(root, plugins),
    )
    return section_at(instance, path)


def guess_setup(folder: Path, root: Path | None) -> Setup:
    """What the game folder shows; where it shows none or several loaders, what most of the mods are for."""
    around = setups_around(root) if root else []
    loaders = {setup.loader for setup in around if setup.loader}
    if len(loaders) == 1:
        setup = newest_of(around, loaders.pop())
        if setup.game_version:
            return setup
    else:
        setup = Setup()
    within = _setup_within(list(_manifests(folder)), ContentKind.MOD, setup.loader)
    if len(loaders) > 1 and within.loader in loaders:
        within = newest_of(around, within.loader).filled_from(within)
    return setup.filled_from(within).filled_from(Setup(game_version=only_game_version(around)))


def _root(path: Path) -> Path | None:
    """The game folder, where there is one: this folder, or one that has it as a section."""
    around = list(games_around(path))
    if len(around) > 1:
        return around[-1]
    inside = (path / FOLDER_NAMES[kind] for kind in (ContentKind.MOD, ContentKind.PLUGIN))
    marked = any(is_folder(folder) for folder in inside) or not _MARKS.isdisjoint(entries(path))
    return path if marked else None


def _plugin_setup(told: Setup, around: Setup, folder: Path) -> Setup:
    """Filled from the plugins themselves, and from what tells the game version alone."""
    setup = told if told.loader else _setup_within(list(_manifests(folder)), ContentKind.PLUGIN, None)
    if setup.loader and setup.loader.is_proxy:
        return setup
    return setup.filled_from(Setup(game_version=around.game_version))


def _loose(folder: Path) -> Instance:
    """A folder that is known by nothing but what is in it."""
    readings = list(_manifests(folder, *_PACKS))
    counted = Counter(found.content for manifests in readings for found in manifests)
    content = max((ContentKind.MOD, ContentKind.PLUGIN, *_PACKS), key=lambda kind: counted[kind])
    setup = Setup() if content in _PACKS else _setup_within(readings, content, None)
    return Instance(
        folder=folder,
        name=folder_title(folder),
        loader=setup.loader,
        game_version=setup.game_version,
        content=content,
    )


def _icon(root: Path) -> Path | None:
    return next((icon for icon in (root / "server-icon.png", root / "icon.png") if is_file(icon)), None)


def _side(root: Path, plugins: Setup) -> Side | None:
    names = entries(root)
    if plugins.loader or not _SERVER_MARKS.isdisjoint(names) or any(map(_SERVER_JAR.fullmatch, names)):
        return Side.SERVER
    return None if _CLIENT_MARKS.isdisjoint(names) else Side.CLIENT


def _setup_within(readings: list[tuple[Manifest, ...]], content: ContentKind, loader: Loader | None) -> Setup:
    """The loader that most files are for, and the game version where all that pin one pin the same."""
    if loader is None:
        counted = Counter(
            _LOADER_OF[kind]
            for manifests in readings
            for kind in {found.kind for found in manifests}
            if kind in _LOADER_OF and _LOADER_OF[kind].content is content
        )
        first, second = [*counted.most_common(2), (None, 0), (None, 0)][:2]
        loader = first[0] if first[1] > second[1] else None
    if loader is None:
        return Setup()
    pins = {
        pin
        for manifests in readings
        for found in manifests
        if _LOADER_OF.get(found.kind) is loader
        or (loader is Loader.QUILT and found.kind is ManifestKind.FABRIC)
        for pin in _pinned(found)
    }
    return Setup(loader, game_version=pins.pop() if len(pins) == 1 else None)


def _manifests(folder: Path, *or_packs: ContentKind) -> Iterator[tuple[Manifest, ...]]:
    kinds = (ContentKind.MOD, *or_packs)
    names = [name for name in entries(folder) if any(is_mod_file_name(name, kind) for kind in kinds)]
    for name in names[:_JARS_LOOKED_INTO]:
        try:
            yield read_manifests(folder / name).manifests
        except FileError:
            continue


def _pinned(manifest: Manifest) -> Iterator[str]:
    for relation in manifest.depends:
        if relation.mod_id == "minecraft" and len(relation.ranges) == 1:
            match = _EXACTLY.fullmatch(relation.ranges[0])
            version = (match[1] or match[2]) if match else ""
            if is_game_version(version):
                yield version
