"""Loader and game version as launchers and servers write them into IDs and file names."""

import re
from dataclasses import dataclass

from modstead.domain.instance import ContentKind, Loader


@dataclass(frozen=True, slots=True)
class Setup:
    """What a game is set up with. None and empty where it is not known."""

    loader: Loader | None = None
    loader_version: str = ""
    game_version: str | None = None

    def filled_from(self, other: "Setup") -> "Setup":
        """This one, with what it lacks from `other`, unless that speaks of another loader."""
        same_loader = self.loader is None or other.loader in (None, self.loader)
        return Setup(
            self.loader or other.loader,
            self.loader_version or (other.loader_version if same_loader else ""),
            self.game_version or other.game_version,
        )


# Releases (1.20.1, 26.1), their candidates, and snapshots (24w14a).
GAME_VERSION = (
    r"(?:1\.\d{1,3}(?:\.\d{1,3})?|[2-9]\d\.\d{1,2}(?:\.\d{1,3})?)(?:-(?:pre-?|rc-?|snapshot-)\d{1,2})?"
    r"|\d\dw\d\d[a-z]"
)
_GAME_VERSION = re.compile(f"(?:{GAME_VERSION})")
_LOADER_VERSION = r"[0-9A-Za-z.+_-]+"
_IDS = (
    (Loader.FABRIC, re.compile(rf"fabric-loader-(?P<loader>{_LOADER_VERSION}?)-(?P<game>{GAME_VERSION})")),
    (Loader.QUILT, re.compile(rf"quilt-loader-(?P<loader>{_LOADER_VERSION}?)-(?P<game>{GAME_VERSION})")),
    (Loader.NEOFORGE, re.compile(rf"neoforge-(?P<loader>{_LOADER_VERSION})")),
    (Loader.NEOFORGE, re.compile(rf"(?P<game>{GAME_VERSION})-neoforge-(?P<loader>{_LOADER_VERSION})")),
    (Loader.FORGE, re.compile(rf"(?P<game>{GAME_VERSION})-forge-?(?P<loader>{_LOADER_VERSION})")),
    (Loader.FORGE, re.compile(rf"forge-(?P<game>{GAME_VERSION})-(?P<loader>{_LOADER_VERSION})")),
)
_LOADER_NAMES = {"neo": Loader.NEOFORGE, "legacyfabric": Loader.FABRIC, "babric": Loader.FABRIC}
_CURSEFORGE_ID = re.compile(
    rf"(?P<name>forge|neoforge|fabric|quilt)-(?:loader-)?(?:(?P<before>1\.[0-9.]+)-)?(?P<loader>{_LOADER_VERSION}?)"
    rf"(?:-(?P<after>{GAME_VERSION}))?"
)
_NEOFORGE = re.compile(r"(\d+)\.(\d+)\.(\d+)(.*)")
_FIRST_YEARLY_GAME_VERSION = 26


def is_game_version(text: str) -> bool:
    return _GAME_VERSION.fullmatch(text) is not None


def loader_named(name: str) -> Loader | None:
    """The mod loader that a launcher calls so, in whatever case."""
    name = name.lower()
    loader = _LOADER_NAMES.get(name) or (Loader(name) if name in tuple(Loader) else None)
    return loader if loader and loader.content is ContentKind.MOD else None


def setup_named(loader_name: str, loader_version: str, game_version: str) -> Setup:
    """What a launcher says in three fields; Forge's version may repeat the game's before its own."""
    loader = loader_named(loader_name)
    version = loader_version.removeprefix(f"{game_version}-") if loader and game_version else loader_version
    return Setup(loader, version if loader else "", game_version or None)


def setup_of_curseforge_id(loader_id: str) -> Setup:
    """What CurseForge's IDs of loaders say: `forge-47.2.0`, `fabric-0.15.7-1.20.1`, `neoforge-1.20.1-47.1.84`."""
    match = _CURSEFORGE_ID.fullmatch(loader_id)
    if match is None:
        return Setup()
    return Setup(Loader(match["name"]), match["loader"], match["before"] or match["after"])


def setup_of_version_id(version_id: str) -> Setup:
    """What the ID of a version in a launcher says: `fabric-loader-0.16.9-1.21.1`, `1.20.1-forge-47.2.0` ..."""
    for loader, pattern in _IDS:
        match = pattern.fullmatch(version_id)
        if match:
            parts = match.groupdict()
            version = parts["loader"]
            game_version = parts.get("game")
            if loader is Loader.NEOFORGE and game_version is None:
                game_version = game_version_of_neoforge(version)
            return Setup(loader, version, game_version)
    return Setup(game_version=version_id) if is_game_version(version_id) else Setup()


def game_version_of_neoforge(version: str) -> str | None:
    """NeoForge's version begins with the game's: 20.4.80 is for 1.20.4, 21.0.5 for 1.21, 26.1.0.3 for 26.1.

    The first ones, for 1.20.1, count on from Forge's: 47.1.106.
    """
    match = _NEOFORGE.match(version)
    if match is None:
        return None
    major, minor, patch = int(match[1]), int(match[2]), int(match[3])
    if major == 47:
        return "1.20.1"
    if major >= _FIRST_YEARLY_GAME_VERSION:
        return f"{major}.{minor}" + (f".{patch}" if patch else "")
    return f"1.{major}" + (f".{minor}" if minor else "")


def setup_of_library(name: str) -> Setup:
    """What a Maven coordinate says, such as `net.fabricmc:fabric-loader:0.16.9`."""
    group, _, rest = name.partition(":")
    artifact, _, version = rest.partition(":")
    version = version.partition(":")[0].partition("@")[0]
    if not version:
        return Setup()
    match group, artifact:
        case "net.fabricmc", "fabric-loader":
            return Setup(Loader.FABRIC, version)
        case "org.quiltmc", "quilt-loader":
            return Setup(Loader.QUILT, version)
        case "net.fabricmc" | "org.quiltmc", "intermediary" if is_game_version(version):
            return Setup(game_version=version)
        case "net.minecraftforge", "forge" | "fmlloader":
            game_version, _, forge = version.partition("-")
            return Setup(Loader.FORGE, forge, game_version if is_game_version(game_version) else None)
        case "net.neoforged", "forge":
            return Setup(Loader.NEOFORGE, version.removeprefix("1.20.1-"), "1.20.1")
        case "net.neoforged", "neoforge":
            return Setup(Loader.NEOFORGE, version, game_version_of_neoforge(version))
        case _:
            return Setup()
