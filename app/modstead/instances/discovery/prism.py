"""Prism Launcher and MultiMC: a folder for each instance, with `mmc-pack.json` and `instance.cfg`."""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

from modstead.domain.instance import Instance, Loader
from modstead.instances.discovery.client import client_instance
from modstead.instances.discovery.documents import (
    as_tables,
    as_text,
    entries,
    folder_title,
    is_file,
    is_folder,
    one_component,
    read_setting_list,
    read_settings,
    read_table,
)
from modstead.instances.discovery.places import data_folders, flatpak_folders, program_folders
from modstead.instances.discovery.version_ids import Setup

_log = logging.getLogger(__name__)

PRISM, MULTIMC = "Prism Launcher", "MultiMC"

_PACK, _SETTINGS = "mmc-pack.json", "instance.cfg"
_PRISM_SETTINGS, _MULTIMC_SETTINGS = "prismlauncher.cfg", "multimc.cfg"
_FLATPAK = "org.prismlauncher.PrismLauncher"
_GAME = "net.minecraft"
_LOADERS = {
    "net.fabricmc.fabric-loader": Loader.FABRIC,
    "org.quiltmc.quilt-loader": Loader.QUILT,
    "net.minecraftforge": Loader.FORGE,
    "net.neoforged": Loader.NEOFORGE,
}
_MOST_FOLDERS = 100
_PICTURES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")


def detect_prism(folder: Path) -> Instance | None:
    """The instance whose own folder or game folder this is."""
    for own in (folder, folder.parent):
        if is_file(own / _PACK) or is_file(own / _SETTINGS):
            root = _game_folder(own)
            if folder in (own, root):
                return _read(own, root, _launcher(own.parent.parent))
    return None


def find_prism(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Instance]:
    """Every instance of every installation in the usual places."""
    for data, settings, launcher in _installations(environment, home, platform):
        for instances in _instance_folders(data, settings):
            for name in entries(instances):
                folder = instances / name
                if not name.startswith((".", "_")) and is_file(folder / _PACK):
                    yield _read(folder, _game_folder(folder), launcher)


def _instance_folders(data: Path, settings: str) -> list[Path]:
    """Relative ones are so to the data folder. Several can be told since Prism Launcher 11."""
    configured = as_text(read_settings(data / settings).get("InstanceDir"))
    further = [as_text(text) for text in read_setting_list(data / settings, "AdditionalInstanceDirs")]
    return [
        data / (configured or "instances"),
        *(data / text for text in further[:_MOST_FOLDERS] if text and "@" not in text),
    ]


def _installations(
    environment: Mapping[str, str], home: Path, platform: str
) -> Iterator[tuple[Path, str, str]]:
    """Data folders, the names of their settings, and the launchers."""
    told = environment.get("PRISMLAUNCHER_DATA_DIR")
    if told:
        yield Path(told), _PRISM_SETTINGS, PRISM
    flatpak = (folder / "data" for folder in flatpak_folders(_FLATPAK, home, platform))
    for data in (*data_folders(environment, home, platform), *flatpak):
        yield data / "PrismLauncher", _PRISM_SETTINGS, PRISM
    for program in program_folders(environment, home, platform, "PrismLauncher"):
        if is_folder(program / "UserData"):
            yield program / "UserData", _PRISM_SETTINGS, PRISM
        elif is_file(program / "portable.txt") or is_file(program / _PRISM_SETTINGS):
            yield program, _PRISM_SETTINGS, PRISM
    for data in data_folders(environment, home, platform):
        yield data / "multimc", _MULTIMC_SETTINGS, MULTIMC
        yield data / "MultiMC", _MULTIMC_SETTINGS, MULTIMC
    for program in program_folders(environment, home, platform, "MultiMC"):
        data = program / "Data" if platform == "darwin" and program.suffix == ".app" else program
        if is_file(data / _MULTIMC_SETTINGS):
            yield data, _MULTIMC_SETTINGS, MULTIMC


def _launcher(data: Path) -> str:
    return MULTIMC if is_file(data / _MULTIMC_SETTINGS) and not is_file(data / _PRISM_SETTINGS) else PRISM


def _game_folder(folder: Path) -> Path:
    visible = folder / "minecraft"
    return visible if is_folder(visible) or not is_folder(folder / ".minecraft") else folder / ".minecraft"


def _read(folder: Path, root: Path, launcher: str) -> Instance:
    settings = read_settings(folder / _SETTINGS)
    return client_instance(
        root,
        as_text(settings.get("name")) or folder_title(folder),
        launcher,
        _setup(folder / _PACK),
        _icon(folder, root, as_text(settings.get("iconKey"))),
    )


def _setup(pack: Path) -> Setup:
    loader, loader_version, game_version = None, "", None
    table = read_table(pack)
    if not table and is_file(pack):
        _log.warning("%s cannot be read, so that the game's loader is not known.", pack)
    for component in as_tables(table.get("components")):
        uid = as_text(component.get("uid"))
        version = as_text(component.get("version")) or as_text(component.get("cachedVersion"))
        if component.get("disabled") is True:
            continue
        if uid == _GAME:
            game_version = version or None
        elif uid in _LOADERS:
            loader, loader_version = _LOADERS[uid], version
    return Setup(loader, loader_version, game_version)


def _icon(folder: Path, root: Path, key: str) -> Path | None:
    """The picture that the user chose, out of the launcher's own icons; else the one in the game folder."""
    chosen = one_component(key)
    icons = folder.parent.parent / "icons"
    candidates = [icons / f"{chosen}{suffix}" for suffix in _PICTURES] if chosen else []
    return next((icon for icon in (*candidates, root / "icon.png") if is_file(icon)), None)
