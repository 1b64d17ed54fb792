"""GDLauncher, the new one ("Carbon") and its predecessor: a folder for each instance, with a file that tells of it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from modstead.domain.instance import Instance
from modstead.instances.discovery.client import client_instance
from modstead.instances.discovery.documents import (
    as_table,
    as_tables,
    as_text,
    entries,
    folder_title,
    is_file,
    path_in,
    read_text,
    skim,
)
from modstead.instances.discovery.places import config_folders, data_folders, flatpak_folders
from modstead.instances.discovery.version_ids import Setup, loader_named, setup_named

GDLAUNCHER, LEGACY_GDLAUNCHER = "GDLauncher", "GDLauncher (legacy)"

_FILE, _LEGACY_FILE = "instance.json", "config.json"
_GAME_FOLDER = "instance"


class _InstanceFile(msgspec.Struct):
    name: object = None
    icon: object = None
    game_configuration: object = None


class _LegacyFile(msgspec.Struct):
    background: object = None
    loader: object = None


def detect_gdlauncher(folder: Path) -> Instance | None:
    """The instance whose own folder or game folder this is."""
    for own in (folder, folder.parent):
        if folder in (own, own / _GAME_FOLDER) and is_file(own / _FILE):
            document = skim(own / _FILE, _InstanceFile)
            if document and document.game_configuration is not None:
                return _instance(own, document)
    return _legacy(folder) if is_file(folder / _LEGACY_FILE) else None


def find_gdlauncher(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Instance]:
    """Every instance of both, in the usual places or where they were told to keep them."""
    for instances in _instance_folders(environment, home, platform):
        for name in entries(instances):
            instance = detect_gdlauncher(instances / name)
            if instance:
                yield instance


def _instance_folders(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Path]:
    data = data_folders(environment, home, platform)
    config = config_folders(environment, home, platform)
    for folder in dict.fromkeys((*data, *config)):
        own = folder / "gdlauncher_carbon"
        yield (_told_folder(own / "runtime_path_override") or own / "data") / "instances"
    flatpak = [place / "config" for place in flatpak_folders("io.gdevs.GDLauncher", home, platform)]
    for folder in dict.fromkeys((*config, *data, *flatpak)):
        own = folder / "gdlauncher_next"
        yield (_told_folder(own / "override.data") or own) / "instances"


def _told_folder(file: Path) -> Path | None:
    """A file of nothing but a path."""
    text = as_text(read_text(file))
    return Path(text) if text and Path(text).is_absolute() else None


def _instance(own: Path, document: _InstanceFile) -> Instance:
    picture = path_in(own, as_text(document.icon))
    icon = picture if picture and is_file(picture) else None
    version = as_table(as_table(document.game_configuration).get("version"))
    return client_instance(
        own / _GAME_FOLDER, as_text(document.name) or folder_title(own), GDLAUNCHER, _setup(version), icon
    )


def _setup(version: dict[str, object]) -> Setup:
    release = as_text(version.get("release"))
    for loader in as_tables(version.get("modloaders")):
        name = as_text(loader.get("type"))
        if loader_named(name):
            return setup_named(name, as_text(loader.get("version")), release)
    return Setup(game_version=release or None)


def _legacy(folder: Path) -> Instance | None:
    document = skim(folder / _LEGACY_FILE, _LegacyFile)
    loader = as_table(document.loader) if document else {}
    if document is None or not as_text(loader.get("mcVersion")):
        return None
    setup = setup_named(
        as_text(loader.get("loaderType")),
        as_text(loader.get("loaderVersion")),
        as_text(loader.get("mcVersion")),
    )
    picture = path_in(folder, as_text(document.background))
    return client_instance(
        folder, "", LEGACY_GDLAUNCHER, setup, picture if picture and is_file(picture) else None
    )
