"""What the JAR of a server says inside: its own name, whatever it is called, and the game version it is for."""

import json
import re
from pathlib import Path

from modstead.domain.instance import Loader
from modstead.errors import BrokenJar, FileError
from modstead.instances.archive import Jar
from modstead.instances.discovery.documents import as_table, as_text, is_file
from modstead.instances.discovery.version_ids import GAME_VERSION, Setup, is_game_version

_MANIFEST, _VERSIONS, _VERSION = "META-INF/MANIFEST.MF", "META-INF/versions.list", "version.json"
_LINES_LOOKED_INTO, _LONGEST_LINE = 100, 1_000
_MAIN_CLASSES = (
    (re.compile(r"^Main-Class: com\.velocitypowered\.", re.MULTILINE), Loader.VELOCITY),
    (re.compile(r"^Implementation-Version: git:Waterfall", re.MULTILINE), Loader.WATERFALL),
    (re.compile(r"^Main-Class: net\.md_5\.bungee\.", re.MULTILINE), Loader.BUNGEECORD),
    (re.compile(r"^Main-Class: org\.bukkit\.craftbukkit\.", re.MULTILINE), Loader.BUKKIT),
    (re.compile(r"^Main-Class: (?:io\.papermc|com\.destroystokyo\.paperclip)", re.MULTILINE), Loader.PAPER),
)
_LISTED = re.compile(
    rf"(?P<name>folia|purpur|paper|spigot|craftbukkit)-(?P<game>{GAME_VERSION})[^/\\]{{0,80}}\.jar$",
    re.IGNORECASE,
)


def game_version_in_jar(path: Path) -> str | None:
    """The ID in the `version.json` that the game's own JARs hold."""
    return setup_in_jar(path).game_version


def setup_in_jar(path: Path) -> Setup:
    """What plugin server this JAR is, if it is one, and of which game version. Nothing where it cannot be read."""
    if not is_file(path):
        return Setup()
    try:
        with Jar(path) as jar:
            version, versions, manifest = (jar.read(name) or b"" for name in (_VERSION, _VERSIONS, _MANIFEST))
    except (BrokenJar, FileError):
        return Setup()
    return _listed(versions).filled_from(Setup(_running(manifest), "", _game_version(version)))


def loader_called(name: str) -> Loader:
    """The plugin loader whose JARs are called so."""
    name = name.lower()
    return {"craftbukkit": Loader.BUKKIT, "paperclip": Loader.PAPER}.get(name) or Loader(name)


def _listed(versions: bytes) -> Setup:
    """Servers that patch the game's JAR list what they put beside it: a hash, an ID and a path."""
    for line in versions.decode("utf-8", "replace").splitlines()[:_LINES_LOOKED_INTO]:
        if match := _LISTED.search(line[-_LONGEST_LINE:]):
            return Setup(loader_called(match["name"]), "", match["game"])
    return Setup()


def _running(manifest: bytes) -> Loader | None:
    text = manifest.decode("utf-8", "replace")
    return next((loader for pattern, loader in _MAIN_CLASSES if pattern.search(text)), None)


def _game_version(document: bytes) -> str | None:
    try:
        version = as_text(as_table(json.loads(document or b"{}")).get("id"))
    except (ValueError, RecursionError):
        return None
    return version if is_game_version(version) else None
