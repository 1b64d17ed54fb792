"""Prism Launcher and MultiMC: a folder for each instance, with `mmc-pack.json` and `instance.cfg`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from modstead.domain.instance import Instance, Loader
from modstead.instances.discovery.documents import (
    as_tables,
    as_text,
    entries,
    is_file,
    is_folder,
    one_component,
    read_settings,
    read_table,
)
from modstead.instances.discovery.places import data_folders
from modstead.instances.discovery.version_ids import Setup

PRISM, MULTIMC = "Prism Launcher", "MultiMC"

_PACK, _SETTINGS = "mmc-pack.json", "instance.cfg"
_GAME = "net.minecraft"
_LOADERS = {
    "net.fabricmc.fabric-loader": Loader.FABRIC,
    "org.quiltmc.quilt-loader": Loader.QUILT,
    "net.minecraftforge": Loader.FORGE,
    "net.neoforged": Loader.NEOFORGE,
}
_PICTURES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")


def detect_prism(path: Path) -> Instance | None:
    """The instance whose own folder, game folder or mods folder this is."""
    for folder in (path, path.parent, path.parent.parent):
        if is_file(folder / _PACK) or is_file(folder / _SETTINGS):
            root = _game_folder(folder)
            if path in (folder, root, root / "mods"):
                return _read(folder, root)
    return None


def find_prism(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[Instance]:
    """Every instance of every installation in the usual places."""
    for data, settings in _installations(environment, home, platform):
        configured = as_text(read_settings(data / settings).get("InstanceDir"))
        instances = data / (configured or "instances")
        for name in entries(instances):
            folder = instances / name
            if not name.startswith((".", "_")) and is_file(folder / _PACK):
                yield _read(folder, _game_folder(folder))


def _installations(environment: Mapping[str, str], home: Path, platform: str) -> Iterator[tuple[Path, str]]:
    """Data folders and the names of their settings."""
    told = environment.get("PRISMLAUNCHER_DATA_DIR")
    if told:
        yield Path(told), "prismlauncher.cfg"
    flatpak = home / ".var/app/org.prismlauncher.PrismLauncher/data"
    for data in (*data_folders(environment, home, platform), flatpak):
        yield data / "PrismLauncher", "prismlauncher.cfg"
        yield data / "multimc", "multimc.cfg"
        yield data / "MultiMC", "multimc.cfg"
    if platform == "darwin":
        yield Path("/Applications/MultiMC.app/Data"), "multimc.cfg"
        yield home / "Applications/MultiMC.app/Data", "multimc.cfg"


def _game_folder(folder: Path) -> Path:
    visible = folder / "minecraft"
    return visible if is_folder(visible) or not is_folder(folder / ".minecraft") else folder / ".minecraft"


def _read(folder: Path, root: Path) -> Instance:
    settings = read_settings(folder / _SETTINGS)
    setup = _setup(folder / _PACK)
    launcher = MULTIMC if is_file(folder.parent.parent / "multimc.cfg") else PRISM
    return Instance(
        folder=root / "mods",
        name=as_text(settings.get("name")) or folder.name,
        launcher=launcher,
        loader=setup.loader,
        loader_version=setup.loader_version,
        game_version=setup.game_version,
        icon=_icon(folder, root, as_text(settings.get("iconKey"))),
        root=root,
    )


def _setup(pack: Path) -> Setup:
    loader, loader_version, game_version = None, "", None
    for component in as_tables(read_table(pack).get("components")):
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
