"""Folders without a launcher, servers above all: loader and game version from what lies around, else in the mods."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from modstead.domain.instance import Instance, Loader, Manifest, ManifestKind
from modstead.errors import BrokenJar, FileError
from modstead.instances.archive import Jar
from modstead.instances.discovery.documents import as_table, as_text, entries, is_file, is_folder
from modstead.instances.discovery.version_ids import (
    GAME_VERSION,
    Setup,
    is_game_version,
    setup_of_library,
    setup_of_version_id,
)
from modstead.instances.metadata import read_manifests
from modstead.instances.scanner import is_mod_file_name

_JARS_LOOKED_INTO = 500
_LIBRARIES = (
    "net.fabricmc:fabric-loader",
    "org.quiltmc:quilt-loader",
    "net.minecraftforge:forge",
    "net.neoforged:neoforge",
    "net.neoforged:forge",
)
_MARKS = ("libraries", "versions", ".fabric", ".quilt", "server.properties", "eula.txt", "options.txt")
_SERVER_JARS = (
    (None, re.compile(rf"minecraft_server\.(?P<game>{GAME_VERSION})\.jar")),
    (
        Loader.FABRIC,
        re.compile(rf"fabric-server-mc\.(?P<game>{GAME_VERSION})-loader\.(?P<loader>[^-]+)-.*\.jar"),
    ),
    (Loader.FABRIC, re.compile(r"fabric-server-launch(?:er)?\.(?:jar|properties)|\.fabric")),
    (Loader.QUILT, re.compile(r"quilt-server-launch(?:er)?\.(?:jar|properties)|\.quilt")),
    (Loader.FORGE, re.compile(rf"forge-(?P<game>{GAME_VERSION})-(?P<loader>[0-9.]+)(?:-\w+)?\.jar")),
)
_FABRIC_CACHE = re.compile(rf"(?:minecraft-)?(?P<game>{GAME_VERSION})-(?:server\.jar|[0-9].*)")
_PLAIN_SERVER_JAR = "server.jar"

_LOADER_OF = {
    ManifestKind.FABRIC: Loader.FABRIC,
    ManifestKind.FORGE: Loader.FORGE,
    ManifestKind.NEOFORGE: Loader.NEOFORGE,
}
_EXACTLY = re.compile(r"=?\s*([^\s\[\](),]+)|\[\s*([^\s\[\](),]+)\s*\]")


def detect_plain(path: Path) -> Instance:
    """An instance for any folder at all; what cannot be told is None."""
    folder = _mods_folder(path)
    root = folder.parent if folder.name == "mods" else None
    setup = guess_setup(folder, root)
    return Instance(
        folder=folder,
        name=(root or folder).name or str(folder),
        loader=setup.loader,
        loader_version=setup.loader_version,
        game_version=setup.game_version,
        icon=_icon(root) if root else None,
        root=root,
    )


def guess_setup(folder: Path, root: Path | None) -> Setup:
    """What the game folder shows; where it shows none or several loaders, what most of the mods are for."""
    around = list(_setups_around(root)) if root else []
    loaders = {setup.loader for setup in around if setup.loader}
    if len(loaders) == 1:
        setup = _newest_of(around, loaders.pop())
        if setup.game_version:
            return setup
    else:
        setup = Setup()
    within = _setup_of_mods(folder, setup.loader)
    if len(loaders) > 1 and within.loader in loaders:
        within = _newest_of(around, within.loader).filled_from(within)
    return setup.filled_from(within).filled_from(Setup(game_version=_only_game_version(around)))


def _mods_folder(path: Path) -> Path:
    if path.name == "mods":
        return path
    inside = path / "mods"
    return inside if is_folder(inside) or any(_exists(path / mark) for mark in _MARKS) else path


def _exists(path: Path) -> bool:
    return is_folder(path) or is_file(path)


def _icon(root: Path) -> Path | None:
    return next((icon for icon in (root / "server-icon.png", root / "icon.png") if is_file(icon)), None)


def _setups_around(root: Path) -> Iterator[Setup]:
    for name in entries(root):
        for loader, pattern in _SERVER_JARS:
            match = pattern.fullmatch(name)
            if match:
                parts = match.groupdict()
                yield Setup(loader, parts.get("loader") or "", parts.get("game"))
    for library in _LIBRARIES:
        group, _, artifact = library.partition(":")
        for version in entries(root / "libraries" / group.replace(".", "/") / artifact):
            yield setup_of_library(f"{library}:{version}")
    for cache in (".fabric/server", ".fabric/remappedJars", ".quilt/server", ".quilt/remappedJars"):
        for name in entries(root / cache):
            if match := _FABRIC_CACHE.fullmatch(name):
                yield Setup(game_version=match["game"])
    for name in entries(root / "versions"):
        yield setup_of_version_id(name)
    yield Setup(game_version=_version_of_server_jar(root / _PLAIN_SERVER_JAR))


def _version_of_server_jar(path: Path) -> str | None:
    """The ID in the `version.json` that the game's own JARs hold."""
    if not is_file(path):
        return None
    try:
        with Jar(path) as jar:
            version = as_text(as_table(json.loads(jar.read("version.json") or b"{}")).get("id"))
    except (BrokenJar, FileError, ValueError, RecursionError):
        return None
    return version if is_game_version(version) else None


def _newest_of(setups: list[Setup], loader: Loader | None) -> Setup:
    """The newest version of the loader that lies there; updates leave the older ones lying."""
    of_loader = [setup for setup in setups if setup.loader is loader]
    newest = max(of_loader, key=lambda setup: _sort_key(setup.loader_version), default=Setup())
    return newest.filled_from(Setup(game_version=_only_game_version(of_loader) or _only_game_version(setups)))


def _sort_key(version: str) -> tuple[int, ...]:
    return tuple(int(number[:9]) for number in re.findall(r"[0-9]+", version))


def _only_game_version(setups: list[Setup]) -> str | None:
    versions = {setup.game_version for setup in setups if setup.game_version}
    return versions.pop() if len(versions) == 1 else None


def _setup_of_mods(folder: Path, loader: Loader | None) -> Setup:
    """The loader that most mods are for, and the game version where all that pin one pin the same."""
    readings = list(_manifests(folder))
    if loader is None:
        counted = Counter(
            _LOADER_OF[kind] for manifests in readings for kind in {found.kind for found in manifests}
        )
        first, second = [*counted.most_common(2), (None, 0), (None, 0)][:2]
        loader = first[0] if first[1] > second[1] else None
    if loader is None:
        return Setup()
    pins = {
        pin
        for manifests in readings
        for found in manifests
        if _LOADER_OF[found.kind] is loader or (loader is Loader.QUILT and found.kind is ManifestKind.FABRIC)
        for pin in _pinned(found)
    }
    return Setup(loader, game_version=pins.pop() if len(pins) == 1 else None)


def _manifests(folder: Path) -> Iterator[tuple[Manifest, ...]]:
    for name in [name for name in entries(folder) if is_mod_file_name(name)][:_JARS_LOOKED_INTO]:
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
