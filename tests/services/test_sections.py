"""Plugins, packs and shaders: scanned, updated, installed and dropped as mods are, each in a folder of its own."""

import zipfile
from pathlib import Path

import pytest

from backends import with_services
from jars import make_jar
from modstead.domain.instance import ContentKind, IdentifiedBy, Instance, Loader
from modstead.domain.plan import NoteKind, OperationKind
from modstead.errors import Unresolvable
from modstead.services.bundle import Services
from modstead.services.drops import AddAction, AddChoice, DroppedKind
from modstead.services.installs import Wanted
from modstead_sandbox.model import Version
from modstead_sandbox.server import Handle

CASES = [
    (ContentKind.PLUGIN, Loader.PAPER, "1.21.4", "Copper Ledger"),
    (ContentKind.PLUGIN, Loader.PURPUR, "1.21.4", "Town Crier"),
    (ContentKind.PLUGIN, Loader.VELOCITY, None, "Wharf Gate"),
    (ContentKind.PLUGIN, Loader.WATERFALL, None, "Ferryman"),
    (ContentKind.RESOURCE_PACK, Loader.FABRIC, "1.21.4", "Linen Textures"),
    (ContentKind.RESOURCE_PACK, None, "1.21.4", "Chalk Doors"),
    (ContentKind.SHADER, None, "1.21.4", "Golden Hour"),
    (ContentKind.DATA_PACK, None, "1.21.4", "Slow Seasons"),
]


def section(
    tmp_path: Path, content: ContentKind, loader: Loader | None = None, game_version: str | None = "1.21.4"
) -> Instance:
    folder = tmp_path / "game" / content.value
    folder.mkdir(parents=True)
    return Instance(folder, "Meadow", "", loader, "", game_version, content=content)


def fitting(sandbox: Handle, title: str, game_version: str | None) -> list[Version]:
    """The releases that fit, oldest first."""
    return [
        item
        for item in sandbox.catalogue.listed(sandbox.catalogue.named(title))
        if item.channel == "release" and (game_version is None or game_version in item.game_versions)
    ]


def put(sandbox: Handle, instance: Instance, version: Version) -> str:
    file = version.files[0]
    (instance.folder / file.filename).write_bytes(sandbox.contents.data(version, file))
    return file.filename


@pytest.mark.parametrize(("content", "loader", "game_version", "title"), CASES)
def test_a_section_is_scanned_updated_and_undone(
    sandbox: Handle,
    tmp_path: Path,
    content: ContentKind,
    loader: Loader | None,
    game_version: str | None,
    title: str,
) -> None:
    instance = section(tmp_path, content, loader, game_version)
    old = sandbox.catalogue.listed(sandbox.catalogue.named(title))[0]
    newest = fitting(sandbox, title, game_version)[-1]
    name = put(sandbox, instance, old)
    before = (instance.folder / name).read_bytes()

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        (mod,) = library.mods
        assert (mod.identified_by, mod.title) == (IdentifiedBy.HASH, title)
        check = await services.updates.check(library)
        plan = await services.updates.plan(library, check)
        assert [operation.version_id for operation in plan.operations] == [newest.id]
        await services.operations.apply(plan)
        assert [path.name for path in instance.folder.iterdir()] == [newest.files[0].filename]
        await services.operations.undo(instance)

    with_services(sandbox, tmp_path / "home", work)
    assert (instance.folder / name).read_bytes() == before


@pytest.mark.parametrize(("content", "loader", "game_version", "title"), CASES)
def test_a_project_is_installed_into_its_section_only(
    sandbox: Handle,
    tmp_path: Path,
    content: ContentKind,
    loader: Loader | None,
    game_version: str | None,
    title: str,
) -> None:
    instance = section(tmp_path, content, loader, game_version)
    slug = sandbox.catalogue.named(title).slug

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted(slug)])
        await services.operations.apply(plan)
        (mod,) = (await services.library.scan(instance)).mods
        assert mod.title == title
        with pytest.raises(Unresolvable, match="belongs among the mods"):
            await services.installs.plan(library, [Wanted("hedgerow-api")])

    with_services(sandbox, tmp_path / "home", work)


def test_a_pack_is_disabled_by_its_name(sandbox: Handle, tmp_path: Path) -> None:
    instance = section(tmp_path, ContentKind.RESOURCE_PACK)
    name = put(sandbox, instance, fitting(sandbox, "Linen Textures", "1.21.4")[0])
    (instance.folder / name).rename(instance.folder / f"{name}.disabled")

    async def work(services: Services) -> None:
        (mod,) = (await services.library.scan(instance)).mods
        assert not mod.file.enabled
        assert mod.title == "Linen Textures"

    with_services(sandbox, tmp_path / "home", work)


def test_unpacked_packs_are_named_and_left_alone(sandbox: Handle, tmp_path: Path) -> None:
    packs = section(tmp_path, ContentKind.RESOURCE_PACK)
    (packs.folder / "Handmade").mkdir()
    (packs.folder / "Handmade" / "pack.mcmeta").write_text("{}")
    (packs.folder / "notes").mkdir()
    (packs.folder / "a mod.jar").write_bytes(b"no pack")
    shaders = section(tmp_path, ContentKind.SHADER)
    (shaders.folder / "Drawn" / "shaders").mkdir(parents=True)

    async def work(services: Services) -> None:
        library = await services.library.scan(packs)
        assert (library.mods, library.unpacked, library.failures) == ((), ("Handmade",), ())
        assert (await services.library.scan(shaders)).unpacked == ("Drawn",)

    with_services(sandbox, tmp_path / "home", work)


def test_a_pack_that_needs_a_mod_says_so_and_does_not_bring_it(sandbox: Handle, tmp_path: Path) -> None:
    instance = section(tmp_path, ContentKind.RESOURCE_PACK)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted("pebble-tiles")])
        assert [operation.kind for operation in plan.operations] == [OperationKind.INSTALL]
        told = [note for note in plan.notes if note.subject == "Cinder Render"]
        assert [note.kind for note in told] == [NoteKind.INFO]
        assert "belongs among the mods" in told[0].text
        await services.operations.apply(plan)
        assert await services.health.check(await services.library.scan(instance)) == ()

    with_services(sandbox, tmp_path / "home", work)


def test_drops_go_where_they_belong(sandbox: Handle, tmp_path: Path) -> None:
    packs = section(tmp_path, ContentKind.RESOURCE_PACK)
    elsewhere = tmp_path / "downloads"
    elsewhere.mkdir()
    downloads = Instance(elsewhere, "Downloads")
    pack = elsewhere / put(sandbox, downloads, fitting(sandbox, "Linen Textures", "1.21.4")[-1])
    mod = elsewhere / put(sandbox, downloads, fitting(sandbox, "Glowmoss", "1.21.4")[-1])
    own = elsewhere / "own.zip"
    with zipfile.ZipFile(own, "w") as archive:
        archive.writestr("pack.mcmeta", '{"pack": {"pack_format": 46, "description": "Mine"}}')
        archive.writestr("assets/mine/lang/en_us.json", "{}")
    holiday = elsewhere / "holiday.zip"
    with zipfile.ZipFile(holiday, "w") as archive:
        archive.writestr("beach.jpg", b"\xff\xd8")

    async def work(services: Services) -> None:
        library = await services.library.scan(packs)
        files = await services.drops.identify([pack, mod, own], library)
        assert [file.kind for file in files] == [DroppedKind.PACK, DroppedKind.JAR, DroppedKind.PACK]
        assert [file.fit and file.fit.fits for file in files] == [True, False, True]
        assert files[1].fit
        assert files[1].fit.text == "Belongs among the mods"
        plan = await services.drops.plan_add(library, [AddChoice(file, AddAction.ADD) for file in files])
        assert [operation.file_name for operation in plan.operations] == [pack.name, own.name]
        assert any("does not belong among the resource packs" in note.text for note in plan.notes)
        await services.operations.apply(plan)
        (photos,) = await services.drops.identify([holiday])
        assert photos.kind is DroppedKind.OTHER

    with_services(sandbox, tmp_path / "home", work)
    assert {path.name for path in packs.folder.iterdir()} == {pack.name, own.name}


def test_a_folder_of_packs_is_its_packs(sandbox: Handle, tmp_path: Path) -> None:
    packs = section(tmp_path, ContentKind.RESOURCE_PACK)
    put(sandbox, packs, fitting(sandbox, "Linen Textures", "1.21.4")[-1])
    make_jar(packs.folder / "stray.jar")

    async def work(services: Services) -> tuple[int, int]:
        library = await services.library.scan(packs)
        return (
            len(await services.drops.identify([packs.folder], library)),
            len(await services.drops.identify([packs.folder])),
        )

    assert with_services(sandbox, tmp_path / "home", work) == (1, 2)
