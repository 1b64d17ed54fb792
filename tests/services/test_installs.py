"""Installing over real HTTP, from the plan to the bytes in the folder."""

from pathlib import Path

import pytest

from backends import mods_folder, with_services
from jars import fabric_manifest, make_jar
from modstead.domain.instance import Loader
from modstead.domain.plan import NoteKind, OperationKind
from modstead.domain.version import Channel
from modstead.errors import NotFound, Unresolvable
from modstead.services.bundle import Services
from modstead.services.installs import Wanted
from modstead_sandbox.server import Handle


def installed(sandbox: Handle, tmp_path: Path, *wanted: Wanted, loader: Loader = Loader.FABRIC) -> Path:
    instance = mods_folder(tmp_path, loader)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, wanted)
        await services.operations.apply(plan)

    with_services(sandbox, tmp_path / "home", work)
    return instance.folder


def test_a_chain_is_installed_whole(sandbox: Handle, tmp_path: Path) -> None:
    folder = installed(sandbox, tmp_path, Wanted("windward-sails"))
    names = sorted(path.name.split("-")[0] for path in folder.iterdir())
    assert names == ["hedgerow", "tidal", "windward"]


def test_a_diamond_brings_its_foot_once(sandbox: Handle, tmp_path: Path) -> None:
    folder = installed(sandbox, tmp_path, Wanted("lanternworks"))
    assert len(list(folder.glob("hedgerow-api*"))) == 1
    assert len(list(folder.iterdir())) == 4


def test_two_that_need_each_other_come_together(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> int:
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted("gilded-thread")])
        return len(plan.operations)

    assert with_services(sandbox, tmp_path / "home", work) == 2


def test_dependencies_say_who_needs_them(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted("windward-sails")])
        by_title = {operation.title: operation for operation in plan.operations}
        assert by_title["Windward Sails"].required_by == ()
        sails, tidal = by_title["Windward Sails"].project, by_title["Tidal Core"].project
        assert sails
        assert tidal
        assert by_title["Tidal Core"].required_by == (sails.project_id,)
        assert by_title["Hedgerow API"].required_by == (tidal.project_id,)

    with_services(sandbox, tmp_path / "home", work)


def test_what_is_there_is_not_brought_again_and_one_undo_takes_all_back(
    sandbox: Handle, tmp_path: Path
) -> None:
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        await services.operations.apply(await services.installs.plan(library, [Wanted("tidal-core")]))
        before = {path.name: path.read_bytes() for path in instance.folder.iterdir()}
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted("windward-sails"), Wanted("tidal-core")])
        assert [operation.title for operation in plan.operations] == ["Windward Sails"]
        assert [note.kind for note in plan.notes] == [NoteKind.ALREADY]
        await services.operations.apply(plan)
        assert len(list(instance.folder.iterdir())) == 3
        await services.operations.undo(instance)
        assert {path.name: path.read_bytes() for path in instance.folder.iterdir()} == before

    with_services(sandbox, tmp_path / "home", work)


def test_a_disabled_dependency_is_enabled(sandbox: Handle, tmp_path: Path) -> None:
    folder = installed(sandbox, tmp_path, Wanted("hedgerow-api"))
    (jar,) = folder.iterdir()
    jar.rename(jar.with_name(jar.name + ".disabled"))
    instance = mods_folder(tmp_path / "other")
    (folder / (jar.name + ".disabled")).rename(instance.folder / (jar.name + ".disabled"))

    async def work(services: Services) -> list[OperationKind]:
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted("tidal-core")])
        return [operation.kind for operation in plan.operations]

    kinds = with_services(sandbox, tmp_path / "home", work)
    assert kinds == [OperationKind.INSTALL, OperationKind.ENABLE]


def test_a_conflict_is_named_before_anything_is_written(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted("cinder-render"), Wanted("emberglass-renderer")])
        (note,) = plan.conflicts
        assert "Cinder Render" in note.text
        assert "Emberglass Renderer" in note.text
        assert list(instance.folder.iterdir()) == []

    with_services(sandbox, tmp_path / "home", work)


def test_a_disabled_file_that_the_user_named_is_enabled_where_it_is_required(
    sandbox: Handle, tmp_path: Path
) -> None:
    instance = mods_folder(tmp_path)
    own = {"fabric.mod.json": fabric_manifest("my_own_core", "0.1")}
    make_jar(instance.folder / "own-build.jar.disabled", own)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        core = await services.projects.page("tidal-core")
        await services.library.choose(library.mods[0].file.sha1, core)
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted("basalt-roads")])
        enabled = [item for item in plan.operations if item.kind is OperationKind.ENABLE]
        assert [item.file_name for item in enabled] == ["own-build.jar"]
        assert core.project_id not in {
            item.project and item.project.project_id
            for item in plan.operations
            if item.kind is OperationKind.INSTALL
        }

    with_services(sandbox, tmp_path / "home", work)


def test_an_altered_file_is_not_enabled_but_replaced_by_what_is_required(
    sandbox: Handle, tmp_path: Path
) -> None:
    instance = mods_folder(tmp_path)
    core = sandbox.catalogue.named("Tidal Core")
    published = next(
        item
        for item in reversed(sandbox.catalogue.listed(core))
        if "fabric" in item.loaders and "1.21.4" in item.game_versions
    )
    data = sandbox.contents.data(published, published.files[0])
    name = f"{published.files[0].filename}.disabled"
    (instance.folder / name).write_bytes(data[:500] + bytes([data[500] ^ 1]) + data[501:])

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        assert library.mods[0].altered
        plan = await services.installs.plan(library, [Wanted("basalt-roads")])
        brought = [item for item in plan.operations if item.title == "Tidal Core"]
        assert [item.kind for item in brought] == [OperationKind.INSTALL]
        await services.operations.apply(plan)

    with_services(sandbox, tmp_path / "home", work)
    assert (instance.folder / name).exists()


def test_an_older_version_can_be_chosen_by_number(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        versions = await services.projects.versions("hedgerow-api")
        fitting = [item for item in versions if "1.21.4" in item.game_versions and "fabric" in item.loaders]
        oldest = fitting[-1]
        plan = await services.installs.plan(library, [Wanted("hedgerow-api", oldest.id)])
        assert plan.operations[0].version_id == oldest.id
        await services.operations.apply(plan)
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted("hedgerow-api")])
        assert [operation.kind for operation in plan.operations] == [OperationKind.UPDATE]

    with_services(sandbox, tmp_path / "home", work)


def test_what_does_not_exist_or_fit_is_told(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path, game_version="1.7.10")

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        with pytest.raises(NotFound):
            await services.installs.plan(library, [Wanted("no-such-project")])
        with pytest.raises(Unresolvable, match=r"1\.7\.10"):
            await services.installs.plan(library, [Wanted("lanternworks")])

    with_services(sandbox, tmp_path / "home", work)


def test_only_a_beta_is_taken_with_a_note_but_not_into_a_told_channel(
    sandbox: Handle, tmp_path: Path
) -> None:
    project, loader, game_version = _only_betas(sandbox)
    instance = mods_folder(tmp_path, Loader(loader), game_version)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted(project)])
        assert any(note.kind is NoteKind.INFO for note in plan.notes)
        with pytest.raises(Unresolvable, match="Only a"):
            await services.installs.plan(library, [Wanted(project)], Channel.RELEASE)

    with_services(sandbox, tmp_path / "home", work)


def _only_betas(sandbox: Handle) -> tuple[str, str, str]:
    """A project, loader and game version for which the catalogue has no release."""
    channels: dict[tuple[str, str, str], set[str]] = {}
    for project in sandbox.catalogue.projects:
        for version in sandbox.catalogue.listed(project):
            for loader in set(version.loaders) & set(Loader):
                for game_version in version.game_versions:
                    channels.setdefault((project.id, loader, game_version), set()).add(version.channel)
    return next(place for place, found in channels.items() if "release" not in found)
