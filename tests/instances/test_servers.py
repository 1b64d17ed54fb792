"""Telling what a server runs and loads, from what it and its operator left in its folder."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jars import FABRIC, FORGE, JAR_MANIFEST, fabric_manifest, forge_manifest, jar_bytes, make_jar
from launchers import write, write_json
from modstead.domain.instance import ContentKind, Instance, Loader, Side
from modstead.instances.discovery import detect, sections
from modstead.instances.discovery.server_jars import setup_in_jar
from modstead.instances.discovery.version_ids import Setup

Known = tuple[Loader | None, str, str | None]


def server(folder: Path, *names: str) -> Path:
    """A folder in which those files lie, empty; a name that ends with a slash is a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        if name.endswith("/"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        else:
            write(folder / name)
    return folder


def known(instance: Instance) -> Known:
    return instance.loader, instance.loader_version, instance.game_version


PAPER_SETTINGS = ("bukkit.yml", "spigot.yml", "config/paper-global.yml", "server.properties", "plugins/")


class TestPluginServers:
    @pytest.mark.parametrize(
        ("names", "setup"),
        [
            (["paper-1.21.4-222.jar"], (Loader.PAPER, "222", "1.21.4")),
            (["paper-1.21.4.jar"], (Loader.PAPER, "", "1.21.4")),
            (["Paper-1.12.2-1618.jar"], (Loader.PAPER, "1618", "1.12.2")),
            (["paper-26.1-12.jar"], (Loader.PAPER, "12", "26.1")),
            (["paper-1.21-pre4-3.jar"], (Loader.PAPER, "3", "1.21-pre4")),
            (["paperclip-1.16.5.jar"], (Loader.PAPER, "", "1.16.5")),
            (["purpur-1.21.4-2416.jar", "purpur.yml", *PAPER_SETTINGS], (Loader.PURPUR, "2416", "1.21.4")),
            (["folia-1.20.6-6.jar", *PAPER_SETTINGS], (Loader.FOLIA, "6", "1.20.6")),
            (["spigot-1.21.4.jar", "spigot.yml", "bukkit.yml"], (Loader.SPIGOT, "", "1.21.4")),
            (["spigot-1.8.8-R0.1-SNAPSHOT-latest.jar"], (Loader.SPIGOT, "", "1.8.8")),
            (["craftbukkit-1.12.2-R0.1-SNAPSHOT.jar", "bukkit.yml"], (Loader.BUKKIT, "", "1.12.2")),
            (["velocity-3.4.0-SNAPSHOT-470.jar", "velocity.toml"], (Loader.VELOCITY, "3.4.0-SNAPSHOT-470", None)),
            (["waterfall-1.21-579.jar", "modules.yml", "waterfall.yml"], (Loader.WATERFALL, "1.21-579", None)),
            (["BungeeCord.jar", "modules.yml", "config.yml"], (Loader.BUNGEECORD, "", None)),
            (["velocity.toml"], (Loader.VELOCITY, "", None)),
            (["waterfall.yml", "modules.yml"], (Loader.WATERFALL, "", None)),
            (["modules.yml"], (Loader.BUNGEECORD, "", None)),
            (["paper.yml", "spigot.yml", "bukkit.yml", "cache/mojang_1.16.5.jar"], (Loader.PAPER, "", "1.16.5")),
            (["paper.yml", "cache/patched_1.15.2.jar", "cache/patched_1.9.4.jar"], (Loader.PAPER, "", "1.15.2")),
            ([*PAPER_SETTINGS], (Loader.PAPER, "", None)),
            (["purpur.yml", *PAPER_SETTINGS], (Loader.PURPUR, "", None)),
            (["spigot.yml", "bukkit.yml"], (Loader.SPIGOT, "", None)),
            (["bukkit.yml"], (Loader.BUKKIT, "", None)),
            (["versions/1.21.4/paper-1.21.4.jar", *PAPER_SETTINGS], (Loader.PAPER, "", "1.21.4")),
            (
                ["versions/1.20.1/purpur-1.20.1.jar", "versions/1.21.4/paper-1.21.4.jar", "purpur.yml"],
                (Loader.PAPER, "", "1.21.4"),
            ),
            (["versions/1.20.6/folia-1.20.6.jar", *PAPER_SETTINGS], (Loader.FOLIA, "", "1.20.6")),
            (
                ["libraries/io/papermc/paper/paper-api/1.20.1-R0.1-SNAPSHOT/", *PAPER_SETTINGS],
                (Loader.PAPER, "", "1.20.1"),
            ),
            (
                [
                    "libraries/io/papermc/paper/paper-api/1.20.6-R0.1-SNAPSHOT/",
                    "libraries/dev/folia/folia-api/1.20.6-R0.1-SNAPSHOT/",
                ],
                (Loader.FOLIA, "", "1.20.6"),
            ),
            (["libraries/org/spigotmc/spigot-api/1.21.4-R0.1-SNAPSHOT/"], (Loader.SPIGOT, "", "1.21.4")),
            (["plugins/"], (None, "", None)),
        ],
    )  # fmt: skip
    def test_what_lies_around_tells(self, tmp_path: Path, names: Sequence[str], setup: Known) -> None:
        root = server(tmp_path / "server", "plugins/", *names)
        for path in (root, root / "plugins"):
            instance = detect(path)
            assert known(instance) == setup
            assert (instance.folder, instance.content) == (root / "plugins", ContentKind.PLUGIN)
            assert (instance.name, instance.launcher, instance.root) == ("server", "", root)
            assert instance.side is (Side.SERVER if setup[0] else None)

    @pytest.mark.parametrize(
        ("version", "loader"),
        [
            ("git-Paper-196 (MC: 1.20.1)", Loader.PAPER),
            ("git-Purpur-2062 (MC: 1.20.1)", Loader.PURPUR),
            ("git-Folia-17 (MC: 1.20.1)", Loader.FOLIA),
            ('git-Paper-"a1b2c3d" (MC: 1.20.1)', Loader.PAPER),
            ("1.20.1-196-8ec8e15 (MC: 1.20.1)", Loader.PAPER),
        ],
    )
    def test_what_ran_last_tells(self, tmp_path: Path, version: str, loader: Loader) -> None:
        root = server(tmp_path, "server.jar", *PAPER_SETTINGS)
        write_json(
            root / "version_history.json", {"oldVersion": "git-Paper-1 (MC: 1.16)", "currentVersion": version}
        )
        assert known(detect(root)) == (loader, "", "1.20.1")

    @pytest.mark.parametrize(
        "text", ["", "[]", "{", '{"currentVersion": 3}', '{"currentVersion": "? (MC: x)"}', "[" * 99_999]
    )
    def test_a_history_of_any_content_says_nothing(self, tmp_path: Path, text: str) -> None:
        root = server(tmp_path, "paper.yml", "plugins/")
        write(root / "version_history.json", text)
        assert known(detect(root)) == (Loader.PAPER, "", None)

    def test_the_jar_that_will_run_counts_more_than_what_ran(self, tmp_path: Path) -> None:
        root = server(tmp_path, "paper-1.21.4-222.jar", "purpur.yml", *PAPER_SETTINGS)
        write_json(root / "version_history.json", {"currentVersion": "git-Purpur-2062 (MC: 1.20.1)"})
        assert known(detect(root)) == (Loader.PAPER, "222", "1.21.4")

    def test_a_server_without_plugins_gets_its_folder_named(self, tmp_path: Path) -> None:
        root = server(tmp_path, "paper-1.21.4-222.jar")
        write(root / "eula.txt", "eula=true")
        assert detect(root).folder == root / "plugins"


class TestServerJars:
    """JARs that say inside what they are, under whatever name."""

    @pytest.mark.parametrize(
        ("members", "setup"),
        [
            (
                {
                    "META-INF/versions.list": "0f1e\t1.21.4\t1.21.4/paper-1.21.4.jar\n",
                    "version.json": '{"id": "1.21.4", "name": "1.21.4"}',
                    JAR_MANIFEST: "Manifest-Version: 1.0\r\nMain-Class: io.papermc.paperclip.Main\r\n\r\n",
                },
                Setup(Loader.PAPER, "", "1.21.4"),
            ),
            ({"META-INF/versions.list": "0f\t1.20.6\t1.20.6/folia-1.20.6.jar"}, Setup(Loader.FOLIA, "", "1.20.6")),
            ({"META-INF/versions.list": "0f\t1.21.4\t1.21.4/purpur-1.21.4.jar"}, Setup(Loader.PURPUR, "", "1.21.4")),
            (
                {"META-INF/versions.list": "0f *spigot-1.21.4-R0.1-SNAPSHOT.jar\n"},
                Setup(Loader.SPIGOT, "", "1.21.4"),
            ),
            (
                {
                    "META-INF/versions.list": "0f\t1.21.4\t1.21.4/server-1.21.4.jar",
                    "version.json": '{"id": "1.21.4"}',
                    JAR_MANIFEST: "Main-Class: net.minecraft.bundler.Main\n",
                },
                Setup(game_version="1.21.4"),
            ),
            (
                {JAR_MANIFEST: "Main-Class: com.destroystokyo.paperclip.Paperclip\n"},
                Setup(Loader.PAPER),
            ),
            (
                {JAR_MANIFEST: "Manifest-Version: 1.0\r\nMain-Class: com.velocitypowered.proxy.Velocity\r\n"},
                Setup(Loader.VELOCITY),
            ),
            (
                {
                    JAR_MANIFEST: "Main-Class: net.md_5.bungee.Bootstrap\r\n"
                    "Implementation-Version: git:Waterfall-Bootstrap:1.21-R0.1-SNAPSHOT:a1b2:579\r\n"
                },
                Setup(Loader.WATERFALL),
            ),
            ({JAR_MANIFEST: "Main-Class: net.md_5.bungee.Bootstrap\n"}, Setup(Loader.BUNGEECORD)),
            ({JAR_MANIFEST: "Main-Class: org.bukkit.craftbukkit.Main\n"}, Setup(Loader.BUKKIT)),
            ({"version.json": "[" * 100_000, "META-INF/versions.list": b"\xff" * 100}, Setup()),
            ({"version.json": '{"id": ["1.21"]}'}, Setup()),
            ({"META-INF/versions.list": "paper-1.20" * 100_000}, Setup()),
            ({"META-INF/versions.list": "paper-1.20\n" * 90_000}, Setup()),
            ({}, Setup()),
        ],
    )  # fmt: skip
    def test_they_say_what_they_are(
        self, tmp_path: Path, members: dict[str, str | bytes], setup: Setup
    ) -> None:
        path = tmp_path / "server.jar"
        path.write_bytes(jar_bytes(members))
        assert setup_in_jar(path) == setup
        (tmp_path / "plugins").mkdir()
        instance = detect(tmp_path)
        if setup.loader:
            assert (instance.loader, instance.game_version) == (setup.loader, setup.game_version)

    @pytest.mark.parametrize("data", [b"", b"PK\3\4", b"\0" * 1000, b"PK\5\6" + b"\xff" * 18])
    def test_what_is_no_jar_says_nothing(self, tmp_path: Path, data: bytes) -> None:
        assert setup_in_jar(write(tmp_path / "server.jar", data)) == Setup()

    def test_a_pipe_of_that_name_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "server.jar")
        (tmp_path / "plugins").mkdir()
        assert known(detect(tmp_path)) == (None, "", None)


class TestHybrids:
    def test_mods_and_plugins_are_sections_with_loaders_of_their_own(self, tmp_path: Path) -> None:
        root = server(
            tmp_path / "arclight",
            "libraries/net/minecraftforge/forge/1.20.1-47.2.0/",
            "bukkit.yml", "spigot.yml", "server.properties", "mods/", "plugins/",
        )  # fmt: skip
        for path in (root, root / "mods", root / "plugins"):
            mods, plugins = sections(detect(path))
            assert (mods.folder, mods.content) == (root / "mods", ContentKind.MOD)
            assert known(mods) == (Loader.FORGE, "47.2.0", "1.20.1")
            assert (plugins.folder, plugins.content) == (root / "plugins", ContentKind.PLUGIN)
            assert known(plugins) == (Loader.SPIGOT, "", "1.20.1")
            assert {mods.side, plugins.side} == {Side.SERVER}
        assert detect(root).content is ContentKind.MOD
        assert detect(root / "plugins").content is ContentKind.PLUGIN

    def test_mods_tell_their_loader_where_only_plugins_are_set_up(self, tmp_path: Path) -> None:
        root = server(tmp_path, "spigot.yml", "bukkit.yml", "plugins/")
        make_jar(root / "mods/a.jar", {FORGE: forge_manifest()})
        assert detect(root).loader is Loader.FORGE
        assert [section.loader for section in sections(detect(root))] == [Loader.FORGE, Loader.SPIGOT]

    def test_an_empty_folder_of_mods_makes_no_hybrid(self, tmp_path: Path) -> None:
        root = server(tmp_path, "paper-1.21.4-222.jar", "mods/", "plugins/")
        assert known(detect(root)) == (Loader.PAPER, "222", "1.21.4")
        assert [section.content for section in sections(detect(root))] == [
            ContentKind.MOD,
            ContentKind.PLUGIN,
        ]


class TestModdedServers:
    @pytest.mark.parametrize(
        ("names", "side"),
        [
            (["fabric-server-launch.jar"], Side.SERVER),
            (["server.properties"], Side.SERVER),
            (["eula.txt", "libraries/net/neoforged/neoforge/21.1.77/"], Side.SERVER),
            (["minecraft_server.1.20.1.jar"], Side.SERVER),
            (["options.txt"], Side.CLIENT),
            (["saves/"], Side.CLIENT),
            (["config/"], None),
        ],
    )
    def test_the_side_is_told_by_what_only_one_has(
        self, tmp_path: Path, names: Sequence[str], side: Side | None
    ) -> None:
        assert detect(server(tmp_path, "mods/", *names)).side is side

    def test_neoforges_own_starter_tells(self, tmp_path: Path) -> None:
        root = server(
            tmp_path,
            "mods/",
            "run.sh",
            "user_jvm_args.txt",
            "libraries/net/neoforged/neoforge/21.1.77/unix_args.txt",
        )
        assert known(detect(root)) == (Loader.NEOFORGE, "21.1.77", "1.21.1")


class TestPluginsThemselves:
    """A folder that nothing is known of but its JARs."""

    @pytest.mark.parametrize(
        ("members", "loader"),
        [
            (
                {"velocity-plugin.json": json.dumps({"id": "a", "version": "1", "main": "a.A"})},
                Loader.VELOCITY,
            ),
            ({"paper-plugin.yml": "name: A\nversion: '1'\nmain: a.A\napi-version: '1.21'\n"}, Loader.PAPER),
            ({"bungee.yml": "name: A\nversion: '1'\nmain: a.A\n"}, Loader.BUNGEECORD),
            ({"plugin.yml": "name: A\nversion: '1'\nmain: a.A\n"}, None),
        ],
    )
    @pytest.mark.parametrize("name", ["plugins", "collection"])
    def test_most_of_them_tell(
        self, tmp_path: Path, name: str, members: dict[str, str | bytes], loader: Loader | None
    ) -> None:
        make_jar(tmp_path / name / "a.jar", members)
        instance = detect(tmp_path / name)
        assert (instance.content, instance.loader, instance.folder) == (
            ContentKind.PLUGIN,
            loader,
            tmp_path / name,
        )

    def test_a_folder_of_mods_stays_one(self, tmp_path: Path) -> None:
        make_jar(tmp_path / "a.jar", {FABRIC: fabric_manifest()})
        make_jar(tmp_path / "b.jar", {"plugin.yml": "name: B\nversion: '1'\nmain: b.B\n"})
        assert (detect(tmp_path).content, detect(tmp_path).loader) == (ContentKind.MOD, Loader.FABRIC)

    def test_a_folder_of_packs_is_one(self, tmp_path: Path) -> None:
        pack = {
            "pack.mcmeta": '{"pack": {"pack_format": 34, "description": ""}}',
            "assets/minecraft/a.json": "{}",
        }
        make_jar(tmp_path / "a.zip", pack)
        assert (detect(tmp_path).content, detect(tmp_path).loader) == (ContentKind.RESOURCE_PACK, None)


NAMES = st.sampled_from(
    (
        "server.jar", "paper-1.21.4-222.jar", "velocity.toml", "version_history.json", "server.properties", "mods",
        "plugins", "libraries", "versions", "cache", "config", "paper.yml", "spigot.yml", "purpur.yml", ".fabric",
        "waterfall.yml", "modules.yml", "saves", "world", "datapacks", "options.txt", "eula.txt", "forge-1.12.2-1.jar",
    )
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(st.dictionaries(NAMES, st.none() | st.binary(max_size=60) | st.lists(NAMES, max_size=3), max_size=10))
def test_any_folder_at_all_is_something(
    tmp_path_factory: pytest.TempPathFactory, held: dict[str, object]
) -> None:
    root = tmp_path_factory.mktemp("server")
    for name, content in held.items():
        if isinstance(content, bytes):
            write(root / name, content)
        else:
            (root / name).mkdir()
            for inner in content if isinstance(content, list) else ():
                (root / name / inner).mkdir(exist_ok=True)
    instance = detect(root)
    assert instance.folder in (root, root / "mods", root / "plugins")
    assert all(section.folder.is_relative_to(root) for section in sections(instance))
