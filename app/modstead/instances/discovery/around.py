"""What lies around a game's folders, servers' above all: which mods are loaded, and of which game version."""

import re
from collections.abc import Iterator
from pathlib import Path

from modstead.domain.instance import Loader
from modstead.instances.discovery.documents import entries
from modstead.instances.discovery.server_jars import game_version_in_jar
from modstead.instances.discovery.version_ids import (
    GAME_VERSION,
    Setup,
    setup_of_library,
    setup_of_version_id,
)

_LIBRARIES = (
    "net.fabricmc:fabric-loader",
    "org.quiltmc:quilt-loader",
    "net.minecraftforge:forge",
    "net.neoforged:neoforge",
    "net.neoforged:forge",
)
_FILES = (
    (None, re.compile(rf"minecraft_server\.(?P<game>{GAME_VERSION})\.jar")),
    (
        Loader.FABRIC,
        re.compile(rf"fabric-server-mc\.(?P<game>{GAME_VERSION})-loader\.(?P<loader>[^-]+)-.*\.jar"),
    ),
    (Loader.FABRIC, re.compile(r"fabric-server-launch(?:er)?\.(?:jar|properties)|\.fabric")),
    (Loader.QUILT, re.compile(r"quilt-server-launch(?:er)?\.(?:jar|properties)|\.quilt")),
    (Loader.FORGE, re.compile(rf"forge-(?P<game>{GAME_VERSION})-(?P<loader>[0-9.]+)(?:-\w+)?\.jar")),
    (Loader.NEOFORGE, re.compile(r"neoforge-(?P<loader>[0-9.]+(?:-beta)?)(?:-\w+)?\.jar")),
)
_FABRIC_CACHE = re.compile(rf"(?:minecraft-)?(?P<game>{GAME_VERSION})-(?:server\.jar|[0-9].*)")
_SERVER_JAR = "server.jar"


def setups_around(root: Path) -> list[Setup]:
    """Everything that names a mod loader or a game version, leftovers of older ones too."""
    return [setup for setup in _setups_around(root) if setup != Setup()]


def newest_of(setups: list[Setup], loader: Loader | None) -> Setup:
    """The newest version of the loader that lies there; updates leave the older ones lying."""
    of_loader = [setup for setup in setups if setup.loader is loader]
    newest = max(of_loader, key=lambda setup: sort_key(setup.loader_version), default=Setup())
    return newest.filled_from(Setup(game_version=only_game_version(of_loader) or only_game_version(setups)))


def only_game_version(setups: list[Setup]) -> str | None:
    """The one game version that is named, if it is one."""
    versions = {setup.game_version for setup in setups if setup.game_version}
    return versions.pop() if len(versions) == 1 else None


def sort_key(version: str) -> tuple[int, ...]:
    """Orders versions of one program, near enough to find the newest."""
    return tuple(int(number[:9]) for number in re.findall(r"[0-9]+", version))


def _setups_around(root: Path) -> Iterator[Setup]:
    names = entries(root)
    for name in names:
        for loader, pattern in _FILES:
            match = pattern.fullmatch(name)
            if match:
                parts = match.groupdict()
                yield Setup(loader, parts.get("loader") or "", parts.get("game"))
    if "libraries" in names:
        for library in _LIBRARIES:
            group, _, artifact = library.partition(":")
            for version in entries(root / "libraries" / group.replace(".", "/") / artifact):
                yield setup_of_library(f"{library}:{version}")
    for cache in (".fabric/server", ".fabric/remappedJars", ".quilt/server", ".quilt/remappedJars"):
        for name in entries(root / cache) if cache.partition("/")[0] in names else ():
            if match := _FABRIC_CACHE.fullmatch(name):
                yield Setup(game_version=match["game"])
    for name in entries(root / "versions") if "versions" in names else ():
        yield setup_of_version_id(name)
    if _SERVER_JAR in names:
        yield Setup(game_version=game_version_in_jar(root / _SERVER_JAR))
