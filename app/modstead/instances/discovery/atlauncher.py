"""ATLauncher: a game folder for each instance, with `instance.json` in it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from modstead.domain.instance import Instance
from modstead.instances.discovery.client import client_instance
from modstead.instances.discovery.documents import as_table, as_text, entries, is_file, skim
from modstead.instances.discovery.places import data_folders, flatpak_folders, program_folders
from modstead.instances.discovery.version_ids import setup_named

ATLAUNCHER = "ATLauncher"

_FILE = "instance.json"
_NOT_IN_SAFE_NAMES = re.compile(r"[^A-Za-z0-9]")


class _InstanceFile(msgspec.Struct):
    id: object = None
    launcher: "_Launcher | None" = None


class _Launcher(msgspec.Struct, rename="camel"):
    name: object = None
    pack: object = None
    loader_version: object = None


def detect_atlauncher(folder: Path) -> Instance | None:
    """The instance whose folder this is."""
    document = skim(folder / _FILE, _InstanceFile) if is_file(folder / _FILE) else None
    return _instance(folder, document) if document and document.launcher else None


def find_atlauncher(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Instance]:
    """Every instance of every installation in the usual places."""
    for data in _installations(environment, home, platform):
        for name in entries(data / "instances"):
            instance = detect_atlauncher(data / "instances" / name)
            if instance:
                yield instance


def _installations(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Path]:
    for data in data_folders(environment, home, platform):
        yield data / "ATLauncher"
        if platform not in {"win32", "darwin"}:
            yield data / "atlauncher"
    for folder in flatpak_folders("com.atlauncher.ATLauncher", home, platform):
        yield folder / "data"
        yield folder / "data/ATLauncher"
    for program in program_folders(environment, home, platform, "ATLauncher"):
        yield program / "Contents/Java" if platform == "darwin" and program.suffix == ".app" else program


def _instance(folder: Path, document: _InstanceFile) -> Instance:
    launcher = document.launcher or _Launcher()
    loader = as_table(launcher.loader_version)
    setup = setup_named(as_text(loader.get("type")), as_text(loader.get("version")), as_text(document.id))
    return client_instance(
        folder, as_text(launcher.name), ATLAUNCHER, setup, _icon(folder, as_text(launcher.pack))
    )


def _icon(folder: Path, pack: str) -> Path | None:
    """The instance's own picture, else that of the pack it was made from."""
    safe_name = _NOT_IN_SAFE_NAMES.sub("", pack).lower()
    pictures = [folder / "instance.png"]
    if safe_name:
        pictures.append(folder.parent.parent / "configs/images" / f"{safe_name}.png")
    return next((picture for picture in pictures if is_file(picture)), None)
