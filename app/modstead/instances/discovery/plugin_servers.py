"""Servers that load plugins: which one, from its JAR, from what it wrote when it ran, else from its settings.

Each of Bukkit, Spigot, Paper and Purpur or Folia is built upon the one before and brings that one's settings along.
What a server of another kind left behind counts only where nothing stronger speaks.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from modstead.domain.instance import Loader
from modstead.instances.discovery.around import sort_key
from modstead.instances.discovery.documents import as_text, entries, is_file, read_table
from modstead.instances.discovery.server_jars import loader_called, setup_in_jar
from modstead.instances.discovery.version_ids import GAME_VERSION, Setup, is_game_version

_RANK = (
    Loader.BUNGEECORD,
    Loader.WATERFALL,
    Loader.VELOCITY,
    Loader.BUKKIT,
    Loader.SPIGOT,
    Loader.PAPER,
    Loader.PURPUR,
    Loader.FOLIA,
)
_JAR_NAMES = (
    re.compile(
        rf"(?P<name>paper(?:clip)?|purpur|folia|spigot|craftbukkit)-(?P<game>{GAME_VERSION})"
        r"(?:-R[0-9.]+-SNAPSHOT)?(?:-(?P<build>[0-9]+))?(?:-[\w.]+)?\.jar",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<name>velocity)-(?P<build>[0-9][\w.+-]*)\.jar", re.IGNORECASE),
    re.compile(r"(?P<name>waterfall|bungeecord)(?:-(?P<build>[0-9][\w.+-]*))?\.jar", re.IGNORECASE),
)
_JARS_LOOKED_INTO = 4
_NAMED_LIKE_SERVERS = re.compile(
    r"(?:server|paper|purpur|folia|spigot|bukkit|velocity|proxy|bungee|waterfall|minecraft)", re.IGNORECASE
)
_HISTORY = "version_history.json"
_RAN = re.compile(rf"(?:git-(?P<name>Paper|Purpur|Folia|Spigot)-\S+|\S+) \(MC: (?P<game>{GAME_VERSION})\)")
_VERSIONS_LOOKED_INTO = 20
_LIBRARIES = (
    (Loader.FOLIA, "dev/folia/folia-api"),
    (Loader.PURPUR, "org/purpurmc/purpur/purpur-api"),
    (Loader.PAPER, "io/papermc/paper/paper-api"),
    (Loader.SPIGOT, "org/spigotmc/spigot-api"),
)
_API_VERSION = re.compile(rf"(?P<game>{GAME_VERSION})-R.*")
_SETTINGS = (
    (Loader.VELOCITY, "velocity.toml"),
    (Loader.WATERFALL, "waterfall.yml"),
    (Loader.BUNGEECORD, "modules.yml"),
    (Loader.PURPUR, "purpur.yml"),
    (Loader.PAPER, "config/paper-global.yml"),
    (Loader.PAPER, "paper.yml"),
    (Loader.SPIGOT, "spigot.yml"),
    (Loader.BUKKIT, "bukkit.yml"),
)
_CACHED = re.compile(rf"(?:mojang|patched)_(?P<game>{GAME_VERSION})\.jar")


def plugin_setup(root: Path) -> Setup:
    """The plugin server in a folder, with its game version; nothing where there is none."""
    names = frozenset(entries(root))
    setup = Setup()
    for evidence in (_jars, _history, _versions, _libraries, _settings):
        found = list(evidence(root, names))
        of_game_version = [told for told in found if told.game_version == setup.game_version]
        setup = setup.filled_from(max(of_game_version or found, key=_strength, default=Setup()))
        if setup.loader and (setup.game_version or setup.loader.is_proxy):
            return setup
    return setup.filled_from(Setup(game_version=_cached(root, names))) if setup.loader else Setup()


def _strength(setup: Setup) -> tuple[tuple[int, ...], int, tuple[int, ...]]:
    """The newest counts; of one game version, what is built upon another comes before that."""
    rank = _RANK.index(setup.loader) if setup.loader in _RANK else -1
    return sort_key(setup.game_version or ""), rank, sort_key(setup.loader_version)


def _jars(root: Path, names: frozenset[str]) -> Iterator[Setup]:
    """By their names; where none has a telling one, by what is inside."""
    told = False
    for name in names:
        for pattern in _JAR_NAMES:
            if match := pattern.fullmatch(name):
                parts = match.groupdict()
                told = True
                yield Setup(loader_called(parts["name"]), parts.get("build") or "", parts.get("game"))
    if told:
        return
    jars = sorted(name for name in names if name.endswith(".jar") and _NAMED_LIKE_SERVERS.search(name))
    for name in jars[:_JARS_LOOKED_INTO]:
        setup = setup_in_jar(root / name)
        if setup.loader:
            yield setup


def _history(root: Path, names: frozenset[str]) -> Iterator[Setup]:
    """What ran here last, as Paper and those built upon it write it: `git-Paper-196 (MC: 1.20.1)`.

    Newer ones leave out who wrote it: `1.21.4-222-8ec8e15 (MC: 1.21.4)`.
    """
    if _HISTORY in names:
        match = _RAN.fullmatch(as_text(read_table(root / _HISTORY).get("currentVersion")))
        if match:
            yield Setup(loader_called(match["name"]) if match["name"] else None, "", match["game"])


def _versions(root: Path, names: frozenset[str]) -> Iterator[Setup]:
    """The patched JARs that a server keeps: `versions/1.21.4/paper-1.21.4.jar`."""
    if "versions" not in names:
        return
    versions = [name for name in entries(root / "versions") if is_game_version(name)]
    for version in sorted(versions, key=sort_key)[-_VERSIONS_LOOKED_INTO:]:
        for name in entries(root / "versions" / version, 50):
            if (match := _JAR_NAMES[0].fullmatch(name)) and match["game"] == version:
                yield Setup(loader_called(match["name"]), "", version)


def _libraries(root: Path, names: frozenset[str]) -> Iterator[Setup]:
    if "libraries" not in names:
        return
    for loader, folder in _LIBRARIES:
        for version in entries(root / "libraries" / folder):
            match = _API_VERSION.fullmatch(version)
            yield Setup(loader, "", match["game"] if match else None)


def _settings(root: Path, names: frozenset[str]) -> Iterator[Setup]:
    for loader, path in _SETTINGS:
        if path.partition("/")[0] in names and is_file(root / path):
            yield Setup(loader)


def _cached(root: Path, names: frozenset[str]) -> str | None:
    """The game version of the newest of the game's own JARs that a server keeps."""
    found = [_CACHED.fullmatch(name) for name in (entries(root / "cache") if "cache" in names else ())]
    return max((match["game"] for match in found if match), key=sort_key, default=None)
