"""A group shares one lock file: whatever a folder held before, it becomes equal byte for byte, and can go back."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from backends import with_services
from jars import make_jar
from modstead.domain.instance import ContentKind, Instance
from modstead.domain.lock_file import LOCK_NAME, DifferenceKind
from modstead.domain.plan import NoteKind
from modstead.domain.policies import FolderPolicies
from modstead.domain.version import Channel
from modstead.errors import FileVanished, HostRefused, ServerFailed, UnreadableDocument
from modstead.services.bundle import Services
from modstead.services.locks import Drift, LockPlans
from modstead_sandbox.faults import Fault
from modstead_sandbox.model import Version
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle


@dataclass(frozen=True, slots=True)
class Game:
    root: Path

    @property
    def lock(self) -> Path:
        return self.root / LOCK_NAME

    def put(
        self, sandbox: Handle, section: str, title: str, position: int = 0, *, enabled: bool = True
    ) -> str:
        """A file of the project's version at that position of its list, put by hand."""
        version = self.version(sandbox, title, position)
        file = version.files[0]
        name = file.filename if enabled else f"{file.filename}.disabled"
        folder = self.root / section
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(sandbox.contents.data(version, file))
        return name

    def version(self, sandbox: Handle, title: str, position: int) -> Version:
        return sandbox.catalogue.listed(sandbox.catalogue.named(title))[position]

    def contents(self) -> dict[str, bytes]:
        """All files of all sections."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and ".modstead" not in path.parts and path.name != LOCK_NAME
        }


@pytest.fixture
def one(sandbox: Handle, tmp_path: Path) -> Game:
    """A game with mods, one of them disabled, and a resource pack, all of them published."""
    game = Game(tmp_path / "one")
    game.put(sandbox, "mods", "Lanternworks", -1)
    game.put(sandbox, "mods", "Windward Sails", -1, enabled=False)
    game.put(sandbox, "mods", "Hedgerow API", 0)
    game.put(sandbox, "resourcepacks", "Linen Textures", -1)
    return game


@pytest.fixture
def other(tmp_path: Path) -> Game:
    game = Game(tmp_path / "other")
    game.root.mkdir()
    return game


async def opened(services: Services, game: Game) -> Instance:
    return await services.instances.open(game.root)


async def apply(services: Services, game: Game, lock: Path | None = None) -> LockPlans:
    plans = await services.locks.plans(await opened(services, game), lock)
    for plan in plans.plans:
        if plan.operations:
            await services.operations.apply(plan)
    await services.locks.take_policies(plans)
    return plans


async def drift(services: Services, game: Game, lock: Path | None = None) -> Drift:
    return await services.locks.drift(await opened(services, game), lock)


def test_a_second_empty_game_becomes_equal_byte_for_byte(
    sandbox: Handle, tmp_path: Path, one: Game, other: Game
) -> None:
    async def write(services: Services) -> None:
        written = await services.locks.write(await opened(services, one))
        assert (written.is_new, written.is_changed, written.left_out) == (True, True, ())
        assert {file.name for file in written.lock.files if file.source is None} == set()

    async def share(services: Services) -> None:
        before = await drift(services, other)
        assert {item.kind for item in before.differences.files} == {DifferenceKind.REMOVED}
        plans = await apply(services, other)
        assert sandbox.count("*.jar") == 3
        assert {plan.folder for plan in plans.plans} == {other.root / "mods", other.root / "resourcepacks"}
        assert not (await drift(services, other)).differences

    with_services(sandbox, tmp_path / "home", write)
    shutil.copy(one.lock, other.lock)
    with_services(sandbox, tmp_path / "another-home", share)
    assert other.contents() == one.contents()


def test_another_game_becomes_equal_and_goes_back(
    sandbox: Handle, tmp_path: Path, one: Game, other: Game
) -> None:
    other.put(sandbox, "mods", "Lanternworks", 0)
    other.put(sandbox, "mods", "Windward Sails", -1)
    make_jar(other.root / "mods" / "mine.jar", {"fabric.mod.json": '{"id": "mine", "version": "1"}'})
    other.put(sandbox, "shaderpacks", "Golden Hour", 0)
    before = other.contents()
    shader = {name: content for name, content in before.items() if name.startswith("shaderpacks")}

    async def work(services: Services) -> None:
        await services.locks.write(await opened(services, one))
        await apply(services, other, one.lock)
        assert not (await drift(services, other, one.lock)).differences
        assert other.contents() == one.contents() | shader
        game = await opened(services, other)
        for section in await services.instances.sections(game):
            if await services.operations.history(section.folder):
                await services.operations.undo(section)

    with_services(sandbox, tmp_path / "home", work)
    assert other.contents() == before


def test_names_that_were_swapped_or_changed_come_right_without_a_download(
    sandbox: Handle, tmp_path: Path, one: Game
) -> None:
    mods = one.root / "mods"
    names = sorted(path.name for path in mods.glob("*.jar"))
    before = one.contents()

    async def work(services: Services) -> None:
        await services.locks.write(await opened(services, one))
        (mods / names[0]).rename(mods / "aside")
        (mods / names[1]).rename(mods / names[0])
        (mods / "aside").rename(mods / names[1])
        disabled = next(mods.glob("*.disabled"))
        disabled.rename(mods / disabled.name.upper().replace(".DISABLED", "").replace(".JAR", ".jar"))
        changed = one.contents()
        sandbox.requests.clear()
        await apply(services, one)
        assert sandbox.count("*.jar") == 0
        assert one.contents() == before
        await services.operations.undo(await opened(services, one))
        assert one.contents() == changed

    with_services(sandbox, tmp_path / "home", work)


def test_applying_a_games_own_lock_does_nothing(sandbox: Handle, tmp_path: Path, one: Game) -> None:
    make_jar(one.root / "mods" / "mine.jar", {"fabric.mod.json": '{"id": "mine", "version": "1"}'})

    async def work(services: Services) -> None:
        first = await services.locks.write(await opened(services, one))
        assert [file.name for file in first.lock.files if file.source is None] == ["mine.jar"]
        text = one.lock.read_bytes()
        plans = await services.locks.plans(await opened(services, one))
        assert (plans.plans, plans.notes, plans.policies) == ((), (), ())
        assert not (await drift(services, one)).differences
        again = await services.locks.write(await opened(services, one))
        assert (again.is_new, again.is_changed, bool(again.changes)) == (False, False, False)
        assert one.lock.read_bytes() == text

    with_services(sandbox, tmp_path / "home", work)


def test_a_local_file_comes_back_from_kept_storage_or_not_at_all(
    sandbox: Handle, tmp_path: Path, one: Game, other: Game
) -> None:
    make_jar(one.root / "mods" / "mine.jar", {"fabric.mod.json": '{"id": "mine", "version": "1"}'})
    before = one.contents()

    async def work(services: Services) -> None:
        game = await opened(services, one)
        await services.locks.write(game)
        plans = await apply(services, other, one.lock)
        (note,) = [note for plan in plans.plans for note in plan.notes]
        assert (note.kind, note.subject) == (NoteKind.UNRESOLVED, "mine.jar")
        assert other.contents() == {name: data for name, data in before.items() if name != "mods/mine.jar"}
        found = (await drift(services, other, one.lock)).differences.files
        assert [(item.kind, item.file.name) for item in found] == [(DifferenceKind.REMOVED, "mine.jar")]
        lock = one.lock.read_bytes()
        (one.root / "empty.toml").write_text('format = 1\nsections = ["mods"]\n')
        await apply(services, one, one.root / "empty.toml")
        assert not list((one.root / "mods").iterdir())
        sandbox.requests.clear()
        await apply(services, one)
        assert sandbox.count("*.jar") == 0
        assert one.lock.read_bytes() == lock

    with_services(sandbox, tmp_path / "home", work)
    (one.root / "empty.toml").unlink()
    assert one.contents() == before


def test_policies_travel_with_the_lock(sandbox: Handle, tmp_path: Path, one: Game, other: Game) -> None:
    async def say(services: Services) -> FolderPolicies:
        game = await opened(services, one)
        library = await services.library.scan(game)
        said = await services.policies.pin(game.folder, library.mods[0], pinned=True)
        said = await services.policies.follow(game.folder, Channel.BETA)
        said = await services.policies.together(game.folder, library.mods[1:])
        await services.locks.write(game)
        return said

    async def take(services: Services) -> FolderPolicies:
        assert (await drift(services, other)).differences.policies == ("mods",)
        await apply(services, other)
        assert not (await drift(services, other)).differences
        return await services.policies.all(other.root / "mods")

    said = with_services(sandbox, tmp_path / "home", say)
    shutil.copy(one.lock, other.lock)
    assert with_services(sandbox, tmp_path / "another-home", take) == said


def test_writing_again_tells_what_changed(sandbox: Handle, tmp_path: Path, one: Game) -> None:
    async def work(services: Services) -> None:
        await services.locks.write(await opened(services, one))
        game = await opened(services, one)
        mods = one.root / "mods"
        (next(mods.glob("*.disabled"))).rename(
            mods / one.version(sandbox, "Windward Sails", -1).files[0].filename
        )
        make_jar(mods / "mine.jar", {"fabric.mod.json": '{"id": "mine", "version": "1"}'})
        written = await services.locks.write(game)
        assert {item.kind for item in written.changes.files} == {DifferenceKind.ADDED, DifferenceKind.ENABLED}

    with_services(sandbox, tmp_path / "home", work)


def test_out_of_reach_of_the_platform_no_source_is_forgotten(
    sandbox: Handle, tmp_path: Path, one: Game
) -> None:
    async def write(services: Services) -> None:
        await services.locks.write(await opened(services, one))

    async def write_new(services: Services) -> None:
        with pytest.raises(ServerFailed):
            await services.locks.write(await opened(services, one))

    with_services(sandbox, tmp_path / "home", write)
    text = one.lock.read_bytes()
    sandbox.fault("*", Fault(status=503))
    with_services(sandbox, tmp_path / "fresh-home", write)
    assert one.lock.read_bytes() == text
    one.lock.unlink()
    with_services(sandbox, tmp_path / "fresher-home", write_new)
    assert not one.lock.exists()


def test_a_folder_of_its_own_has_its_lock_in_itself(sandbox: Handle, tmp_path: Path) -> None:
    loose = Game(tmp_path)
    loose.put(sandbox, "jars", "Lanternworks", -1)
    folder = Game(tmp_path / "jars")
    before = folder.contents()

    async def work(services: Services) -> None:
        written = await services.locks.write(await opened(services, folder))
        assert (written.path, written.lock.sections) == (folder.lock, (".",))
        library = await services.library.scan(await opened(services, folder))
        assert len(library.mods) == 1
        for path in folder.root.glob("*.jar"):
            path.unlink()
        await apply(services, folder)
        assert not (await drift(services, folder)).differences

    with_services(sandbox, tmp_path / "home", work)
    assert folder.contents() == before


def test_a_folder_of_its_own_takes_the_section_that_it_is(sandbox: Handle, tmp_path: Path, one: Game) -> None:
    loose = Game(tmp_path / "loose")
    Game(tmp_path).put(sandbox, "loose", "Lanternworks", 0)

    async def work(services: Services) -> None:
        await services.locks.write(await opened(services, one))
        plans = await apply(services, loose, one.lock)
        assert [note.subject for note in plans.notes if note.kind is NoteKind.INFO] == ["resourcepacks"]
        assert not (await drift(services, loose, one.lock)).differences

    with_services(sandbox, tmp_path / "home", work)
    mods = {name.removeprefix("mods/"): data for name, data in one.contents().items() if "mods/" in name}
    assert loose.contents() == mods


def test_a_world_that_is_not_here_is_no_drift(
    sandbox: Handle, tmp_path: Path, one: Game, other: Game
) -> None:
    one.put(sandbox, "saves/Meadow/datapacks", "Slow Seasons", -1)
    (one.root / "saves" / "Meadow" / "level.dat").touch()

    async def work(services: Services) -> None:
        written = await services.locks.write(await opened(services, one))
        assert "saves/Meadow/datapacks" in written.lock.sections
        plans = await apply(services, other, one.lock)
        assert [note.kind for note in plans.notes] == [NoteKind.INFO]
        found = await drift(services, other, one.lock)
        assert (found.not_here, bool(found.differences)) == (("saves/Meadow/datapacks",), False)

    with_services(sandbox, tmp_path / "home", work)
    assert not (other.root / "saves").exists()


def test_another_loader_is_told_and_nothing_is_done_about_it(
    sandbox: Handle, tmp_path: Path, one: Game
) -> None:
    sample: SampleInstance = sample_instance(tmp_path / "sample", sandbox.catalogue)

    async def work(services: Services) -> None:
        game = await services.instances.open(sample.mods_folder)
        written = await services.locks.write(game)
        assert (written.lock.loader, written.lock.game_version) == ("fabric", "1.21.4")
        text = written.path.read_text().replace('"fabric"', '"quilt"', 1)
        written.path.write_text(text)
        assert (await services.locks.drift(game)).differences.setup == (
            "The lock file is for Quilt; this is Fabric.",
        )
        plans = await services.locks.plans(game)
        assert plans.plans == ()
        assert [note.kind for note in plans.notes] == [NoteKind.CONFLICT]

    with_services(sandbox, tmp_path / "home", work)


def test_a_launchers_own_list_stays_in_step(sandbox: Handle, tmp_path: Path) -> None:
    sample = sample_instance(tmp_path / "sample", sandbox.catalogue, mods=14)
    (sample.mods_folder / ".index").mkdir(exist_ok=True)

    async def work(services: Services) -> None:
        game = await services.instances.open(sample.mods_folder)
        written = await services.locks.write(game)
        (gone,) = [mod for mod in sample.of_case("current") if mod.enabled][:1]
        (sample.mods_folder / gone.file).unlink()
        (plan,) = (await services.locks.plans(game)).plans
        await services.operations.apply(plan)
        (entry,) = (sample.mods_folder / ".index").iterdir()
        (file,) = [file for file in written.lock.files if file.name == gone.file]
        assert file.source
        assert entry.name == f"{file.source.slug}.pw.toml"
        assert file.hashes.sha512 in entry.read_text()

    with_services(sandbox, tmp_path / "home", work)


def test_files_come_from_the_platforms_hosts_alone(
    sandbox: Handle, tmp_path: Path, one: Game, other: Game
) -> None:
    async def write(services: Services) -> None:
        await services.locks.write(await opened(services, one))

    async def refused(services: Services) -> None:
        with pytest.raises(HostRefused):
            await apply(services, other)

    async def taken(services: Services) -> None:
        await apply(services, other)

    with_services(sandbox, tmp_path / "home", write)
    other.lock.write_text(one.lock.read_text().replace(f"{sandbox.url}/", "https://elsewhere.example/"))
    sandbox.fault("*", Fault(status=503))
    with_services(sandbox, tmp_path / "another-home", refused)
    assert other.contents() == {}
    sandbox.clear_faults()
    with_services(sandbox, tmp_path / "another-home", taken)
    assert other.contents() == one.contents()


def test_a_lock_that_is_missing_or_broken_is_told_and_kept(
    sandbox: Handle, tmp_path: Path, one: Game
) -> None:
    async def work(services: Services) -> None:
        game = await opened(services, one)
        with pytest.raises(FileVanished, match="no lock file"):
            await services.locks.drift(game)
        one.lock.write_text("<<<<<<< HEAD\n")
        for act in (services.locks.drift, services.locks.plans, services.locks.write):
            with pytest.raises(UnreadableDocument, match="merge"):
                await act(game)
        assert one.lock.read_text() == "<<<<<<< HEAD\n"

    with_services(sandbox, tmp_path / "home", work)


def test_what_cannot_be_read_is_left_alone(sandbox: Handle, tmp_path: Path, one: Game) -> None:
    async def work(services: Services) -> None:
        await services.locks.write(await opened(services, one))
        name = next(path.name for path in (one.root / "mods").iterdir())
        (one.root / "mods" / name).unlink()
        (one.root / "mods" / name).symlink_to(tmp_path / "nowhere")
        found = await drift(services, one)
        assert [failure.name for failure in found.failures] == [name]
        assert not found.differences
        plans = await services.locks.plans(await opened(services, one))
        assert [plan.operations for plan in plans.plans] == [()]
        assert [note.subject for plan in plans.plans for note in plan.notes]

    with_services(sandbox, tmp_path / "home", work)


def test_the_lock_file_is_no_mod(sandbox: Handle, tmp_path: Path, one: Game) -> None:
    async def work(services: Services) -> None:
        game = await opened(services, one)
        before = await services.library.scan(game)
        await services.locks.write(game)
        assert services.locks.path(game) == one.lock
        assert (await services.library.scan(await opened(services, one))).mods == before.mods
        assert game.content is ContentKind.MOD

    with_services(sandbox, tmp_path / "home", work)
