"""The sections of a game: which there are, and that each is itself wherever it is come from."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from launchers import game_folder, prism, write
from modstead.domain.instance import ContentKind, Instance, Loader, Side
from modstead.instances.discovery import detect, sections
from modstead.instances.discovery.sections import awaited_sections, loaded_by, main_folders
from modstead.instances.disk import Disk
from modstead.instances.place import place_of


def client(tmp_path: Path) -> Path:
    root = prism(tmp_path)
    for name in (
        "shaderpacks",
        "datapacks",
        "saves/New World/datapacks",
        "saves/Älter/datapacks",
        "saves/Bare",
    ):
        (root / name).mkdir(parents=True)
    write(root / "saves/Älter/level.dat")
    return root


def server(tmp_path: Path, properties: str = "level-name=world\n", world: str = "world") -> Path:
    root = tmp_path / "server"
    write(root / "paper-1.21.4-222.jar")
    write(root / "server.properties", properties)
    for name in ("plugins", "datapacks"):
        (root / name).mkdir()
    write(root / world / "level.dat")
    (root / world / "datapacks").mkdir()
    return root


def brief(instance: Instance) -> tuple[Path, ContentKind, str]:
    return instance.folder, instance.content, instance.section


def test_a_client_has_a_section_for_each_folder_that_exists(tmp_path: Path) -> None:
    root = client(tmp_path)
    assert [brief(section) for section in sections(detect(root))] == [
        (root / "mods", ContentKind.MOD, ""),
        (root / "resourcepacks", ContentKind.RESOURCE_PACK, ""),
        (root / "shaderpacks", ContentKind.SHADER, ""),
        (root / "datapacks", ContentKind.DATA_PACK, ""),
        (root / "saves/New World/datapacks", ContentKind.DATA_PACK, "New World"),
        (root / "saves/Älter/datapacks", ContentKind.DATA_PACK, "Älter"),
    ]


def test_they_differ_in_nothing_else(tmp_path: Path) -> None:
    for section in sections(detect(client(tmp_path))):
        assert (section.name, section.launcher, section.loader) == (
            "Sky Garden",
            "Prism Launcher",
            Loader.FABRIC,
        )
        assert (section.game_version, section.side) == ("1.21.1", Side.CLIENT)


@pytest.mark.parametrize("make", [client, server])
def test_each_of_them_is_found_by_its_folder_and_knows_the_others(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    found = sections(detect(make(tmp_path)))
    for section in found:
        assert detect(section.folder) == section
        assert sections(section) == found


def test_a_world_that_was_never_played_is_its_games_all_the_same(tmp_path: Path) -> None:
    root = client(tmp_path)
    folder = root / "saves/Unplayed/datapacks"
    folder.mkdir(parents=True)
    found = detect(folder)
    assert (found.folder, found.root, found.section) == (folder, root, "Unplayed")
    assert (found.launcher, found.game_version) == ("Prism Launcher", "1.21.1")


def test_a_server_has_its_plugins_and_the_packs_of_its_world(tmp_path: Path) -> None:
    root = server(tmp_path)
    assert [brief(section) for section in sections(detect(root))] == [
        (root / "plugins", ContentKind.PLUGIN, ""),
        (root / "datapacks", ContentKind.DATA_PACK, ""),
        (root / "world/datapacks", ContentKind.DATA_PACK, "world"),
    ]


@pytest.mark.parametrize(
    ("properties", "world"),
    [
        ("", "world"),
        ("#level-name=old\nmotd=A\nlevel-name=my world\r\n", "my world"),
        ("level-name = spaced \n", "spaced"),
        ("level-name:colon\n", "colon"),
        ("level-name=caf\\u00e9\n", "café"),
        ("level-name=a\\:b\n", "a:b"),
        ("level-name=worlds/deep\n", "worlds/deep"),
        ("level-name=\n", "world"),
    ],
)
def test_the_world_is_the_one_that_the_server_is_told_to_load(
    tmp_path: Path, properties: str, world: str
) -> None:
    root = server(tmp_path, properties, world)
    found = sections(detect(root))[-1]
    assert found.folder == root / world / "datapacks"
    assert detect(found.folder) == found


@pytest.mark.parametrize("name", ["../outside", "/outside", "..", ".", "a/../..", "\\u0000", "x" * 5000])
def test_a_world_never_lies_outside(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside/datapacks").mkdir(parents=True)
    root = server(tmp_path, f"level-name={name}\n")
    for section in sections(detect(root)):
        assert section.folder.is_relative_to(root)


def test_a_loader_of_mods_has_its_section_before_the_folder_exists(tmp_path: Path) -> None:
    root = client(tmp_path)
    (root / "mods").rmdir()
    assert sections(detect(root))[0].folder == root / "mods"


def test_a_folder_on_its_own_is_its_only_section(tmp_path: Path) -> None:
    write(tmp_path / "stuff/a.jar")
    instance = detect(tmp_path / "stuff")
    assert sections(instance) == (instance,)


def test_plugins_in_a_clients_folder_are_none_of_its_sections(tmp_path: Path) -> None:
    root = client(tmp_path)
    (root / "plugins").mkdir()
    assert ContentKind.PLUGIN not in {section.content for section in sections(detect(root))}


def test_sections_may_be_links_and_worlds_in_circles(tmp_path: Path) -> None:
    root = client(tmp_path)
    (root / "shaderpacks").rmdir()
    (tmp_path / "shared").mkdir()
    (root / "shaderpacks").symlink_to(tmp_path / "shared")
    (root / "saves/again").symlink_to(root / "saves")
    (root / "saves/broken").symlink_to(root / "nothing")
    folders = [section.folder for section in sections(detect(root))]
    assert root / "shaderpacks" in folders
    assert len(folders) == 6


def test_packs_without_a_game_are_still_known_by_their_folders_name(tmp_path: Path) -> None:
    for name, kind in (("resourcepacks", ContentKind.RESOURCE_PACK), ("shaderpacks", ContentKind.SHADER)):
        (tmp_path / name).mkdir()
        assert brief(detect(tmp_path / name)) == (tmp_path / name, kind, "")


def test_a_world_of_any_name_can_be_shown(tmp_path: Path) -> None:
    root = client(tmp_path)
    (root / "saves" / os.fsdecode(b"\xff") / "datapacks").mkdir(parents=True)
    for section in sections(detect(root)):
        assert section.section.encode() or section.section == ""


def test_no_two_sections_keep_their_files_for_undo_in_one_place(tmp_path: Path) -> None:
    root = client(tmp_path)
    (root / "plugins").mkdir()
    found = [*sections(detect(root)), detect(root / "plugins")]
    homes = [place_of(section.folder, Disk()).home for section in found]
    assert len(set(homes)) == len(found) == 7
    for home in homes:
        assert not any(other != home and other.is_relative_to(home) for other in homes)
        assert not any(home.is_relative_to(section.folder) for section in found)


class TestLoadedBy:
    def test_who_names_a_server_means_its_plugins(self, tmp_path: Path) -> None:
        root = game_folder(tmp_path)
        (root / "mods").rmdir()
        (root / "plugins").mkdir()
        told = loaded_by(Instance(root / "mods", "A", root=root), Loader.PURPUR)
        assert (told.folder, told.content, told.loader) == (
            root / "plugins",
            ContentKind.PLUGIN,
            Loader.PURPUR,
        )

    def test_a_folder_on_its_own_holds_what_its_loader_loads(self, tmp_path: Path) -> None:
        told = loaded_by(Instance(tmp_path, "A"), Loader.VELOCITY)
        assert (told.folder, told.content) == (tmp_path, ContentKind.PLUGIN)

    def test_packs_stay_packs(self, tmp_path: Path) -> None:
        packs = Instance(tmp_path / "resourcepacks", "A", root=tmp_path, content=ContentKind.RESOURCE_PACK)
        assert loaded_by(packs, Loader.PAPER).content is ContentKind.RESOURCE_PACK

    def test_a_game_is_remembered_by_what_is_loaded_in_it(self, tmp_path: Path) -> None:
        packs = Instance(tmp_path / "resourcepacks", "A", root=tmp_path, content=ContentKind.RESOURCE_PACK)
        assert main_folders(packs) == (tmp_path / "mods", tmp_path / "plugins")
        assert main_folders(Instance(tmp_path, "A")) == (tmp_path,)


def test_packs_whose_folder_the_player_s_game_lacks_are_awaited_there(tmp_path: Path) -> None:
    root = tmp_path / "game"
    (root / "mods").mkdir(parents=True)
    instance = Instance(root / "mods", "Meadow", "", Loader.FABRIC, "", "1.21.4", root=root)
    assert [brief(section) for section in awaited_sections(instance)] == [
        (root / "resourcepacks", ContentKind.RESOURCE_PACK, ""),
        (root / "shaderpacks", ContentKind.SHADER, ""),
    ]
    (root / "resourcepacks").mkdir()
    assert [section.content for section in awaited_sections(instance)] == [ContentKind.SHADER]


@pytest.mark.parametrize(
    "instance",
    [
        Instance(Path("/games/mods"), "Loose", "", Loader.FABRIC),
        Instance(Path("/s/mods"), "Server", "", Loader.FABRIC, root=Path("/s"), side=Side.SERVER),
        Instance(Path("/s/plugins"), "Server", "", Loader.PAPER, root=Path("/s")),
    ],
)
def test_no_packs_are_awaited_without_a_game_and_on_servers(instance: Instance) -> None:
    assert awaited_sections(instance) == ()
