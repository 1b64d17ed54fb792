"""Folders with files of two platforms: what comes from each is found, kept up to date and told apart."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

import pytest

import guizhan
from backends import environment, mods_folder
from guizhan import Guizhan, serving
from jars import fabric_manifest, jar_bytes, make_jar
from modstead.application.backend import open_backend
from modstead.domain.instance import IdentifiedBy, Instance, Library
from modstead.domain.lock_file import source_of
from modstead.domain.migration import Readiness
from modstead.domain.plan import NoteKind
from modstead.domain.project import SearchQuery
from modstead.domain.updates import HeldBackKind
from modstead.domain.version import Channel
from modstead.errors import DamagedDownload, NotFound, Unresolvable
from modstead.services.bundle import Services
from modstead.services.installs import Wanted
from modstead_sandbox.server import Handle

T = TypeVar("T")

FABRIC = {"platforms": ["fabric"], "minecraft_versions": ["1.21.4"]}
OLD, NEW = (jar_bytes({"fabric.mod.json": fabric_manifest("cogs", number)}) for number in ("1.0", "1.1"))
LIB = jar_bytes({"fabric.mod.json": fabric_manifest("cogs-lib", "9")})


@pytest.fixture
def platform() -> Guizhan:
    """Cogs, which needs a library; an addition that lies elsewhere; one of which only sha256 is told."""
    found = Guizhan()
    needs = [{"type": "required", "project_id": "p2"}]
    found.add(
        guizhan.project("p1", "cogs", type="mod", **FABRIC),
        guizhan.version(
            "v1", "1.0", day=1, files=[guizhan.file("cogs-1.0.jar", OLD)], dependencies=needs, **FABRIC
        ),
    )
    found.add(
        guizhan.project("p2", "cogs-lib", type="mod", **FABRIC),
        guizhan.version(
            "v9", "9", day=1, files=[guizhan.file("cogs-lib-9.jar", LIB, hashes=("sha256",))], **FABRIC
        ),
    )
    found.add(
        guizhan.project("p3", "cogs-art", type="mod", **FABRIC),
        guizhan.version("v7", "7", day=1, files=[guizhan.link("https://forum.example/art")], **FABRIC),
    )
    found.contents = {"f-cogs-1.0.jar": OLD, "f-cogs-1.1.jar": NEW, "f-cogs-lib-9.jar": LIB}
    return found


def publish(platform: Guizhan, **more: Any) -> None:
    """A newer version of Cogs."""
    files = [guizhan.file("cogs-1.1.jar", NEW)]
    platform.versions["p1"].append(guizhan.version("v2", "1.1", day=2, files=files, **FABRIC) | more)


class Run(Protocol[T]):
    def __call__(self, work: Callable[[Services], Awaitable[T]], *, on: bool = True) -> T: ...


@pytest.fixture
def run(sandbox: Handle, platform: Guizhan, tmp_path: Path) -> Iterator[Run[Any]]:
    """Work with the services while both platforms are on."""
    with serving(platform) as url:

        def go(work: Callable[[Services], Awaitable[T]], *, on: bool = True) -> T:
            told = environment(sandbox, tmp_path / "home") | ({"MODSTEAD_GUIZHAN_URL": url} if on else {})

            async def with_services() -> T:
                async with open_backend(told) as backend:
                    return await work(backend.services)

            return asyncio.run(with_services())

        yield go


@pytest.fixture
def folder(tmp_path: Path) -> Instance:
    return mods_folder(tmp_path)


async def add(services: Services, folder: Instance, *names: str) -> None:
    library = await services.library.scan(folder)
    plan = await services.installs.plan(library, [Wanted(name) for name in names])
    await services.operations.apply(plan)


def by_title(library: Library) -> dict[str, Any]:
    return {mod.title: mod for mod in library.mods}


def test_files_of_both_platforms_are_told_apart_and_remembered(run: Run[Any], folder: Instance) -> None:
    async def work(services: Services) -> Library:
        await add(services, folder, "hedgerow-api", "guizhan:cogs")
        return await services.library.scan(folder)

    mods = by_title(run(work))
    assert {title: mod.version.provider for title, mod in mods.items()} == {
        "Cogs": "guizhan",
        "Cogs Lib": "guizhan",
        "Hedgerow API": "modrinth",
    }
    assert {mod.identified_by for mod in mods.values()} == {IdentifiedBy.HASH}
    assert mods["Cogs"].version.dependencies[0].project_id == mods["Cogs Lib"].project_id == "guizhan:p2"

    async def later(services: Services) -> Library:
        return await services.library.scan_quick(folder)

    assert by_title(run(later, on=False)).keys() == mods.keys()


def test_a_plan_that_calls_a_file_by_another_version_is_not_believed(run: Run[Any], folder: Instance) -> None:
    async def work(services: Services) -> Library:
        plan = await services.installs.plan(await services.library.scan(folder), [Wanted("guizhan:cogs-lib")])
        cogs = await services.installs.plan(await services.library.scan(folder), [Wanted("guizhan:cogs")])
        (lib,) = plan.operations
        forged = [
            replace(item, project=lib.project, version_id=lib.version_id)
            for item in cogs.operations
            if item.title == "Cogs"
        ]
        await services.operations.apply(replace(plan, operations=tuple(forged)))
        return await services.library.scan(folder)

    (mod,) = run(work).mods
    assert mod.version is None


def test_what_came_from_it_is_found_again_in_the_folders_own_records(
    run: Run[Any], platform: Guizhan, folder: Instance, tmp_path: Path
) -> None:
    async def work(services: Services) -> None:
        await add(services, folder, "guizhan:cogs")

    async def scan(services: Services) -> Library:
        return await services.library.scan(folder)

    run(work)
    shutil.rmtree(tmp_path / "home")
    (again,) = [mod for mod in run(scan).mods if mod.version]
    assert (again.title, again.version and again.version.provider) == ("Cogs", "guizhan")
    shutil.rmtree(tmp_path / "home")
    # What the platform does not vouch for, as it tells no sha1 or another one, is not believed.
    platform.versions["p1"][0]["files"][0]["checksum"]["sha1"] = "0" * 40
    assert [mod.version for mod in run(scan).mods] == [None, None]


def test_both_platforms_updates_are_one_change(run: Run[Any], platform: Guizhan, folder: Instance) -> None:
    async def work(services: Services) -> Any:
        await add(services, folder, "hedgerow-api", "guizhan:cogs")
        publish(platform)
        library = await services.library.scan(folder)
        check = await services.updates.check(library)
        plan = await services.updates.plan(library, check)
        await services.operations.apply(plan)
        again = await services.updates.check(await services.library.scan(folder))
        return check, again

    check, again = run(work)
    assert [(item.mod.title, item.version.number, item.version.provider) for item in check.updates] == [
        ("Cogs", "1.1", "guizhan")
    ]
    assert len(check.up_to_date) == 2
    assert (folder.folder / "cogs-1.1.jar").read_bytes() == NEW
    assert not again.updates
    assert len(again.up_to_date) == 3


def test_a_nightly_build_is_told_of_but_not_taken(run: Run[Any], platform: Guizhan, folder: Instance) -> None:
    async def work(services: Services) -> Any:
        await add(services, folder, "guizhan:cogs")
        publish(platform, channel=guizhan.NIGHTLY)
        library = await services.library.scan(folder)
        return await services.updates.check(library), await services.updates.check(library, Channel.ALPHA)

    check, alphas = run(work)
    assert [(item.kind, item.mod.title) for item in check.held_back] == [(HeldBackKind.CHANNEL, "Cogs")]
    assert [item.version.number for item in alphas.updates] == ["1.1"]


def test_a_file_that_moved_elsewhere_is_held_back_and_named(
    run: Run[Any], platform: Guizhan, folder: Instance
) -> None:
    async def work(services: Services) -> Any:
        await add(services, folder, "guizhan:cogs")
        publish(platform, files=[guizhan.link("https://forum.example/cogs")])
        library = await services.library.scan(folder)
        check = await services.updates.check(library)
        return check, await services.updates.plan(library, check, held_back={"cogs-1.0.jar"})

    check, plan = run(work)
    (held,) = check.held_back
    assert (held.kind, held.mod.title) == (HeldBackKind.FILE, "Cogs")
    assert "another site" in held.reason
    assert plan.operations == ()


def test_a_platform_that_is_off_or_away_holds_back_its_own_alone(
    run: Run[Any], platform: Guizhan, folder: Instance
) -> None:
    async def check(services: Services) -> Any:
        return await services.updates.check(await services.library.scan(folder))

    async def work(services: Services) -> Any:
        await add(services, folder, "hedgerow-api", "guizhan:cogs")
        await services.library.scan(folder)

    run(work)
    found = run(check, on=False)
    assert {item.mod.title for item in found.held_back} == {"Cogs", "Cogs Lib"}
    assert all("No platform called guizhan is on." in item.reason for item in found.held_back)
    assert len(found.up_to_date) == 1


def test_what_a_platform_that_is_off_has_for_a_move_is_not_known(run: Run[Any], folder: Instance) -> None:
    async def work(services: Services) -> Any:
        await add(services, folder, "hedgerow-api", "guizhan:cogs")
        return await moved(services)

    async def moved(services: Services) -> Any:
        library = await services.library.scan(folder)
        targets = await services.migration.targets(folder, ["1.21.4"])
        check = await services.migration.check(library, targets)
        return {cell.mod.version.id: cell for cell in check.outlooks[0].cells}

    on = run(work)
    assert {cell.readiness for cell in on.values()} == {Readiness.FITS}
    off = run(moved, on=False)
    assert off.keys() == on.keys()
    assert off["guizhan:v1"].readiness is Readiness.UNKNOWN
    assert "No platform called guizhan is on." in off["guizhan:v1"].reason


def test_a_project_that_was_told_of_a_platform_that_is_off_holds_up_nothing(
    run: Run[Any], folder: Instance
) -> None:
    path = make_jar(folder.folder / "mine.jar", {"fabric.mod.json": fabric_manifest("mine", "0.5")})

    async def work(services: Services) -> Any:
        await add(services, folder, "hedgerow-api")
        library = await services.library.scan(folder)
        mine = next(mod for mod in library.mods if mod.file.name == path.name)
        await services.library.choose(mine.file.sha1, await services.projects.page("guizhan:cogs"))
        return await check(services)

    async def check(services: Services) -> Any:
        return await services.updates.check(await services.library.scan(folder))

    on, off = run(work), run(check, on=False)
    assert [item.version.number for item in (*on.updates, *on.held_back) if item.version] == ["1.0"]
    assert len(off.up_to_date) == 1
    assert ["No platform called guizhan is on." in item.reason for item in off.held_back] == [True]


def test_what_lies_elsewhere_is_never_installed_but_told_where(run: Run[Any], folder: Instance) -> None:
    async def work(services: Services) -> Any:
        library = await services.library.scan(folder)
        choice = await services.installs.choose("guizhan:p3", folder)
        with pytest.raises(Unresolvable) as named:
            await services.installs.plan(library, [Wanted("guizhan:cogs-art", "7")])
        with pytest.raises(Unresolvable) as newest:
            await services.installs.plan(library, [Wanted("guizhan:cogs-art")])
        return choice, named.value, newest.value

    choice, named, newest = run(work)
    assert choice.version is None
    assert choice.elsewhere.number == "7"
    assert "another site" in named.detail
    assert "does not fit" not in named.title
    assert named.remedy == newest.remedy == "Open 7 in the browser: https://forum.example/art"


def test_bytes_that_are_not_those_announced_are_refused_by_sha256_alone(
    run: Run[Any], platform: Guizhan, folder: Instance
) -> None:
    platform.contents["f-cogs-lib-9.jar"] = LIB[:-1] + b"!"

    async def work(services: Services) -> None:
        with pytest.raises(DamagedDownload, match="sha256"):
            await add(services, folder, "guizhan:cogs-lib")

    run(work)
    assert list(folder.folder.iterdir()) == []


def test_what_is_there_already_is_not_brought_again(run: Run[Any], folder: Instance) -> None:
    async def work(services: Services) -> Any:
        await add(services, folder, "guizhan:cogs")
        library = await services.library.scan(folder)
        return await services.installs.plan(library, [Wanted("guizhan:cogs"), Wanted("guizhan:cogs-lib")])

    plan = run(work)
    assert plan.operations == ()
    assert [note.kind for note in plan.notes] == [NoteKind.ALREADY, NoteKind.ALREADY]


def test_each_platform_is_searched_by_itself(run: Run[Any]) -> None:
    async def work(services: Services) -> Any:
        search = services.search
        titles = [platform.title for platform in search.platforms]
        own = await search.search(SearchQuery("cogs"), "guizhan")
        main = await search.search(SearchQuery("cogs"))
        loaders = [tag.name for tag in await search.loaders("plugin", "guizhan")]
        with pytest.raises(NotFound, match="nowhere"):
            await search.search(SearchQuery("cogs"), "nowhere")
        return titles, [hit.handle for hit in own.hits], main.total, loaders

    titles, own, main, loaders = run(work)
    assert titles == ["Modrinth", "Guizhan Resources"]
    assert own == ["guizhan:cogs", "guizhan:cogs-lib", "guizhan:cogs-art"]
    assert main == 0
    assert loaders == ["bukkit", "spigot", "paper", "folia", "purpur"]


def test_a_lock_made_of_both_platforms_files_names_each(run: Run[Any], folder: Instance) -> None:
    async def work(services: Services) -> Any:
        await add(services, folder, "hedgerow-api", "guizhan:cogs")
        library = await services.library.scan(folder)
        return {mod.title: source_of(mod, mod.file.sha1) for mod in library.mods}

    sources = run(work)
    assert {title: source.provider for title, source in sources.items()} == {
        "Cogs": "guizhan",
        "Cogs Lib": "guizhan",
        "Hedgerow API": "modrinth",
    }
    assert sources["Cogs Lib"].version_id == "guizhan:v9"
