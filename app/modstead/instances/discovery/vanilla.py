"""Mojang's launcher: one game folder, with profiles that each name a version and may name a folder of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from modstead.domain.instance import Instance
from modstead.instances.discovery.documents import (
    as_table,
    as_tables,
    as_text,
    is_file,
    is_folder,
    one_component,
    read_table,
)
from modstead.instances.discovery.places import minecraft_folders
from modstead.instances.discovery.version_ids import Setup, setup_of_library, setup_of_version_id

VANILLA = "Minecraft Launcher"

# The second is that of the launcher from Microsoft's store.
_PROFILES = ("launcher_profiles.json", "launcher_profiles_microsoft_store.json")
_LONGEST_INHERITANCE = 8


@dataclass(frozen=True, slots=True)
class _Profile:
    name: str
    root: Path
    setup: Setup
    last_used: str


def detect_vanilla(path: Path) -> Instance | None:
    """The game folder of the launcher, or its mods folder."""
    for root in (path, path.parent):
        if path in (root, root / "mods") and any(is_file(root / name) for name in _PROFILES):
            profiles = [profile for profile in _profiles(root) if profile.root == root]
            return _instance(root, _best(profiles))
    return None


def find_vanilla(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Instance]:
    """Each folder that profiles with a mod loader play in, once."""
    for minecraft in minecraft_folders(environment, home, platform):
        by_root: dict[Path, list[_Profile]] = {}
        for profile in _profiles(minecraft):
            by_root.setdefault(profile.root, []).append(profile)
        for root, profiles in by_root.items():
            best = _best(profiles)
            if (best is not None and best.setup.loader) or is_folder(root / "mods"):
                yield _instance(root, best)


def _profiles(minecraft: Path) -> Iterator[_Profile]:
    for name in _PROFILES:
        for profile in as_table(read_table(minecraft / name).get("profiles")).values():
            found = as_table(profile)
            version_id = as_text(found.get("lastVersionId"))
            own_folder = as_text(found.get("gameDir"))
            root = minecraft / own_folder if own_folder else minecraft
            title = as_text(found.get("name"))
            yield _Profile(title, root, _setup(minecraft, version_id), as_text(found.get("lastUsed")))


def _best(profiles: list[_Profile]) -> _Profile | None:
    """The one with a loader that was played last; times are in one format, so that text sorts them."""
    return max(profiles, key=lambda found: (found.setup.loader is not None, found.last_used), default=None)


def _instance(root: Path, profile: _Profile | None) -> Instance:
    setup = profile.setup if profile else Setup()
    return Instance(
        folder=root / "mods",
        name=(profile.name if profile else "") or "Minecraft",
        launcher=VANILLA,
        loader=setup.loader,
        loader_version=setup.loader_version,
        game_version=setup.game_version,
        root=root,
    )


def _setup(minecraft: Path, version_id: str) -> Setup:
    """What the version's ID says, and what its own file and those that it inherits from say beyond that."""
    setup = setup_of_version_id(version_id)
    for _ in range(_LONGEST_INHERITANCE):
        if (setup.loader and setup.game_version) or not one_component(version_id):
            break
        document = read_table(minecraft / "versions" / version_id / f"{version_id}.json")
        for library in as_tables(document.get("libraries")):
            setup = setup.filled_from(setup_of_library(as_text(library.get("name"))))
        version_id = as_text(document.get("inheritsFrom"))
        setup = setup.filled_from(setup_of_version_id(version_id))
    return setup
