"""Finding and recognising the instances of every launcher on every system, from files that may hold anything."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from launchers import (
    INSTALLS,
    Install,
    atlauncher,
    curseforge,
    game_folder,
    gdlauncher,
    hmcl,
    legacy_gdlauncher,
    modrinth_app,
    new_hmcl,
    old_modrinth_app,
    prism,
    vanilla,
    version_file,
    write,
    write_json,
)
from modstead.domain.instance import ContentKind, Instance, Loader, Side
from modstead.instances.discovery import detect, find_instances, launched
from modstead.instances.discovery.documents import read_setting_list
from modstead.instances.discovery.version_ids import Setup, setup_of_curseforge_id

LAUNCHERS = {install.launcher: install for install in INSTALLS}


def setup_of(instance: Instance) -> tuple[Loader | None, str, str | None]:
    return instance.loader, instance.loader_version, instance.game_version


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file below a folder, with its time and bytes."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


class TestEveryLauncher:
    @pytest.mark.parametrize("install", INSTALLS, ids=str)
    def test_its_instances_are_found_where_it_keeps_them(self, tmp_path: Path, install: Install) -> None:
        root = install.factory(tmp_path / install.place)
        before = state(tmp_path)
        [instance] = find_instances(install.environment_in(tmp_path), tmp_path, install.platform)
        assert (instance.name, instance.launcher) == ("Sky Garden", install.launcher)
        assert (instance.folder, instance.root) == (root / "mods", root)
        assert setup_of(instance) == (Loader.FABRIC, "0.16.9", "1.21.1")
        assert (instance.side, instance.content) == (Side.CLIENT, ContentKind.MOD)
        assert state(tmp_path) == before

    @pytest.mark.parametrize("install", INSTALLS, ids=str)
    def test_each_folder_of_an_instance_leads_to_it(self, tmp_path: Path, install: Install) -> None:
        root = install.factory(tmp_path / install.place)
        [found] = find_instances(install.environment_in(tmp_path), tmp_path, install.platform)
        for path in (root, root / "mods"):
            assert detect(path) == found
        packs = detect(root / "resourcepacks")
        assert (packs.folder, packs.content) == (root / "resourcepacks", ContentKind.RESOURCE_PACK)
        assert (packs.root, packs.name, packs.loader) == (root, found.name, found.loader)

    @pytest.mark.parametrize("install", LAUNCHERS.values(), ids=str)
    @pytest.mark.parametrize(
        ("loader", "version", "game"),
        [("quilt", "0.26.3", "1.20.1"), ("forge", "47.2.0", "1.20.1"), ("neoforge", "21.1.77", "1.21.1")],
    )
    def test_every_loader_is_known(
        self, tmp_path: Path, install: Install, loader: str, version: str, game: str
    ) -> None:
        root = install.factory(tmp_path / install.place, loader=loader, loader_version=version, game=game)
        assert setup_of(detect(root)) == (Loader(loader), version, game)

    @pytest.mark.parametrize("install", LAUNCHERS.values(), ids=str)
    def test_without_a_loader_the_mods_themselves_may_tell(self, tmp_path: Path, install: Install) -> None:
        root = install.factory(tmp_path / install.place, loader="", loader_version="")
        assert setup_of(detect(root)) == (None, "", "1.21.1")

    @pytest.mark.parametrize("install", LAUNCHERS.values(), ids=str)
    def test_the_picture_is_the_launchers(self, tmp_path: Path, install: Install) -> None:
        icon = detect(install.factory(tmp_path / install.place)).icon
        assert (icon is None) == (install.launcher == "Minecraft Launcher")
        assert icon is None or icon.suffix == ".png"

    def test_all_are_found_together_by_name(self, tmp_path: Path) -> None:
        for number, install in enumerate(found for found in INSTALLS if found.platform == "darwin"):
            install.factory(tmp_path / install.place, f"{chr(ord('z') - number)}")
        names = [instance.name for instance in find_instances({}, tmp_path, "darwin")]
        assert names == sorted(names)
        assert len(names) == len(set(names)) == len(LAUNCHERS)

    def test_nothing_is_found_where_there_is_nothing(self, tmp_path: Path) -> None:
        for platform in ("linux", "win32", "darwin"):
            assert find_instances({}, tmp_path / "nobody", platform) == ()

    def test_sixty_instances_cost_few_looks(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Counted rather than timed: what a folder holds must not be looked at file by file."""
        for number in range(60):
            root = prism(tmp_path / ".local/share/PrismLauncher", f"Instance {number}")
            for jar in range(30):
                write(root / "mods" / f"{jar}.jar")
        looks: list[object] = []
        monkeypatch.setattr(os, "stat", counted(os.stat, looks))
        monkeypatch.setattr(os, "lstat", counted(os.lstat, looks))
        assert len(find_instances({}, tmp_path, "linux")) == 60
        assert len(looks) < 60 * 25


def counted(function: Callable[..., object], calls: list[object]) -> Callable[..., object]:
    def call(*arguments: object, **options: object) -> object:
        calls.append(arguments)
        return function(*arguments, **options)

    return call


class TestPrism:
    @pytest.mark.parametrize("setting", ["{home}/elsewhere", "../elsewhere", '"{home}/elsewhere"'])
    def test_instances_lie_where_the_settings_say(self, tmp_path: Path, setting: str) -> None:
        data = tmp_path / ".local/share/PrismLauncher"
        prism(tmp_path / "old")
        place = data.parent / "elsewhere" if setting.startswith("..") else tmp_path / "elsewhere"
        shutil.copytree(tmp_path / "old/instances", place)
        write(data / "prismlauncher.cfg", f"[General]\nInstanceDir={setting.format(home=tmp_path)}\n")
        assert len(find_instances({}, tmp_path, "linux")) == 1

    def test_several_folders_of_instances_can_be_told(self, tmp_path: Path) -> None:
        for name in ("a", "b, c"):
            prism(tmp_path / "old", f"In {name}")
            shutil.move(tmp_path / "old/instances", tmp_path / name)
        told = f'{tmp_path}/a, "{tmp_path}/b, c", @Invalid()'
        write(
            tmp_path / ".local/share/PrismLauncher/prismlauncher.cfg",
            f"[General]\nAdditionalInstanceDirs={told}\n",
        )
        assert [found.name for found in find_instances({}, tmp_path, "linux")] == ["In a", "In b, c"]

    @pytest.mark.parametrize("value", ['"\\' * 500_000, '"' * 1_000_001, '"a\\', ",,,", "\\x", '"\\"'])
    def test_a_list_of_any_content_is_read_in_one_go(self, tmp_path: Path, value: str) -> None:
        settings_file = write(tmp_path / "prismlauncher.cfg", f"[General]\nAdditionalInstanceDirs={value}\n")
        assert isinstance(read_setting_list(settings_file, "AdditionalInstanceDirs"), list)

    def test_an_unpacked_one_has_its_data_beside_it(self, tmp_path: Path) -> None:
        prism(tmp_path / "PrismLauncher")
        write(tmp_path / "PrismLauncher/portable.txt")
        assert len(find_instances({}, tmp_path, "linux")) == 1


class TestModrinthApp:
    def test_instances_may_lie_in_a_folder_of_the_users_choice(self, tmp_path: Path) -> None:
        custom = tmp_path / "Games"
        root = modrinth_app(tmp_path / ".local/share/ModrinthApp", custom=custom)
        found = find_instances({}, tmp_path, "linux")
        assert [instance.root for instance in found] == [root]
        seen = detect(root / "mods")
        assert (seen.launcher, seen.loader) == ("", None)
        assert launched(seen, found) == found[0]
        assert launched(detect(root / "resourcepacks"), found).folder == root / "resourcepacks"

    def test_what_a_running_app_has_just_written_is_read_without_touching_anything(
        self, tmp_path: Path
    ) -> None:
        data = tmp_path / "ModrinthApp"
        root = modrinth_app(data)
        with running(data / "app.db", "UPDATE instances SET name = 'Renamed'"):
            assert {path.name for path in data.glob("app.db*")} == {"app.db", "app.db-wal", "app.db-shm"}
            before = state(data)
            assert detect(root).name == "Renamed"
            assert state(data) == before

    @pytest.mark.parametrize("kept", [("app.db-wal", "app.db-shm"), ("app.db-wal",), ()])
    def test_what_a_killed_app_left_behind_is_read_without_touching_anything(
        self, tmp_path: Path, kept: tuple[str, ...]
    ) -> None:
        running_data, data = tmp_path / "running", tmp_path / "left"
        modrinth_app(running_data)
        with running(running_data / "app.db", "UPDATE instances SET name = 'Renamed'"):
            shutil.copytree(running_data, data)
        for name in {"app.db-wal", "app.db-shm"} - {*kept}:
            (data / name).unlink()
        before = state(data)
        name = detect(data / "profiles/Sky Garden").name
        assert name == ("Renamed" if kept else "Sky Garden")
        assert state(data) == before

    def test_a_folder_that_cannot_be_written_is_no_trouble(self, tmp_path: Path) -> None:
        root = modrinth_app(tmp_path / "data")
        with closing(sqlite3.connect(tmp_path / "data/app.db")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        (tmp_path / "data").chmod(0o500)
        try:
            assert detect(root).loader is Loader.FABRIC
        finally:
            (tmp_path / "data").chmod(0o700)

    @pytest.mark.parametrize(
        ("change", "setup"),
        [
            ("ALTER TABLE instance_content_sets DROP COLUMN loader_version", (Loader.FABRIC, "", "1.21.1")),
            ("ALTER TABLE instances DROP COLUMN icon_path", (Loader.FABRIC, "0.16.9", "1.21.1")),
            ("DROP TABLE settings", (Loader.FABRIC, "0.16.9", "1.21.1")),
            ("DROP TABLE instance_content_sets", (None, "", None)),
            ("UPDATE instances SET applied_content_set_id = NULL", (None, "", None)),
            ("UPDATE instances SET icon_path = CAST(x'ff' AS TEXT)", (Loader.FABRIC, "0.16.9", "1.21.1")),
            ("UPDATE instance_content_sets SET loader = x'00ff', game_version = x'ff'", (None, "", None)),
        ],
    )
    def test_a_schema_of_another_version_is_read_as_far_as_it_goes(
        self, tmp_path: Path, change: str, setup: tuple[Loader | None, str, str | None]
    ) -> None:
        root = modrinth_app(tmp_path / "data")
        alter(tmp_path / "data/app.db", change)
        instance = detect(root)
        assert (instance.launcher, *setup_of(instance)) == ("Modrinth App", *setup)

    @pytest.mark.parametrize("path", ["../../outside", "/outside", "a/b", "..", "", "a\x00b", 7])
    def test_an_instance_never_lies_outside(self, tmp_path: Path, path: object) -> None:
        modrinth_app(tmp_path / ".local/share/ModrinthApp")
        alter(tmp_path / ".local/share/ModrinthApp/app.db", "UPDATE instances SET path = ?", path)
        game_folder(tmp_path / ".local/outside")
        assert find_instances({}, tmp_path, "linux") == ()

    def test_a_picture_elsewhere_is_not_taken(self, tmp_path: Path) -> None:
        secret = write(tmp_path / "secret.png")
        root = modrinth_app(tmp_path / "data")
        alter(tmp_path / "data/app.db", "UPDATE instances SET icon_path = ?", str(secret))
        assert detect(root).icon is None

    def test_a_query_without_end_is_ended(self, tmp_path: Path) -> None:
        data = tmp_path / ".local/share/ModrinthApp"
        modrinth_app(data)
        alter(
            data / "app.db",
            "DROP TABLE instances",
            "CREATE VIEW instances AS WITH RECURSIVE n(path, name, icon_path) AS"
            " (SELECT 'a', 'a', 'a' UNION ALL SELECT path, name, icon_path FROM n)"
            " SELECT count(*) AS path, name, icon_path FROM n",
        )
        assert find_instances({}, tmp_path, "linux") == ()

    @pytest.mark.parametrize("data", [b"", b"SQLite format 3\0" + b"\xff" * 4096, b"{}", b"x" * 100_000])
    def test_what_is_no_database_says_nothing(self, tmp_path: Path, data: bytes) -> None:
        write(tmp_path / ".local/share/ModrinthApp/app.db", data)
        assert find_instances({}, tmp_path, "linux") == ()

    def test_both_schemas_are_never_mixed(self, tmp_path: Path) -> None:
        data = tmp_path / ".local/share/ModrinthApp"
        old_modrinth_app(data, "Left Over")
        modrinth_app(data, "Current")
        assert [instance.name for instance in find_instances({}, tmp_path, "linux")] == ["Current"]


def alter(database: Path, *statements: object) -> None:
    """Statements, each a string; the first may have what follows as its one parameter instead."""
    with closing(sqlite3.connect(database)) as connection:
        first, *rest = map(str, statements[:1]) if "?" in str(statements[0]) else map(str, statements)
        connection.execute(first, statements[1:] if "?" in first else ())
        for statement in rest:
            connection.execute(statement)
        connection.commit()


_PROGRAM = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute(sys.argv[2])
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def running(database: Path, statement: str) -> Iterator[None]:
    """Another process has the database open as the launcher does, with something in its log not yet merged."""
    arguments = [sys.executable, "-c", _PROGRAM, str(database), statement]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield


class TestCurseForge:
    @pytest.mark.parametrize(
        ("loader_id", "setup"),
        [
            ("forge-47.2.0", Setup(Loader.FORGE, "47.2.0")),
            ("forge-14.23.5.2860", Setup(Loader.FORGE, "14.23.5.2860")),
            ("fabric-0.15.7-1.20.1", Setup(Loader.FABRIC, "0.15.7", "1.20.1")),
            ("fabric-loader-0.15.11-1.20.1", Setup(Loader.FABRIC, "0.15.11", "1.20.1")),
            ("quilt-0.20.0-beta.9-1.20.1", Setup(Loader.QUILT, "0.20.0-beta.9", "1.20.1")),
            ("neoforge-21.1.77", Setup(Loader.NEOFORGE, "21.1.77")),
            ("neoforge-20.4.237-beta", Setup(Loader.NEOFORGE, "20.4.237-beta")),
            ("neoforge-1.20.1-47.1.84", Setup(Loader.NEOFORGE, "47.1.84", "1.20.1")),
            ("optifine-1", Setup()),
            ("", Setup()),
        ],
    )
    def test_its_ids_of_loaders(self, loader_id: str, setup: Setup) -> None:
        assert setup_of_curseforge_id(loader_id) == setup

    def test_a_file_of_many_megabytes_is_no_trouble(self, tmp_path: Path) -> None:
        root = curseforge(tmp_path)
        file = root / "minecraftinstance.json"
        document = json.loads(file.read_text())
        document["installedAddons"] = [{"installedFile": {"fileName": "x" * 1000}}] * 12_000
        write_json(file, document)
        assert file.stat().st_size > 12_000_000
        assert detect(root).name == "Sky Garden"

    @pytest.mark.parametrize(
        "picture", ["../../secret.png", "/etc/hostname", "https://example.invalid/a.png", 3]
    )
    def test_a_picture_elsewhere_is_not_taken(self, tmp_path: Path, picture: object) -> None:
        root = curseforge(tmp_path)
        write(tmp_path / "secret.png")
        write_json(root / "minecraftinstance.json", {"name": "A", "profileImagePath": picture})
        assert detect(root).icon is None


class TestGDLauncher:
    @pytest.mark.parametrize("text", ["{home}/Games", "{home}/Games\n"])
    def test_both_may_have_been_told_another_folder(self, tmp_path: Path, text: str) -> None:
        gdlauncher(tmp_path / "new")
        (tmp_path / "new/data").rename(tmp_path / "Games")
        write(tmp_path / ".local/share/gdlauncher_carbon/runtime_path_override", text.format(home=tmp_path))
        legacy_gdlauncher(tmp_path / "Old", "Older")
        write(tmp_path / ".config/gdlauncher_next/override.data", f"{tmp_path}/Old")
        assert [found.name for found in find_instances({}, tmp_path, "linux")] == ["Older", "Sky Garden"]

    def test_the_launchers_own_folder_of_an_instance_leads_to_it_too(self, tmp_path: Path) -> None:
        root = gdlauncher(tmp_path)
        assert detect(root.parent) == detect(root)

    def test_a_version_of_the_users_own_has_no_loader(self, tmp_path: Path) -> None:
        root = gdlauncher(tmp_path)
        write_json(root.parent / "instance.json", {"name": "A", "game_configuration": {"version": "mine"}})
        assert setup_of(detect(root)) == (None, "", None)

    def test_neither_is_taken_for_atlauncher(self, tmp_path: Path) -> None:
        assert detect(gdlauncher(tmp_path / "a")).launcher == "GDLauncher"
        assert detect(atlauncher(tmp_path / "b")).launcher == "ATLauncher"


class TestATLauncher:
    def test_legacy_fabric_is_fabric_and_paper_is_no_loader_of_mods(self, tmp_path: Path) -> None:
        root = atlauncher(tmp_path)
        for name, loader in (("LegacyFabric", Loader.FABRIC), ("Paper", None), ("nonsense", None)):
            chosen = {"type": name, "version": "1"}
            write_json(root / "instance.json", {"id": "1.8.9", "launcher": {"loaderVersion": chosen}})
            assert detect(root).loader is loader

    def test_the_packs_picture_stands_in_for_its_own(self, tmp_path: Path) -> None:
        root = atlauncher(tmp_path)
        (root / "instance.png").unlink()
        write_json(root / "instance.json", {"id": "1.20.1", "launcher": {"pack": "Sky Factory: 4!"}})
        icon = write(tmp_path / "configs/images/skyfactory4.png")
        assert detect(root).icon == icon


class TestHMCL:
    def test_versions_that_share_the_game_folder_are_one_instance(self, tmp_path: Path) -> None:
        root = hmcl(tmp_path, kept_apart=False)
        version_file(root, "1.20.1", "", "", "1.20.1", inherits=False)
        version_file(root, "another", "forge", "47.2.0", "1.20.1", inherits=False)
        [found] = find_instances({}, tmp_path, "linux")
        assert (found.name, found.root) == ("Sky Garden", root)
        assert setup_of(found) == (Loader.FABRIC, "0.16.9", "1.21.1")

    @pytest.mark.parametrize(
        "settings",
        [
            {"usesGlobal": False, "gameDirType": 1},
            {"usesGlobal": False, "gameDirType": "VERSION_FOLDER"},
            {"isolation": True},
        ],
    )
    def test_one_version_may_be_kept_apart_from_the_others(
        self, tmp_path: Path, settings: dict[str, object]
    ) -> None:
        root = hmcl(tmp_path, kept_apart=False)
        apart = game_folder(root / "versions/another")
        version_file(root, "another", "forge", "47.2.0", "1.20.1", inherits=False)
        write_json(apart / "hmclversion.cfg", settings)
        found = find_instances({}, tmp_path, "linux")
        assert [(instance.name, instance.root) for instance in found] == [
            ("another", apart),
            ("Sky Garden", root),
        ]

    def test_a_version_may_play_in_a_folder_of_the_users_choice(self, tmp_path: Path) -> None:
        root = hmcl(tmp_path / "HMCL", kept_apart=False)
        elsewhere = game_folder(tmp_path / "elsewhere")
        told = {"usesGlobal": False, "gameDirType": 2, "gameDir": str(elsewhere)}
        write_json(root / "versions/Sky Garden/hmclversion.cfg", told)
        found = find_instances({}, tmp_path, "linux")
        assert elsewhere in {instance.root for instance in found}
        assert launched(detect(elsewhere), found).launcher == "HMCL"

    def test_a_pack_is_always_kept_apart(self, tmp_path: Path) -> None:
        root = hmcl(tmp_path, kept_apart=False)
        write_json(root / "versions/Sky Garden/modpack.json", {"name": "Pack"})
        (root / "versions/Sky Garden/mods").mkdir()
        roots = {instance.root for instance in find_instances({}, tmp_path, "linux")}
        assert root / "versions/Sky Garden" in roots

    def test_the_games_own_folder_is_not_found_twice(self, tmp_path: Path) -> None:
        vanilla(tmp_path / ".minecraft")
        configurations = {"Home": {"gameDir": str(tmp_path / ".minecraft"), "global": {}}}
        write_json(tmp_path / "hmcl.json", {"configurations": configurations})
        [found] = find_instances({}, tmp_path, "linux")
        assert found.launcher == "Minecraft Launcher"

    def test_its_new_settings_may_name_a_folder(self, tmp_path: Path) -> None:
        root = new_hmcl(tmp_path / "HMCL")
        told = {"overrideProperties": ["runningDirectory"], "runningDirectory": str(tmp_path / "x")}
        write_json(root / ".hmcl/config/instance-game-settings.json", told)
        assert tmp_path / "x" in {found.root for found in find_instances({}, tmp_path, "linux")}


class TestVanilla:
    def test_a_profile_in_a_folder_of_its_own_is_known_by_its_launcher(self, tmp_path: Path) -> None:
        vanilla(tmp_path / ".minecraft")
        version_file(tmp_path / ".minecraft", "mine", "forge", "47.2.0", "1.20.1", inherits=True)
        own = game_folder(tmp_path / "Own")
        profile = {"name": "Own", "lastVersionId": "mine", "gameDir": str(own)}
        write_json(tmp_path / ".minecraft/launcher_profiles.json", {"profiles": {"a": profile}})
        instance = launched(detect(own / "mods"), find_instances({}, tmp_path, "linux"))
        assert (instance.name, instance.launcher, *setup_of(instance)) == (
            "Own", "Minecraft Launcher", Loader.FORGE, "47.2.0", "1.20.1",
        )  # fmt: skip


FILES = {
    "Prism Launcher": (
        "instances/Sky Garden/mmc-pack.json",
        "instances/Sky Garden/instance.cfg",
        "prismlauncher.cfg",
    ),
    "MultiMC": ("instances/Sky Garden/mmc-pack.json", "multimc.cfg"),
    "Modrinth App": ("app.db",),
    "Minecraft Launcher": (
        "launcher_profiles.json",
        "versions/fabric-loader-0.16.9-1.21.1/fabric-loader-0.16.9-1.21.1.json",
    ),
    "ATLauncher": ("instances/SkyGarden/instance.json",),
    "CurseForge": ("Instances/Sky Garden/minecraftinstance.json",),
    "GDLauncher": ("data/instances/Sky Garden/instance.json", "runtime_path_override"),
    "GDLauncher (legacy)": ("instances/Sky Garden/config.json", "override.data"),
    "HMCL": (
        ".minecraft/versions/Sky Garden/Sky Garden.json",
        ".minecraft/versions/Sky Garden/.hmcl/config/instance-game-settings.json",
        ".hmcl/config/game-directories.json",
        "hmcl.json",
    ),
}
BROKEN = {
    "empty": b"",
    "cut off": b'{"name": "Sky',
    "a list": b"[]",
    "a number": b"3",
    "null": b"null",
    "other types": json.dumps(
        {
            key: [[3], {"a": None}]
            for key in (
                "components", "name", "profiles", "launcher", "id", "loader", "game_configuration", "icon",
                "baseModLoader", "gameVersion", "background", "configurations", "gameDirectories", "libraries",
                "patches", "overrideProperties", "inheritsFrom",
            )
        }
    ).encode(),
    "nested tables": json.dumps(
        {
            "configurations": {"a": {"gameDir": ["x"], "global": 3}},
            "gameDirectories": [{"path": {}, "name": {}}, 3],
            "launcher": {"loaderVersion": {"type": 3, "version": {}}, "name": []},
            "game_configuration": {"version": {"release": 3, "modloaders": [3, {"type": [], "version": 1}]}},
            "loader": {"mcVersion": [], "loaderType": {}},
            "profiles": {"a": {"gameDir": {}, "lastVersionId": []}},
        }
    ).encode(),
    "deep": b"[" * 200_000,
    "deep inside": b'{"x": ' * 50_000,
    "not text": b"\xff\xfe\x00\x01" * 100,
    "surrogates": b'{"name": "\\ud800", "launcher": {"name": "\\udfff"}, "id": "\\ud800"}',
    "controls": b'{"name": "a\\u001b[31m\\u0000b", "gameVersion": "\\u202e1.2", "icon": "\\u0000"}',
    "long": b'{"name": "' + b"x" * 100_000 + b'"}',
    "a long number": b'{"id": ' + b"9" * 10_000 + b', "name": 1e999, "icon": -0}',
    "huge": b" " * 9_000_000 + b"{}",
}  # fmt: skip


class TestBrokenFiles:
    @pytest.mark.parametrize("install", LAUNCHERS.values(), ids=str)
    @pytest.mark.parametrize("kind", BROKEN)
    def test_none_keeps_the_others_from_being_found(
        self, tmp_path: Path, install: Install, kind: str
    ) -> None:
        prism(tmp_path / "healthy", "Healthy")
        for file in FILES[install.launcher]:
            home = tmp_path / file.replace("/", "_")
            root = install.factory(home / install.place)
            write(home / install.place / file, BROKEN[kind])
            environment = {
                **install.environment_in(home),
                "PRISMLAUNCHER_DATA_DIR": str(tmp_path / "healthy"),
            }
            found = find_instances(environment, home, install.platform)
            assert "Healthy" in {instance.name for instance in found}
            for path in (root, root / "mods"):
                assert detect(path).name.encode()
                assert detect(path).name.isprintable()

    @pytest.mark.parametrize("install", LAUNCHERS.values(), ids=str)
    def test_a_folder_or_a_pipe_in_place_of_a_file_is_passed_over(
        self, tmp_path: Path, install: Install
    ) -> None:
        root = install.factory(tmp_path / install.place)
        for number, file in enumerate(FILES[install.launcher]):
            path = tmp_path / install.place / file
            path.unlink(missing_ok=True)
            path.parent.mkdir(parents=True, exist_ok=True)
            if number % 2:
                path.mkdir()
            else:
                os.mkfifo(path)
        find_instances(install.environment_in(tmp_path), tmp_path, install.platform)
        assert detect(root).folder == root / "mods"

    @pytest.mark.parametrize("name", [b"\xff", b"a\nb", "\u202eabc".encode(), b"x" * 255])
    def test_a_folder_of_any_name_can_be_shown(self, tmp_path: Path, name: bytes) -> None:
        for install in LAUNCHERS.values():
            home = tmp_path / install.launcher
            root = install.factory(home / install.place)
            own = next(
                (path for path in (root, root.parent) if path.name.replace(" ", "") == "SkyGarden"), None
            )
            if own is None:
                continue
            odd = own.rename(own.with_name(os.fsdecode(name)))
            (odd / "instance.cfg").unlink(missing_ok=True)
            inside = odd / root.relative_to(own)
            for instance in (
                detect(inside),
                *find_instances(install.environment_in(home), home, install.platform),
            ):
                assert instance.name.encode()
                assert instance.name.isprintable()

    def test_links_in_a_circle_come_to_an_end(self, tmp_path: Path) -> None:
        data = tmp_path / ".local/share/PrismLauncher"
        root = prism(data)
        (data / "instances/again").symlink_to(data / "instances")
        (data / "instances/itself").symlink_to(data / "instances/itself")
        (root / "resourcepacks/around").symlink_to(root)
        (root / "saves/loop").symlink_to(root / "saves")
        assert [found.name for found in find_instances({}, tmp_path, "linux")] == ["Sky Garden"]

    def test_a_linked_instance_is_found_once(self, tmp_path: Path) -> None:
        data = tmp_path / ".local/share/PrismLauncher"
        prism(data)
        (data / "instances/linked").symlink_to(data / "instances/Sky Garden")
        assert len(find_instances({}, tmp_path, "linux")) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    document=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                (
                    "name", "id", "launcher", "loader", "loaderVersion", "type", "version", "icon", "path",
                    "game_configuration", "modloaders", "release", "configurations", "gameDir", "gameDirectories",
                    "baseModLoader", "gameVersion", "profiles", "lastVersionId", "components", "uid", "mcVersion",
                    "overrideProperties", "runningDirectory", "gameDirType", "global", "libraries", "patches",
                )
            ),
            inner,
            max_size=6,
        ),
        max_leaves=25,
    )
)  # fmt: skip
def test_files_of_the_right_words_in_any_order_never_fail(tmp_path: Path, document: object) -> None:
    for install in LAUNCHERS.values():
        home = tmp_path / install.launcher
        for file in FILES[install.launcher]:
            if file.endswith(".json"):
                write_json(home / install.place / file, document)
        for instance in find_instances(install.environment_in(home), home, install.platform):
            instance.name.encode()
            str(instance.folder).encode()
