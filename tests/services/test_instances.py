"""Opening games, and remembering what was told of them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from backends import with_services
from jars import make_jar
from launchers import game_folder, modrinth_app, prism, write
from modstead.domain.changes import plan_remove
from modstead.domain.instance import ContentKind, Instance, Loader
from modstead.domain.plan import HistoryEntry
from modstead.instances.discovery import detect, find_instances
from modstead.instances.recovery import Recovery
from modstead.services.bundle import Services
from modstead.services.instances import InstanceService
from modstead.services.moved_games import MovedGames
from modstead.storage.database import Database
from modstead.storage.folders import Folders
from modstead.storage.moved_folders import MovedFolders
from modstead_sandbox.server import Handle

T = TypeVar("T")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Recoverer:
    """Finds nothing to put right, and knows where it was asked to look."""

    def __init__(self) -> None:
        self.asked: list[Path] = []

    async def recover(self, folder: Path) -> Recovery | None:
        self.asked.append(folder)
        return None

    async def history(self, _folder: Path) -> tuple[HistoryEntry, ...]:
        return ()


class Home:
    """A computer: its launchers below one folder, and what Modstead remembers of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.finds = 0
        self.recoverer = Recoverer()
        self.database = Database(folder / "modstead/modstead.db")
        self.service = InstanceService(
            Folders(self.database),
            MovedGames(MovedFolders(self.database), self.recoverer),
            self.recoverer,
            detect=detect,
            find=self._find,
            now=lambda: NOW,
        )

    def _find(self) -> tuple[Instance, ...]:
        self.finds += 1
        return find_instances({}, self.folder, "linux")

    def run(self, work: Callable[[InstanceService], Awaitable[T]]) -> T:
        async def go() -> T:
            return await work(self.service)

        return asyncio.run(go())

    def open(self, path: Path, loader: Loader | None = None, game_version: str | None = None) -> Instance:
        """Opens as the window does: what is told is remembered."""

        async def work(service: InstanceService) -> Instance:
            instance = await service.open(path, loader, game_version)
            if loader or game_version:
                await service.remember(instance, loader=loader, game_version=game_version)
            return instance

        return self.run(work)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    yield home
    home.database.close()


def plain_server(root: Path, *names: str) -> Path:
    write(root / "server.properties")
    for name in names:
        (root / name).mkdir()
    return root


class TestTold:
    @pytest.mark.parametrize("loader", list(Loader))
    def test_a_loader_that_cannot_be_told_is_asked_about_once(self, home: Home, loader: Loader) -> None:
        root = plain_server(home.folder / "server", "mods", "plugins")
        assert home.open(root).loader is None
        told = home.open(root, loader, "1.20.1")
        assert (told.loader, told.content) == (loader, loader.content)
        again = home.open(told.folder)
        assert (again.loader, again.game_version, again.content) == (loader, "1.20.1", loader.content)

    @pytest.mark.parametrize("loader", [Loader.QUILT, Loader.PAPER])
    def test_all_sections_of_a_game_share_the_answer(self, home: Home, loader: Loader) -> None:
        names = ("mods", "plugins", "resourcepacks", "datapacks", "world", "world/datapacks")
        root = plain_server(home.folder / "server", *names)
        write(root / "world/level.dat")
        packs = home.open(root / "resourcepacks", loader, "1.20.1")
        assert packs.content is ContentKind.RESOURCE_PACK
        for name in ("resourcepacks", "datapacks", "world/datapacks", loader.content.value + "s"):
            section = home.open(root / name)
            assert (section.folder, section.loader, section.game_version) == (root / name, loader, "1.20.1")
        other = ({ContentKind.MOD, ContentKind.PLUGIN} - {loader.content}).pop()
        assert home.open(root / f"{other.value}s").loader is None

    def test_a_server_of_both_kinds_has_two_answers(self, home: Home) -> None:
        root = plain_server(home.folder / "server", "mods", "plugins")
        home.open(root / "mods", Loader.FORGE)
        home.open(root / "plugins", Loader.SPIGOT)
        for name in ("mods", "plugins"):
            found = home.run(lambda service, name=name: _sections(service, root / name))
            assert [(section.content, section.loader) for section in found] == [
                (ContentKind.MOD, Loader.FORGE),
                (ContentKind.PLUGIN, Loader.SPIGOT),
            ]

    def test_what_is_told_wins_over_the_launcher_and_is_forgotten_with_the_game(self, home: Home) -> None:
        root = prism(home.folder / ".local/share/PrismLauncher")
        home.open(root, Loader.QUILT, "1.20.1")
        assert home.open(root).loader is Loader.QUILT
        assert home.open(root / "resourcepacks").game_version == "1.20.1"
        home.run(lambda service: service.forget(root / "mods"))
        assert home.open(root).loader is Loader.FABRIC

    def test_a_folder_on_its_own_may_hold_plugins(self, home: Home) -> None:
        write(home.folder / "stuff/a.jar")
        home.open(home.folder / "stuff", Loader.VELOCITY)
        again = home.open(home.folder / "stuff")
        assert (again.loader, again.content) == (Loader.VELOCITY, ContentKind.PLUGIN)


async def _sections(service: InstanceService, path: Path) -> tuple[Instance, ...]:
    return await service.sections(await service.open(path))


class TestKnown:
    def test_a_game_is_listed_once_whatever_sections_were_opened(self, home: Home) -> None:
        root = prism(home.folder / ".local/share/PrismLauncher")
        write(root / "mods/a.jar")

        async def work(service: InstanceService) -> None:
            for section in await service.sections(await service.open(root)):
                await service.remember(await service.open(section.folder))

        home.run(work)
        [known] = home.run(lambda service: service.known())
        assert (known.instance, known.mod_count, known.last_opened) == (detect(root), 1, NOW)
        assert home.run(lambda service: service.found()) == ()

    def test_plugins_that_were_opened_stand_for_their_server(self, home: Home) -> None:
        root = plain_server(home.folder / "server", "plugins", "datapacks")
        write(root / "paper-1.21.4-222.jar")

        async def work(service: InstanceService) -> None:
            for name in ("datapacks", "plugins"):
                await service.remember(await service.open(root / name))

        home.run(work)
        [known] = home.run(lambda service: service.known())
        assert (known.instance.folder, known.instance.loader) == (root / "plugins", Loader.PAPER)
        home.run(lambda service: service.forget(known.instance.folder))
        assert home.run(lambda service: service.known()) == ()

    def test_a_game_is_listed_before_it_has_a_folder_of_mods(self, home: Home) -> None:
        root = prism(home.folder / "data")
        home.open(root, game_version="1.20.1")
        (root / "mods").rmdir()
        [known] = home.run(lambda service: service.known())
        assert (known.instance.folder, known.instance.game_version) == (root / "mods", "1.20.1")

    def test_what_is_gone_is_not_listed(self, home: Home) -> None:
        write(home.folder / "stuff/a.jar")
        home.open(home.folder / "stuff", Loader.FABRIC)
        (home.folder / "stuff/a.jar").unlink()
        (home.folder / "stuff").rmdir()
        assert home.run(lambda service: service.known()) == ()


class TestElsewhere:
    def test_a_folder_of_the_users_choice_is_known_by_its_launcher(self, home: Home) -> None:
        custom = home.folder / "Games"
        root = modrinth_app(home.folder / ".local/share/ModrinthApp", custom=custom)
        instance = home.open(root / "resourcepacks", game_version="1.21.2")
        assert (instance.launcher, instance.content) == ("Modrinth App", ContentKind.RESOURCE_PACK)
        [known] = home.run(lambda service: service.known())
        assert (known.instance.launcher, known.instance.loader) == ("Modrinth App", Loader.FABRIC)
        assert known.instance.game_version == "1.21.2"

    def test_launchers_are_asked_once_for_a_whole_list_and_not_at_all_for_what_is_clear(
        self, home: Home
    ) -> None:
        home.open(prism(home.folder / "data"), game_version="1.20.1")
        home.open(plain_server(home.folder / "server", "mods"), Loader.FABRIC)
        assert home.finds == 0
        for name in ("a", "b"):
            home.open(game_folder(home.folder / name), Loader.FABRIC)
        home.finds = 0
        assert len(home.run(lambda service: service.known())) == 4
        assert home.finds == 1


def test_what_was_interrupted_is_put_right_in_the_section_that_is_opened(home: Home) -> None:
    root = prism(home.folder / "data")
    home.open(root)
    home.open(root / "resourcepacks")
    assert home.recoverer.asked == [root / "mods", root / "resourcepacks"]


def test_each_section_of_a_game_has_a_history_and_an_undo_of_its_own(sandbox: Handle, tmp_path: Path) -> None:
    root = prism(tmp_path / "data")
    (root / "saves/New World/datapacks").mkdir()
    make_jar(root / "mods/same.jar")
    pack = {"pack.mcmeta": '{"pack": {"pack_format": 34, "description": ""}}'}
    for name in ("resourcepacks", "saves/New World/datapacks"):
        make_jar(root / name / "same.zip", pack)

    async def work(services: Services) -> None:
        found = await services.instances.sections(await services.instances.open(root))
        for section in found:
            library = await services.library.scan(await services.instances.open(section.folder))
            names = [mod.file.name for mod in library.mods]
            await services.operations.apply(plan_remove(library, names))
            assert len(await services.operations.history(section.folder)) == 1
        for section in reversed(found):
            assert not [path for path in section.folder.iterdir() if path.is_file()]
            await services.operations.apply(await services.operations.undo_plan(section))
            assert [path.stem for path in section.folder.iterdir() if path.is_file()] == ["same"]

    with_services(sandbox, tmp_path / "home", work)
    assert not [path for path in root.rglob("*") if path.parent.name == "staging"]
