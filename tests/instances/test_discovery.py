"""Telling what game a folder of mods belongs to, launcher by launcher, from files that may hold anything."""

import json
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jars import FABRIC, FORGE, NEOFORGE, fabric_manifest, forge_manifest, jar_bytes, make_jar
from modstead.domain.instance import Loader
from modstead.errors import FolderMissing, FolderUnreadable
from modstead.instances.discovery import detect, find_instances
from modstead.instances.discovery.documents import read_settings
from modstead.instances.discovery.version_ids import Setup, setup_of_library, setup_of_version_id

UIDS = {
    Loader.FABRIC: "net.fabricmc.fabric-loader",
    Loader.QUILT: "org.quiltmc.quilt-loader",
    Loader.FORGE: "net.minecraftforge",
    Loader.NEOFORGE: "net.neoforged",
}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def prism_instance(
    folder: Path, *, loader: Loader = Loader.FABRIC, settings: str = "name=My Game", root: str = ""
) -> Path:
    components = [
        {"uid": "org.lwjgl3", "version": "3.3.3"},
        {"uid": "net.minecraft", "version": "1.21.1"},
        {"uid": UIDS[loader], "version": "0.16.9"},
    ]
    write(folder / "mmc-pack.json", json.dumps({"formatVersion": 1, "components": components}))
    write(folder / "instance.cfg", settings)
    (folder / (root or "minecraft") / "mods").mkdir(parents=True)
    return folder


class TestPrism:
    @pytest.mark.parametrize("loader", list(UIDS))
    @pytest.mark.parametrize("root", ["minecraft", ".minecraft"])
    def test_each_of_its_folders_leads_to_the_instance(
        self, tmp_path: Path, loader: Loader, root: str
    ) -> None:
        folder = prism_instance(tmp_path / "instances" / "one", loader=loader, root=root)
        for path in (folder, folder / root, folder / root / "mods"):
            instance = detect(path)
            assert (instance.folder, instance.root) == (folder / root / "mods", folder / root)
            assert (instance.loader, instance.loader_version, instance.game_version) == (
                loader,
                "0.16.9",
                "1.21.1",
            )
            assert (instance.name, instance.launcher) == ("My Game", "Prism Launcher")

    @pytest.mark.parametrize(
        ("settings", "name"),
        [
            ("[General]\nname=My Game\n", "My Game"),
            ("InstanceType=OneSix\nname=My Game", "My Game"),
            ('\ufeff[General]\r\nname="Quoted, \\"so\\""\r\n', 'Quoted, "so"'),
            ("[General]\nname=\\x41\\xe9\n", "Aé"),
            ("[UI]\nname=Wrong\n", "one"),
            ("name=\n", "one"),
            ("name=a\\nb\\x1b[0m\n", "ab[0m"),
        ],
    )
    def test_the_name_is_read_from_every_kind_of_settings(
        self, tmp_path: Path, settings: str, name: str
    ) -> None:
        assert detect(prism_instance(tmp_path / "one", settings=settings)).name == name

    def test_the_icon_is_the_chosen_one_and_never_one_elsewhere(self, tmp_path: Path) -> None:
        folder = prism_instance(tmp_path / "instances" / "one", settings="name=A\niconKey=star")
        icon = write(tmp_path / "icons" / "star.png", "")
        assert detect(folder).icon == icon
        write(tmp_path / "secret.png", "")
        write(folder / "instance.cfg", "iconKey=../secret")
        assert detect(folder).icon is None

    def test_a_disabled_loader_does_not_count(self, tmp_path: Path) -> None:
        folder = prism_instance(tmp_path / "one")
        components = [
            {"uid": "net.minecraft", "version": "1.21"},
            {"uid": UIDS[Loader.FORGE], "disabled": True},
        ]
        write(folder / "mmc-pack.json", json.dumps({"components": components}))
        assert (detect(folder).loader, detect(folder).game_version) == (None, "1.21")

    @pytest.mark.parametrize(
        "pack", ["", "[]", "{", "null", '{"components": 3}', '{"components": [3, {}, {"uid": []}]}']
    )
    def test_a_pack_of_any_content_says_nothing(self, tmp_path: Path, pack: str) -> None:
        folder = prism_instance(tmp_path / "one")
        write(folder / "mmc-pack.json", pack)
        assert (detect(folder).loader, detect(folder).game_version) == (None, None)

    def test_a_pack_without_end_says_nothing(self, tmp_path: Path) -> None:
        folder = prism_instance(tmp_path / "one")
        write(folder / "mmc-pack.json", " " * 9_000_000 + "{}")
        assert detect(folder).loader is None
        write(folder / "mmc-pack.json", "[" * 200_000)
        assert detect(folder).loader is None


def vanilla(root: Path, **profiles: dict[str, object]) -> Path:
    write(root / "launcher_profiles.json", json.dumps({"profiles": profiles, "version": 3}))
    return root


class TestVanilla:
    def test_the_profile_with_a_loader_that_was_played_last_counts(self, tmp_path: Path) -> None:
        root = vanilla(
            tmp_path / ".minecraft",
            a={"name": "Latest", "lastVersionId": "latest-release", "lastUsed": "2026-09-01T00:00:00.000Z"},
            b={"name": "Old", "lastVersionId": "1.20.1-forge-47.2.0", "lastUsed": "2026-01-01T00:00:00.000Z"},
            c={
                "name": "New",
                "lastVersionId": "fabric-loader-0.16.9-1.21.1",
                "lastUsed": "2026-02-01T00:00:00.000Z",
            },
        )
        (root / "mods").mkdir()
        for path in (root, root / "mods"):
            instance = detect(path)
            assert (instance.name, instance.launcher, instance.folder) == (
                "New",
                "Minecraft Launcher",
                root / "mods",
            )
            assert (instance.loader, instance.loader_version, instance.game_version) == (
                Loader.FABRIC, "0.16.9", "1.21.1",
            )  # fmt: skip

    def test_a_version_of_any_name_is_followed_to_what_it_inherits_from(self, tmp_path: Path) -> None:
        root = vanilla(tmp_path / ".minecraft", a={"name": "Mine", "lastVersionId": "my pack"})
        libraries = [{"name": "net.neoforged:neoforge:21.1.77:client"}, {"name": 3}, 4]
        write(
            root / "versions/my pack/my pack.json",
            json.dumps({"inheritsFrom": "base", "libraries": libraries}),
        )
        write(root / "versions/base/base.json", json.dumps({"inheritsFrom": "base", "id": "base"}))
        instance = detect(root)
        assert (instance.loader, instance.loader_version, instance.game_version) == (
            Loader.NEOFORGE,
            "21.1.77",
            "1.21.1",
        )

    def test_a_version_never_leads_out_of_the_versions_folder(self, tmp_path: Path) -> None:
        root = vanilla(tmp_path / ".minecraft", a={"lastVersionId": "../../secret"})
        libraries = [{"name": "net.fabricmc:fabric-loader:0.16.9"}]
        write(tmp_path / "secret" / "secret.json", json.dumps({"libraries": libraries}))
        assert detect(root).loader is None

    def test_without_a_profile_for_mods_the_mods_themselves_tell(self, tmp_path: Path) -> None:
        root = vanilla(tmp_path / ".minecraft", a={"lastVersionId": "1.21.4"})
        make_jar(root / "mods" / "a.jar", {FABRIC: fabric_manifest(depends={"minecraft": "1.20.4"})})
        instance = detect(root)
        assert (instance.loader, instance.game_version) == (Loader.FABRIC, "1.20.4")

    def test_each_folder_that_profiles_play_in_is_found_once(self, tmp_path: Path) -> None:
        vanilla(
            tmp_path / ".minecraft",
            a={"name": "A", "lastVersionId": "fabric-loader-0.16.9-1.21.1"},
            b={"name": "B", "lastVersionId": "1.20.1-forge-47.2.0", "gameDir": str(tmp_path / "forge")},
            c={"name": "C", "lastVersionId": "neoforge-20.4.80", "gameDir": str(tmp_path / "forge")},
            d={"name": "D", "lastVersionId": "1.21.1", "gameDir": str(tmp_path / "vanilla")},
        )
        found = find_instances({}, tmp_path, "linux")
        assert {instance.folder for instance in found} == {
            tmp_path / ".minecraft/mods",
            tmp_path / "forge/mods",
        }

    @pytest.mark.parametrize(
        "text", ["", "[]", '{"profiles": []}', '{"profiles": {"a": 3, "b": {"gameDir": 5}}}']
    )
    def test_profiles_of_any_content_say_nothing(self, tmp_path: Path, text: str) -> None:
        write(tmp_path / ".minecraft" / "launcher_profiles.json", text)
        assert detect(tmp_path / ".minecraft").loader is None
        assert find_instances({}, tmp_path, "linux") == ()

    def test_a_path_that_no_system_takes_is_left_out(self, tmp_path: Path) -> None:
        vanilla(
            tmp_path / ".minecraft",
            a={"lastVersionId": "fabric-loader-0.16.9-1.21.1", "gameDir": "/" + "x" * 900},
            b={"lastVersionId": "1.21", "gameDir": "/a\0b"},
        )
        assert len(find_instances({}, tmp_path, "linux")) == 1


def game(folder: Path, *names: str) -> Path:
    """A game folder in which those files lie, empty; a name that ends with a slash is a folder."""
    (folder / "mods").mkdir(parents=True)
    for name in names:
        if name.endswith("/"):
            (folder / name).mkdir(parents=True)
        else:
            write(folder / name, "")
    return folder


class TestPlain:
    @pytest.mark.parametrize(
        ("names", "setup"),
        [
            (
                ["fabric-server-mc.1.20.1-loader.0.15.7-launcher.1.0.0.jar"],
                Setup(Loader.FABRIC, "0.15.7", "1.20.1"),
            ),
            (
                [
                    "fabric-server-launch.jar",
                    "libraries/net/fabricmc/fabric-loader/0.16.9/",
                    "versions/1.21.1/",
                ],
                Setup(Loader.FABRIC, "0.16.9", "1.21.1"),
            ),
            ([".fabric/server/1.21.4-server.jar"], Setup(Loader.FABRIC, "", "1.21.4")),
            ([".fabric/remappedJars/minecraft-1.20.4-0.15.7/"], Setup(Loader.FABRIC, "", "1.20.4")),
            (
                [
                    "quilt-server-launch.jar",
                    "libraries/org/quiltmc/quilt-loader/0.26.3/",
                    "minecraft_server.1.20.1.jar",
                ],
                Setup(Loader.QUILT, "0.26.3", "1.20.1"),
            ),
            (
                [
                    "libraries/net/minecraftforge/forge/1.20.1-47.2.0/",
                    "libraries/net/minecraftforge/forge/1.20.1-47.10.0/",
                ],
                Setup(Loader.FORGE, "47.10.0", "1.20.1"),
            ),
            (["forge-1.12.2-14.23.5.2860-universal.jar"], Setup(Loader.FORGE, "14.23.5.2860", "1.12.2")),
            (["libraries/net/neoforged/neoforge/21.1.77/"], Setup(Loader.NEOFORGE, "21.1.77", "1.21.1")),
            (
                ["libraries/net/neoforged/forge/1.20.1-47.1.106/"],
                Setup(Loader.NEOFORGE, "47.1.106", "1.20.1"),
            ),
            (
                ["versions/1.21.1/", "versions/fabric-loader-0.16.9-1.21.1/"],
                Setup(Loader.FABRIC, "0.16.9", "1.21.1"),
            ),
            (["server.properties", "world/"], Setup()),
            ([], Setup()),
        ],
    )
    def test_what_lies_around_tells(self, tmp_path: Path, names: list[str], setup: Setup) -> None:
        root = game(tmp_path / "server", *names)
        for path in (root, root / "mods"):
            instance = detect(path)
            assert Setup(instance.loader, instance.loader_version, instance.game_version) == setup
            assert (instance.folder, instance.name, instance.launcher) == (root / "mods", "server", "")

    def test_the_games_own_jar_tells_its_version(self, tmp_path: Path) -> None:
        root = game(tmp_path / "server", "fabric-server-launch.jar")
        (root / "server.jar").write_bytes(jar_bytes({"version.json": '{"id": "1.21.4"}'}))
        assert detect(root).game_version == "1.21.4"
        (root / "server.jar").write_bytes(jar_bytes({"version.json": "[" * 100_000}))
        assert detect(root).game_version is None

    def test_the_mods_tell_where_nothing_else_does(self, tmp_path: Path) -> None:
        folder = tmp_path / "pack"
        make_jar(folder / "a.jar", {FABRIC: fabric_manifest(depends={"minecraft": "1.20.1"})})
        make_jar(folder / "b.jar", {FABRIC: fabric_manifest(depends={"minecraft": ">=1.19"})})
        make_jar(folder / "c.jar.disabled", {FORGE: forge_manifest()})
        (folder / "broken.jar").write_bytes(b"")
        instance = detect(folder)
        assert (instance.folder, instance.loader, instance.game_version) == (folder, Loader.FABRIC, "1.20.1")

    def test_mods_that_pin_different_games_tell_none(self, tmp_path: Path) -> None:
        for name, version in (("a", "1.20.1"), ("b", "=1.20.4")):
            make_jar(
                tmp_path / f"{name}.jar", {FABRIC: fabric_manifest(name, depends={"minecraft": version})}
            )
        assert (detect(tmp_path).loader, detect(tmp_path).game_version) == (Loader.FABRIC, None)

    def test_a_draw_tells_no_loader(self, tmp_path: Path) -> None:
        make_jar(tmp_path / "a.jar", {FABRIC: fabric_manifest()})
        make_jar(tmp_path / "b.jar", {NEOFORGE: forge_manifest()})
        assert detect(tmp_path).loader is None

    def test_mods_decide_between_several_loaders_around_them(self, tmp_path: Path) -> None:
        root = game(
            tmp_path / "server",
            "libraries/net/fabricmc/fabric-loader/0.16.9/",
            "libraries/net/minecraftforge/forge/1.20.1-47.2.0/",
        )
        make_jar(root / "mods" / "a.jar", {FORGE: forge_manifest()})
        instance = detect(root)
        assert (instance.loader, instance.loader_version, instance.game_version) == (
            Loader.FORGE,
            "47.2.0",
            "1.20.1",
        )

    def test_pins_of_the_mods_fill_in_the_game_version(self, tmp_path: Path) -> None:
        root = game(tmp_path / "server", "libraries/org/quiltmc/quilt-loader/0.26.3/")
        make_jar(root / "mods" / "a.jar", {FABRIC: fabric_manifest(depends={"minecraft": "1.20.1"})})
        instance = detect(root)
        assert (instance.loader, instance.game_version) == (Loader.QUILT, "1.20.1")

    def test_a_folder_of_jars_is_itself_the_mods_folder(self, tmp_path: Path) -> None:
        make_jar(tmp_path / "stuff" / "a.jar", {"x.class": ""})
        instance = detect(tmp_path / "stuff")
        assert (instance.folder, instance.root, instance.loader) == (tmp_path / "stuff", None, None)

    def test_a_server_without_mods_gets_its_folder_named(self, tmp_path: Path) -> None:
        write(tmp_path / "server" / "server.properties", "")
        assert detect(tmp_path / "server").folder == tmp_path / "server" / "mods"

    def test_paths_are_made_absolute(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        prism_instance(tmp_path / "one")
        monkeypatch.chdir(tmp_path / "one" / "minecraft")
        assert detect(Path("mods")).loader is Loader.FABRIC
        assert detect(Path()).folder == tmp_path / "one" / "minecraft" / "mods"

    def test_what_is_no_folder_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(FolderMissing):
            detect(tmp_path / "nothing")
        with pytest.raises(FolderUnreadable):
            detect(write(tmp_path / "file", ""))


class TestVersionIds:
    @pytest.mark.parametrize(
        ("version_id", "setup"),
        [
            ("1.21.1", Setup(game_version="1.21.1")),
            ("24w14a", Setup(game_version="24w14a")),
            ("1.21-rc1", Setup(game_version="1.21-rc1")),
            ("fabric-loader-0.16.9-1.21.1", Setup(Loader.FABRIC, "0.16.9", "1.21.1")),
            ("fabric-loader-0.14.24-24w14a", Setup(Loader.FABRIC, "0.14.24", "24w14a")),
            ("fabric-loader-0.17.2-26.1", Setup(Loader.FABRIC, "0.17.2", "26.1")),
            ("quilt-loader-0.20.0-beta.9-1.20.1", Setup(Loader.QUILT, "0.20.0-beta.9", "1.20.1")),
            ("1.20.1-forge-47.2.0", Setup(Loader.FORGE, "47.2.0", "1.20.1")),
            ("neoforge-21.1.77", Setup(Loader.NEOFORGE, "21.1.77", "1.21.1")),
            ("neoforge-21.0.5-beta", Setup(Loader.NEOFORGE, "21.0.5-beta", "1.21")),
            ("neoforge-26.1.0.3-beta", Setup(Loader.NEOFORGE, "26.1.0.3-beta", "26.1")),
            ("latest-release", Setup()),
            ("", Setup()),
        ],
    )
    def test_they_say_loader_and_game_version(self, version_id: str, setup: Setup) -> None:
        assert setup_of_version_id(version_id) == setup

    @given(st.text())
    def test_any_text_says_something_or_nothing(self, text: str) -> None:
        assert isinstance(setup_of_version_id(text), Setup)
        assert isinstance(setup_of_library(text), Setup)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(st.binary(max_size=200))
def test_launchers_files_of_any_content_never_fail(tmp_path: Path, data: bytes) -> None:
    folder = tmp_path / "one"
    (folder / "minecraft" / "mods").mkdir(parents=True, exist_ok=True)
    (folder / "mmc-pack.json").write_bytes(data)
    (folder / "instance.cfg").write_bytes(b"name=" + data + b"\niconKey=" + data)
    detect(folder).name.encode()
    (tmp_path / ".minecraft").mkdir(exist_ok=True)
    (tmp_path / ".minecraft" / "launcher_profiles.json").write_bytes(data)
    assert isinstance(find_instances({}, tmp_path, sys.platform), tuple)
    assert isinstance(read_settings(folder / "instance.cfg"), dict)
