"""Where programs keep their data, on each system, as `sys.platform` names them."""

from collections.abc import Mapping
from pathlib import Path


def data_folders(environment: Mapping[str, str], home: Path, platform: str) -> tuple[Path, ...]:
    """The folders in which programs have a folder of their own."""
    if platform == "win32":
        roaming = environment.get("APPDATA")
        return (Path(roaming) if roaming else home / "AppData/Roaming",)
    if platform == "darwin":
        return (home / "Library/Application Support",)
    return _told_and_usual(environment.get("XDG_DATA_HOME"), home / ".local/share")


def config_folders(environment: Mapping[str, str], home: Path, platform: str) -> tuple[Path, ...]:
    """The same for programs that keep everything where settings belong, as those of Electron do."""
    if platform in {"win32", "darwin"}:
        return data_folders(environment, home, platform)
    return _told_and_usual(environment.get("XDG_CONFIG_HOME"), home / ".config")


def flatpak_folders(application: str, home: Path, platform: str) -> tuple[Path, ...]:
    """What an application from Flathub takes for the home folder; none where there is no Flatpak."""
    return () if platform in {"win32", "darwin"} else (home / ".var/app" / application,)


def program_folders(environment: Mapping[str, str], home: Path, platform: str, name: str) -> tuple[Path, ...]:
    """Where a program that is unpacked rather than installed usually lies, with its data beside it."""
    unpacked = tuple(home / place / name for place in (".", "Desktop", "Downloads", "Documents", "Games"))
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        installed = (Path(local) if local else home / "AppData/Local") / "Programs" / name
        told = environment.get("SCOOP")
        scoop = Path(told) if told else home / "scoop"
        return (
            installed,
            scoop / "persist" / name.lower(),
            scoop / "apps" / name.lower() / "current",
            *unpacked,
        )
    if platform == "darwin":
        bundles = (Path("/Applications"), home / "Applications")
        return *(bundle / f"{name}.app" for bundle in bundles), *unpacked
    return home / "Applications" / name, Path("/opt") / name, *unpacked


def minecraft_folders(environment: Mapping[str, str], home: Path, platform: str) -> tuple[Path, ...]:
    """Where Mojang's launcher keeps the game."""
    if platform == "win32":
        return (data_folders(environment, home, platform)[0] / ".minecraft",)
    if platform == "darwin":
        return (home / "Library/Application Support/minecraft",)
    return (
        home / ".minecraft",
        *(
            folder / place
            for folder in flatpak_folders("com.mojang.Minecraft", home, platform)
            for place in (".minecraft", "data/minecraft")
        ),
        *(home / "snap/mc-installer" / place / ".minecraft" for place in ("current", "common")),
    )


def _told_and_usual(told: str | None, usual: Path) -> tuple[Path, ...]:
    return (Path(told), usual) if told and Path(told) != usual else (usual,)
