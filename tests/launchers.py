"""The launchers' own layouts, as they write them: a factory for each, and where each lies on each system.

A factory writes one instance into a launcher's data folder and answers with its game folder.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

Factory = Callable[..., Path]

PRISM_UIDS = {
    "fabric": "net.fabricmc.fabric-loader",
    "quilt": "org.quiltmc.quilt-loader",
    "forge": "net.minecraftforge",
    "neoforge": "net.neoforged",
}
_LIBRARIES = {
    "fabric": ("net.fabricmc:fabric-loader:{loader}", "net.fabricmc:intermediary:{game}"),
    "quilt": ("org.quiltmc:quilt-loader:{loader}", "org.quiltmc:intermediary:{game}"),
    "forge": ("net.minecraftforge:forge:{game}-{loader}",),
    "neoforge": ("net.neoforged:neoforge:{loader}",),
}


@dataclass(frozen=True, slots=True)
class Install:
    """A launcher in a place that its makers chose. `{home}` in `environment` is the home folder."""

    launcher: str
    factory: Factory
    platform: str
    place: str
    environment: dict[str, str] = field(default_factory=dict)

    def environment_in(self, home: Path) -> dict[str, str]:
        return {key: value.format(home=home) for key, value in self.environment.items()}

    def __str__(self) -> str:
        return f"{self.launcher}-{self.platform}-{self.place}"


def write(path: Path, text: str | bytes = "") -> Path:
    """A file with everything that it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def write_json(path: Path, document: object) -> Path:
    return write(path, json.dumps(document, indent=2))


def game_folder(root: Path) -> Path:
    """What the game and its mods leave in their folder."""
    for name in ("mods", "config", "resourcepacks", "saves/New World"):
        (root / name).mkdir(parents=True, exist_ok=True)
    write(root / "options.txt", "version:3955\nfov:0.0\n")
    write(root / "saves/New World/level.dat", b"\x1f\x8b")
    return root


def prism(
    data: Path,
    name: str = "Sky Garden",
    loader: str = "fabric",
    loader_version: str = "0.16.9",
    game: str = "1.21.1",
    *,
    settings_file: str = "prismlauncher.cfg",
    root: str = "minecraft",
) -> Path:
    write(data / settings_file, "[General]\nConfigVersion=1.2\nIconTheme=pe_colored\nInstanceDir=instances\n")
    write(data / "icons/garden.png", b"\x89PNG")
    write_json(data / "instances/instgroups.json", {"formatVersion": "1", "groups": {}})
    (data / "instances/.LAUNCHER_TEMP").mkdir(parents=True, exist_ok=True)
    folder = data / "instances" / name
    components = [
        {
            "cachedName": "LWJGL 3",
            "cachedVersion": "3.3.3",
            "dependencyOnly": True,
            "uid": "org.lwjgl3",
            "version": "3.3.3",
        },
        {
            "cachedName": "Minecraft",
            "cachedVersion": game,
            "important": True,
            "uid": "net.minecraft",
            "version": game,
        },
    ]
    if loader:
        components.append({"cachedName": loader, "uid": PRISM_UIDS[loader], "version": loader_version})
    write_json(folder / "mmc-pack.json", {"components": components, "formatVersion": 1})
    write(
        folder / "instance.cfg",
        f"[General]\nConfigVersion=1.2\nInstanceType=OneSix\niconKey=garden\nname={name}\nnotes=\n\n[UI]\nmods_Page\\Columns=@ByteArray()\n",
    )
    return game_folder(folder / root)


def multimc(data: Path, name: str = "Sky Garden", **setup: str) -> Path:
    return prism(data, name, settings_file="multimc.cfg", root=".minecraft", **setup)


def curseforge(
    data: Path,
    name: str = "Sky Garden",
    loader: str = "fabric",
    loader_version: str = "0.16.9",
    game: str = "1.21.1",
) -> Path:
    folder = data / "Instances" / name
    suffix = f"-{game}" if loader in {"fabric", "quilt"} else ""
    base = {
        "forgeVersion": loader_version,
        "name": f"{loader}-{loader_version}{suffix}",
        "type": 4,
        "downloadUrl": "https://example.invalid/loader.jar",
        "librariesInstallLocation": "{0}\\libraries",
        "minecraftVersion": game,
        "versionJson": json.dumps({"id": "x", "libraries": [{"name": "a:b:1"}] * 20}),
    }
    addon = {
        "addonID": 306612,
        "installedFile": {"id": 5646573, "fileName": "a.jar", "modules": [{"name": "META-INF"}]},
    }
    write(folder / "profileImage/picture.png", b"\x89PNG")
    write_json(
        folder / "minecraftinstance.json",
        {
            "baseModLoader": base if loader else None,
            "isUnlocked": True,
            "javaArgsOverride": None,
            "lastPlayed": "2026-06-01T20:11:08.123Z",
            "manifest": None,
            "modpackOverrides": [],
            "profileImagePath": str(folder / "profileImage/picture.png"),
            "isVanilla": not loader,
            "guid": "0c7a5d5e-1a32-4c5f-9a49-0d2ac86c8f53",
            "gameTypeID": 432,
            "installPath": f"C:\\Users\\me\\curseforge\\minecraft\\Instances\\{name}\\",
            "name": name,
            "cachedScans": [{"folderName": "mods", "fingerprint": 1}],
            "isValid": True,
            "gameVersion": game,
            "installedAddons": [addon] * 3,
        },
    )
    return game_folder(folder)


def atlauncher(
    data: Path,
    name: str = "Sky Garden",
    loader: str = "fabric",
    loader_version: str = "0.16.9",
    game: str = "1.21.1",
) -> Path:
    write_json(data / "configs/ATLauncher.json", {"usingCustomJavaPath": False})
    folder = data / "instances" / name.replace(" ", "")
    names = {"fabric": "Fabric", "quilt": "Quilt", "forge": "Forge", "neoforge": "NeoForge"}
    chosen = {
        "version": loader_version,
        "rawVersion": loader_version,
        "recommended": False,
        "type": names.get(loader),
    }
    write(folder / "instance.png", b"\x89PNG")
    write_json(
        folder / "instance.json",
        {
            "uuid": "8d1cf1d4-7cb9-4d3e-9d6d-7a2a4f4c6f2b",
            "launcher": {
                "name": name,
                "pack": "Minecraft",
                "version": game,
                "enableUserLock": False,
                "loaderVersion": chosen if loader else None,
                "mods": [{"name": "A", "file": "a.jar", "disabled": False, "curseForgeProject": {"id": 1}}],
            },
            "id": game,
            "mainClass": "net.fabricmc.loader.impl.launch.knot.KnotClient",
            "libraries": [{"name": "org.ow2.asm:asm:9.7"}],
            "javaVersion": {"component": "java-runtime-delta", "majorVersion": 21},
        },
    )
    return game_folder(folder)


def gdlauncher(
    data: Path,
    name: str = "Sky Garden",
    loader: str = "fabric",
    loader_version: str = "0.16.9",
    game: str = "1.21.1",
) -> Path:
    folder = data / "data/instances" / name
    loaders = [{"type": loader.capitalize(), "version": loader_version}] if loader else []
    write(folder / "icon.png", b"\x89PNG")
    write_json(
        folder / "instance.json",
        {
            "_version": "1",
            "name": name,
            "icon": "icon.png",
            "last_played": None,
            "seconds_played": 0,
            "modpack": None,
            "game_configuration": {
                "version": {"release": game, "modloaders": loaders},
                "global_java_args": True,
                "extra_java_args": None,
                "memory": None,
            },
            "notes": "",
        },
    )
    return game_folder(folder / "instance")


def legacy_gdlauncher(
    data: Path,
    name: str = "Sky Garden",
    loader: str = "fabric",
    loader_version: str = "0.16.9",
    game: str = "1.21.1",
) -> Path:
    folder = data / "instances" / name
    write(folder / "background.png", b"\x89PNG")
    told = {"loaderType": loader or "vanilla", "mcVersion": game}
    if loader:
        told["loaderVersion"] = f"{game}-{loader_version}" if loader == "forge" else loader_version
    document = {
        "loader": told,
        "timePlayed": 12,
        "lastPlayed": 1717272000000,
        "background": "background.png",
        "mods": [],
    }
    write_json(folder / "config.json", document)
    return game_folder(folder)


def modrinth_app(
    data: Path,
    name: str = "Sky Garden",
    loader: str = "fabric",
    loader_version: str = "0.16.9",
    game: str = "1.21.1",
    *,
    schema: str = "new",
    custom: Path | None = None,
) -> Path:
    base = custom or data
    icon = write(base / "caches/icons/0a1b2c.png", b"\x89PNG")
    data.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(data / "app.db")) as connection:
        connection.executescript(MODRINTH_SCHEMAS[schema])
        connection.execute(
            "INSERT OR REPLACE INTO settings (id, custom_dir) VALUES (0, ?)",
            (str(custom) if custom else None,),
        )
        told = (game, loader or "vanilla", loader_version or None)
        if schema == "new":
            instance = (f"local:{name}", name, f"{name}:default", "installed", name, str(icon))
            connection.execute(
                "INSERT INTO instances (id, path, applied_content_set_id, install_stage, name, icon_path)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                instance,
            )
            for content_set in (f"{name}:default", f"{name}:other"):
                connection.execute(
                    "INSERT INTO instance_content_sets VALUES (?, ?, 'Default', ?, ?, ?)",
                    (
                        content_set,
                        f"local:{name}",
                        *(told if content_set.endswith("default") else ("1.0", "forge", "9")),
                    ),
                )
        else:
            connection.execute(
                "INSERT INTO profiles VALUES (?, 'installed', ?, ?, ?, ?, ?, jsonb(?))".replace(
                    "jsonb(?)", "?"
                ),
                (name, name, str(icon), *told, "[]"),
            )
        connection.commit()
    return game_folder(base / "profiles" / name)


def old_modrinth_app(data: Path, name: str = "Sky Garden", **setup: str) -> Path:
    return modrinth_app(data, name, schema="old", **setup)


def vanilla(
    data: Path,
    name: str = "Sky Garden",
    loader: str = "fabric",
    loader_version: str = "0.16.9",
    game: str = "1.21.1",
    *,
    profiles_file: str = "launcher_profiles.json",
) -> Path:
    version_id = {
        "fabric": f"fabric-loader-{loader_version}-{game}",
        "quilt": f"quilt-loader-{loader_version}-{game}",
        "forge": f"{game}-forge-{loader_version}",
        "neoforge": f"neoforge-{loader_version}",
    }.get(loader, game)
    version_file(data, version_id, loader, loader_version, game, inherits=True)
    latest = {
        "lastUsed": "1970-01-01T00:00:00.000Z",
        "lastVersionId": "latest-release",
        "name": "",
        "type": "latest-release",
    }
    modded = {
        "created": "2026-01-01T00:00:00.000Z",
        "icon": "Furnace",
        "lastUsed": "2026-06-01T20:11:08.123Z",
    }
    profiles = {"a1": latest, "b2": modded | {"lastVersionId": version_id, "name": name, "type": "custom"}}
    write_json(
        data / profiles_file, {"profiles": profiles, "settings": {"crashAssistance": True}, "version": 3}
    )
    return game_folder(data)


def store_vanilla(data: Path, name: str = "Sky Garden", **setup: str) -> Path:
    return vanilla(data, name, profiles_file="launcher_profiles_microsoft_store.json", **setup)


def version_file(
    minecraft: Path, version_id: str, loader: str, loader_version: str, game: str, *, inherits: bool
) -> Path:
    """`versions/ID/ID.json`, which either inherits from the game's or, as HMCL has it, is the whole of both."""
    names = [name.format(loader=loader_version, game=game) for name in _LIBRARIES.get(loader, ())]
    libraries = [
        {"name": name, "url": "https://example.invalid/"} for name in ("org.ow2.asm:asm:9.7", *names)
    ]
    document: dict[str, object] = {
        "id": version_id,
        "libraries": libraries,
        "mainClass": "a.Main",
        "type": "release",
    }
    if inherits:
        document["inheritsFrom"] = game
    else:
        document["patches"] = [{"id": "game", "version": game}, {"id": loader, "version": loader_version}]
        document["jar"] = version_id
    return write_json(minecraft / "versions" / version_id / f"{version_id}.json", document)


def hmcl(
    data: Path,
    name: str = "Sky Garden",
    loader: str = "fabric",
    loader_version: str = "0.16.9",
    game: str = "1.21.1",
    *,
    kept_apart: bool = True,
) -> Path:
    """`data` is the folder that the launcher's JAR was started in."""
    minecraft = data / ".minecraft"
    version_file(minecraft, name, loader, loader_version, game, inherits=False)
    write_json(minecraft / "versions" / name / "hmclversion.cfg", {"usesGlobal": True, "versionIcon": 0})
    write(minecraft / "versions" / name / "icon.png", b"\x89PNG")
    write_json(
        minecraft / "launcher_profiles.json",
        {"selectedProfile": "(Default)", "profiles": {"(Default)": {"name": "(Default)"}}},
    )
    configuration = {
        "global": {"gameDirType": 1 if kept_apart else 0, "java": "Auto"},
        "gameDir": ".minecraft",
        "useRelativePath": True,
        "selectedMinecraftVersion": name,
    }
    write_json(
        data / "hmcl.json", {"last": "Default", "configurations": {"Default": configuration}, "_version": 2}
    )
    return game_folder(minecraft / "versions" / name if kept_apart else minecraft)


def new_hmcl(data: Path, name: str = "Sky Garden", **setup: str) -> Path:
    """As it is written since 2026."""
    root = hmcl(data, name, **setup)
    (data / "hmcl.json").unlink()
    (root / "hmclversion.cfg").unlink()
    write_json(
        data / ".hmcl/config/game-directories.json",
        {"format": "hmcl.game-directories/1.0", "gameDirectories": [{"id": "x", "path": ".minecraft"}]},
    )
    settings = {"overrideProperties": ["runningDirectory"], "runningDirectory": ""}
    write_json(root / ".hmcl/config/instance-game-settings.json", settings)
    return root


_SETTINGS_TABLE = (
    "CREATE TABLE IF NOT EXISTS settings (id INTEGER NOT NULL PRIMARY KEY, custom_dir TEXT NULL);"
)
MODRINTH_SCHEMAS = {
    "old": f"""{_SETTINGS_TABLE}
        CREATE TABLE IF NOT EXISTS profiles (
            path TEXT NOT NULL PRIMARY KEY, install_stage TEXT NOT NULL, name TEXT NOT NULL, icon_path TEXT NULL,
            game_version TEXT NOT NULL, mod_loader TEXT NOT NULL, mod_loader_version TEXT NULL, groups JSONB NOT NULL
        );""",
    "new": f"""{_SETTINGS_TABLE}
        CREATE TABLE IF NOT EXISTS instances (
            id TEXT NOT NULL PRIMARY KEY, path TEXT NOT NULL UNIQUE, applied_content_set_id TEXT NULL,
            install_stage TEXT NOT NULL, name TEXT NOT NULL, icon_path TEXT NULL
        );
        CREATE TABLE IF NOT EXISTS instance_content_sets (
            id TEXT NOT NULL PRIMARY KEY, instance_id TEXT NOT NULL, name TEXT NOT NULL,
            game_version TEXT NOT NULL, loader TEXT NOT NULL, loader_version TEXT NULL
        );""",
}

_MAC, _WINDOWS, _LINUX = "darwin", "win32", "linux"
_SUPPORT = "Library/Application Support"
_ROAMING = {"APPDATA": "{home}/Roaming"}
_XDG = {"XDG_DATA_HOME": "{home}/data", "XDG_CONFIG_HOME": "{home}/config"}

INSTALLS = (
    Install("Prism Launcher", prism, _LINUX, ".local/share/PrismLauncher"),
    Install("Prism Launcher", prism, _LINUX, "data/PrismLauncher", _XDG),
    Install("Prism Launcher", prism, _LINUX, ".var/app/org.prismlauncher.PrismLauncher/data/PrismLauncher"),
    Install("Prism Launcher", prism, _LINUX, "own", {"PRISMLAUNCHER_DATA_DIR": "{home}/own"}),
    Install("Prism Launcher", prism, _LINUX, "PrismLauncher/UserData"),
    Install("Prism Launcher", prism, _WINDOWS, "Roaming/PrismLauncher", _ROAMING),
    Install("Prism Launcher", prism, _WINDOWS, "AppData/Roaming/PrismLauncher"),
    Install("Prism Launcher", prism, _WINDOWS, "scoop/persist/prismlauncher"),
    Install("Prism Launcher", prism, _WINDOWS, "AppData/Local/Programs/PrismLauncher/UserData"),
    Install("Prism Launcher", prism, _MAC, f"{_SUPPORT}/PrismLauncher"),
    Install("MultiMC", multimc, _LINUX, ".local/share/multimc"),
    Install("MultiMC", multimc, _WINDOWS, "MultiMC"),
    Install("MultiMC", multimc, _MAC, "Applications/MultiMC.app/Data"),
    Install("Modrinth App", modrinth_app, _LINUX, ".local/share/ModrinthApp"),
    Install("Modrinth App", modrinth_app, _LINUX, ".var/app/com.modrinth.ModrinthApp/data/ModrinthApp"),
    Install("Modrinth App", modrinth_app, _LINUX, "own", {"THESEUS_CONFIG_DIR": "{home}/own"}),
    Install("Modrinth App", modrinth_app, _WINDOWS, "Roaming/ModrinthApp", _ROAMING),
    Install("Modrinth App", modrinth_app, _MAC, f"{_SUPPORT}/ModrinthApp"),
    Install("Modrinth App", old_modrinth_app, _LINUX, ".local/share/ModrinthApp"),
    Install("Modrinth App", old_modrinth_app, _WINDOWS, "Roaming/com.modrinth.theseus", _ROAMING),
    Install("Minecraft Launcher", vanilla, _LINUX, ".minecraft"),
    Install("Minecraft Launcher", vanilla, _LINUX, ".var/app/com.mojang.Minecraft/.minecraft"),
    Install("Minecraft Launcher", vanilla, _LINUX, ".var/app/com.mojang.Minecraft/data/minecraft"),
    Install("Minecraft Launcher", vanilla, _LINUX, "snap/mc-installer/current/.minecraft"),
    Install("Minecraft Launcher", vanilla, _WINDOWS, "Roaming/.minecraft", _ROAMING),
    Install("Minecraft Launcher", store_vanilla, _WINDOWS, "AppData/Roaming/.minecraft"),
    Install("Minecraft Launcher", vanilla, _MAC, f"{_SUPPORT}/minecraft"),
    Install("ATLauncher", atlauncher, _LINUX, ".local/share/atlauncher"),
    Install("ATLauncher", atlauncher, _LINUX, "data/ATLauncher", _XDG),
    Install("ATLauncher", atlauncher, _LINUX, ".var/app/com.atlauncher.ATLauncher/data"),
    Install("ATLauncher", atlauncher, _WINDOWS, "Roaming/ATLauncher", _ROAMING),
    Install("ATLauncher", atlauncher, _WINDOWS, "Documents/ATLauncher"),
    Install("ATLauncher", atlauncher, _MAC, "Applications/ATLauncher.app/Contents/Java"),
    Install("CurseForge", curseforge, _LINUX, "Documents/curseforge/minecraft"),
    Install("CurseForge", curseforge, _WINDOWS, "curseforge/minecraft"),
    Install(
        "CurseForge",
        curseforge,
        _WINDOWS,
        "Cloud/Documents/curseforge/minecraft",
        {"OneDrive": "{home}/Cloud"},
    ),
    Install("CurseForge", curseforge, _MAC, "Documents/curseforge/minecraft"),
    Install("GDLauncher", gdlauncher, _LINUX, ".local/share/gdlauncher_carbon"),
    Install("GDLauncher", gdlauncher, _LINUX, "config/gdlauncher_carbon", _XDG),
    Install("GDLauncher", gdlauncher, _WINDOWS, "Roaming/gdlauncher_carbon", _ROAMING),
    Install("GDLauncher", gdlauncher, _MAC, f"{_SUPPORT}/gdlauncher_carbon"),
    Install("GDLauncher (legacy)", legacy_gdlauncher, _LINUX, ".config/gdlauncher_next"),
    Install(
        "GDLauncher (legacy)",
        legacy_gdlauncher,
        _LINUX,
        ".var/app/io.gdevs.GDLauncher/config/gdlauncher_next",
    ),
    Install("GDLauncher (legacy)", legacy_gdlauncher, _WINDOWS, "Roaming/gdlauncher_next", _ROAMING),
    Install("GDLauncher (legacy)", legacy_gdlauncher, _MAC, f"{_SUPPORT}/gdlauncher_next"),
    Install("HMCL", hmcl, _LINUX, "HMCL"),
    Install("HMCL", hmcl, _LINUX, "games", {"HMCL_DATA_DIR": "{home}/games/.hmcl"}),
    Install("HMCL", hmcl, _WINDOWS, "Desktop"),
    Install("HMCL", hmcl, _MAC, "Downloads/HMCL"),
    Install("HMCL", new_hmcl, _LINUX, "Downloads"),
    Install("HMCL", new_hmcl, _WINDOWS, "Desktop/HMCL"),
)
"""Every launcher in every place that it is looked for; `/Applications` and `/opt` alone are beyond a test."""
