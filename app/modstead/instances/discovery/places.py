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
    told = environment.get("XDG_DATA_HOME")
    usual = home / ".local/share"
    return (Path(told), usual) if told and Path(told) != usual else (usual,)


def minecraft_folders(environment: Mapping[str, str], home: Path, platform: str) -> tuple[Path, ...]:
    """Where Mojang's launcher keeps the game."""
    if platform == "win32":
        return (data_folders(environment, home, platform)[0] / ".minecraft",)
    if platform == "darwin":
        return (home / "Library/Application Support/minecraft",)
    flatpak = home / ".var/app/com.mojang.Minecraft/.minecraft"
    return home / ".minecraft", flatpak
