"""Mojang's launcher: one game folder, with profiles that each name a version and may name a folder of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from modstead.domain.instance import Instance
from modstead.instances.discovery.client import client_instance
from modstead.instances.discovery.documents import as_table, as_text, is_file, is_folder, read_table
from modstead.instances.discovery.places import minecraft_folders
from modstead.instances.discovery.version_files import setup_of_version
from modstead.instances.discovery.version_ids import Setup

VANILLA = "Minecraft Launcher"

# The second is that of the launcher from Microsoft's store.
_PROFILES = ("launcher_profiles.json", "launcher_profiles_microsoft_store.json")
_MOST_PROFILES = 500


@dataclass(frozen=True, slots=True)
class _Profile:
    name: str
    root: Path
    setup: Setup
    last_used: str


def detect_vanilla(root: Path) -> Instance | None:
    """The game folder of the launcher."""
    if not any(is_file(root / name) for name in _PROFILES):
        return None
    profiles = [profile for profile in _profiles(root) if profile.root == root]
    return _instance(root, _best(profiles))


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
    setups: dict[str, Setup] = {}
    for name in _PROFILES:
        profiles = list(as_table(read_table(minecraft / name).get("profiles")).values())
        for profile in profiles[:_MOST_PROFILES]:
            found = as_table(profile)
            version_id = as_text(found.get("lastVersionId"))
            if version_id not in setups:
                setups[version_id] = setup_of_version(minecraft, version_id)
            own_folder = as_text(found.get("gameDir"))
            root = minecraft / own_folder if own_folder else minecraft
            title = as_text(found.get("name"))
            yield _Profile(title, root, setups[version_id], as_text(found.get("lastUsed")))


def _best(profiles: list[_Profile]) -> _Profile | None:
    """The one with a loader that was played last; times are in one format, so that text sorts them."""
    return max(profiles, key=lambda found: (found.setup.loader is not None, found.last_used), default=None)


def _instance(root: Path, profile: _Profile | None) -> Instance:
    name = (profile.name if profile else "") or "Minecraft"
    return client_instance(root, name, VANILLA, profile.setup if profile else Setup())
