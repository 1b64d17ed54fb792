"""Files from elsewhere: identified, judged, and added without overwriting anything."""

import shutil
from dataclasses import replace
from pathlib import Path

from backends import mods_folder, with_services
from jars import make_jar
from modstead.domain.instance import IdentifiedBy, Instance, Library
from modstead.domain.plan import LocalFile, NoteKind, OperationKind
from modstead.services.bundle import Services
from modstead.services.drops import AddAction, AddChoice, DroppedKind, IdentifiedFile
from modstead.services.installs import Wanted
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle


async def identified(
    services: Services, instance: Instance, *paths: Path
) -> tuple[Library, tuple[IdentifiedFile, ...]]:
    library = await services.library.scan(instance)
    return library, await services.drops.identify(paths, library)


def sample(sandbox: Handle, tmp_path: Path) -> SampleInstance:
    return sample_instance(tmp_path / "elsewhere", sandbox.catalogue)


def test_each_rung_of_the_ladder(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    known = written.mods_folder / written.of_case("current")[0].file
    (foreign,) = (written.mods_folder / mod.file for mod in written.of_case("foreign"))
    (bare,) = (written.mods_folder / mod.file for mod in written.of_case("bare"))
    named = tmp_path / "lanternworks-fabric-9.9.jar"
    shutil.copy(bare, named)
    named.write_bytes(named.read_bytes() + b"other")
    page = tmp_path / "page.jar"
    page.write_text("<html>Not found</html>")
    pack = tmp_path / "pack.mrpack"
    pack.write_bytes(b"PK")

    async def work(services: Services) -> None:
        instance = mods_folder(tmp_path)
        _, files = await identified(services, instance, known, foreign, bare, named, page, pack)
        assert [file.identified_by for file in files] == [
            IdentifiedBy.HASH,
            IdentifiedBy.MANIFEST,
            IdentifiedBy.NONE,
            IdentifiedBy.NAME,
            IdentifiedBy.NONE,
            IdentifiedBy.NONE,
        ]
        assert files[0].fit
        assert files[0].fit.fits
        assert files[3].project is None
        assert [project.title for project in files[3].offers] == ["Lanternworks"]
        assert files[4].problems
        assert files[5].kind is DroppedKind.MODPACK

    with_services(sandbox, tmp_path / "home", work)


def test_a_folder_is_its_jars(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)

    async def work(services: Services) -> int:
        return len(await services.drops.identify([written.mods_folder]))

    assert with_services(sandbox, tmp_path / "home", work) == len(written.mods)


def test_a_folder_around_them_is_its_jars_too_and_an_empty_one_is_not_passed_over(
    sandbox: Handle, tmp_path: Path
) -> None:
    written = sample(sandbox, tmp_path)
    game, empty = tmp_path / "plain", tmp_path / "empty"
    empty.mkdir()
    game.mkdir()
    written.mods_folder.rename(game / "mods")

    async def work(services: Services) -> tuple[list[Path], str]:
        *found, last = await services.drops.identify([game, empty])
        return [file.path.parent for file in found], last.problems[0]

    found, problem = with_services(sandbox, tmp_path / "home", work)
    assert found == [game / "mods"] * len(written.mods)
    assert "this folder" in problem


def test_adding_brings_dependencies_and_keeps_the_dropped_file(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    (lacking,) = (written.mods_folder / mod.file for mod in written.of_case("lacking"))
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library, files = await identified(services, instance, lacking)
        plan = await services.drops.plan_add(library, [AddChoice(files[0], AddAction.ADD)])
        assert isinstance(plan.operations[0].source, LocalFile)
        assert "Tidal Core" in {operation.title for operation in plan.operations}
        await services.operations.apply(plan)

    with_services(sandbox, tmp_path / "home", work)
    assert lacking.exists()
    assert (instance.folder / lacking.name).read_bytes() == lacking.read_bytes()


def test_an_older_file_can_be_replaced_by_the_newest(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    outdated = written.of_case("outdated")[0]
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library, files = await identified(services, instance, written.mods_folder / outdated.file)
        plan = await services.drops.plan_add(library, [AddChoice(files[0], AddAction.NEWEST)])
        assert outdated.newest
        assert plan.operations[0].version_id == outdated.newest.id

    with_services(sandbox, tmp_path / "home", work)


def test_another_version_of_what_is_there_takes_its_place(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    outdated = next(mod for mod in written.of_case("outdated") if mod.enabled)
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library, files = await identified(services, instance, written.mods_folder / outdated.file)
        newest = await services.drops.plan_add(library, [AddChoice(files[0], AddAction.NEWEST)])
        await services.operations.apply(newest)
        library, files = await identified(services, instance, written.mods_folder / outdated.file)
        plan = await services.drops.plan_add(library, [AddChoice(files[0], AddAction.ADD)])
        assert plan.operations[0].kind is OperationKind.UPDATE

    with_services(sandbox, tmp_path / "home", work)


def test_nothing_is_overwritten_and_nothing_added_twice(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    mine = make_jar(
        tmp_path / "helper.jar", {"fabric.mod.json": b'{"schemaVersion":1,"id":"mine","version":"1"}'}
    )
    (instance.folder / "helper.jar").write_bytes(b"another file of that name")

    async def work(services: Services) -> None:
        library, files = await identified(services, instance, mine)
        plan = await services.drops.plan_add(library, [AddChoice(files[0], AddAction.ADD)])
        await services.operations.apply(plan)
        library, files = await identified(services, instance, mine)
        again = await services.drops.plan_add(library, [AddChoice(files[0], AddAction.ADD)])
        assert again.operations == ()
        assert [note.kind for note in again.notes] == [NoteKind.ALREADY]

    with_services(sandbox, tmp_path / "home", work)
    assert (instance.folder / "helper.jar").read_bytes() == b"another file of that name"
    assert (instance.folder / "helper (2).jar").read_bytes() == mine.read_bytes()


def test_a_skipped_or_unreadable_file_changes_nothing(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    known = written.mods_folder / written.of_case("current")[0].file
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library, files = await identified(services, instance, known, tmp_path / "gone.jar")
        assert files[1].hashes is None
        choices = [AddChoice(files[0], AddAction.SKIP), AddChoice(files[1], AddAction.ADD)]
        assert (await services.drops.plan_add(library, choices)).operations == ()

    with_services(sandbox, tmp_path / "home", work)


def test_files_are_named_also_where_no_loader_is_known(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    known = written.mods_folder / written.of_case("current")[0].file
    instance = replace(mods_folder(tmp_path), loader=None)

    async def work(services: Services) -> None:
        _, (file,) = await identified(services, instance, known)
        assert file.identified_by is IdentifiedBy.HASH
        assert file.fit is None

    with_services(sandbox, tmp_path / "home", work)


def test_an_altered_file_of_a_project_that_is_there_takes_its_place(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    (altered,) = written.of_case("altered")
    assert altered.project
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        assert altered.project
        plan = await services.installs.plan(library, [Wanted(altered.project.slug)])
        await services.operations.apply(plan)
        library, (file,) = await identified(services, instance, written.mods_folder / altered.file)
        assert file.altered
        plan = await services.drops.plan_add(library, [AddChoice(file, AddAction.ADD)])
        assert [operation.kind for operation in plan.operations] == [OperationKind.UPDATE]
        back = await services.drops.plan_add(library, [AddChoice(file, AddAction.NEWEST)])
        assert [operation.project for operation in back.operations] == [file.project and file.project.ref]

    with_services(sandbox, tmp_path / "home", work)


def test_of_two_files_of_one_project_only_one_takes_the_place_of_what_is_there(
    sandbox: Handle, tmp_path: Path
) -> None:
    instance = mods_folder(tmp_path)
    versions = [
        item
        for item in sandbox.catalogue.listed(sandbox.catalogue.named("Hedgerow API"))
        if "fabric" in item.loaders and "1.21.4" in item.game_versions
    ]
    (tmp_path / "downloads").mkdir()
    paths = [tmp_path / "downloads" / item.files[0].filename for item in versions[:3]]
    for path, item in zip(paths, versions, strict=False):
        path.write_bytes(sandbox.contents.data(item, item.files[0]))
    shutil.copy(paths[0], instance.folder)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        files = await services.drops.identify(paths[1:], library)
        plan = await services.drops.plan_add(library, [AddChoice(file, AddAction.ADD) for file in files])
        assert [operation.kind for operation in plan.operations] == [
            OperationKind.UPDATE,
            OperationKind.INSTALL,
        ]
        await services.operations.apply(plan)

    with_services(sandbox, tmp_path / "home", work)
    assert {path.name for path in instance.folder.iterdir()} == {path.name for path in paths[1:]}
