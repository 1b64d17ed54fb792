"""CurseForge's application: a game folder for each instance, with `minecraftinstance.json` in it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from modstead.domain.instance import Instance
from modstead.instances.discovery.client import client_instance
from modstead.instances.discovery.documents import as_table, as_text, entries, is_file, path_in, skim
from modstead.instances.discovery.places import data_folders
from modstead.instances.discovery.version_ids import Setup, setup_of_curseforge_id

CURSEFORGE = "CurseForge"

_FILE = "minecraftinstance.json"


class _InstanceFile(msgspec.Struct, rename="camel"):
    name: object = None
    game_version: object = None
    base_mod_loader: object = None
    profile_image_path: object = None


def detect_curseforge(folder: Path) -> Instance | None:
    """The instance whose folder this is."""
    document = skim(folder / _FILE, _InstanceFile) if is_file(folder / _FILE) else None
    if document is None:
        return None
    loader = as_table(document.base_mod_loader)
    told = Setup(
        game_version=as_text(document.game_version) or as_text(loader.get("minecraftVersion")) or None
    )
    named = setup_of_curseforge_id(as_text(loader.get("name")))
    setup = Setup(named.loader, named.loader_version, told.game_version or named.game_version)
    picture = path_in(folder, as_text(document.profile_image_path))
    icon = picture if picture and is_file(picture) else None
    return client_instance(folder, as_text(document.name), CURSEFORGE, setup, icon)


def find_curseforge(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Instance]:
    """Every instance in the usual places."""
    for games in _game_folders(environment, home, platform):
        for name in entries(games / "Instances"):
            instance = detect_curseforge(games / "Instances" / name)
            if instance:
                yield instance


def _game_folders(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Path]:
    """The folder is offered in the home folder, and was in the documents'; the user may choose another."""
    yield home / "curseforge/minecraft"
    documents = [home / "Documents"]
    told = environment.get("OneDrive") if platform == "win32" else None
    if told:
        documents.append(Path(told) / "Documents")
    for folder in (*documents, *data_folders(environment, home, platform)):
        yield folder / "curseforge/minecraft"
        if platform != "win32":
            continue
        yield folder / "Curse/Minecraft"
