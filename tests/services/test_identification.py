"""What files are whose hash the platform does not know: asked for few times, offered, remembered, never assumed."""

import shutil
from pathlib import Path

import pytest

from backends import mods_folder, with_services
from jars import fabric_manifest, jar_bytes, make_jar
from modstead.domain.instance import Confidence, IdentifiedBy, InstalledMod, Instance, Library, Loader
from modstead.services.bundle import Services
from modstead.services.installs import Wanted
from modstead_sandbox.faults import Fault
from modstead_sandbox.model import Version
from modstead_sandbox.server import Handle
from modstead_sandbox.troubled import TroubledInstance, troubled_instance


@pytest.fixture
def troubled(sandbox: Handle, tmp_path: Path) -> TroubledInstance:
    written = troubled_instance(tmp_path / "troubled", sandbox.catalogue, sandbox.contents)
    sandbox.requests.clear()
    return written


def scanned(
    sandbox: Handle, home: Path, folder: Path, *, titles: bool = True, recognise: bool = True
) -> Library:
    async def work(services: Services) -> Library:
        instance = Instance(folder, "Thicket", "", Loader.FABRIC, "", "1.21.4")
        return await services.library.scan(instance, titles=titles, recognise=recognise)

    return with_services(sandbox, home, work)


def of_case(library: Library, written: TroubledInstance, case: str) -> InstalledMod:
    (file,) = (mod.file for mod in written.of_case(case))
    return next(mod for mod in library.mods if mod.file.name == file)


def version(sandbox: Handle, title: str, loader: str = "fabric", game_version: str = "1.21.4") -> Version:
    return next(
        item
        for item in reversed(sandbox.catalogue.listed(sandbox.catalogue.named(title)))
        if loader in item.loaders and game_version in item.game_versions
    )


def test_each_unknown_file_reaches_its_rung(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    library = scanned(sandbox, tmp_path / "home", troubled.mods_folder)

    def rung(case: str) -> tuple[IdentifiedBy, Confidence]:
        mod = of_case(library, troubled, case)
        return mod.identified_by, mod.confidence

    assert rung("renamed") == (IdentifiedBy.HASH, Confidence.CERTAIN)
    assert rung("altered") == (IdentifiedBy.MANIFEST, Confidence.LIKELY)
    assert rung("unpublished") == (IdentifiedBy.MANIFEST, Confidence.OFFERED)
    assert rung("foreign") == (IdentifiedBy.MANIFEST, Confidence.UNKNOWN)
    assert rung("named") == (IdentifiedBy.NAME, Confidence.OFFERED)
    assert rung("bare") == rung("broken") == (IdentifiedBy.NONE, Confidence.UNKNOWN)


def test_offers_are_not_assumed(sandbox: Handle, troubled: TroubledInstance, tmp_path: Path) -> None:
    library = scanned(sandbox, tmp_path / "home", troubled.mods_folder)
    for case, expected in (("unpublished", "Wren & Robin"), ("named", "Apiary Days")):
        mod = of_case(library, troubled, case)
        assert (mod.project, mod.project_id, mod.altered) == (None, None, "")
        assert [project.title for project in mod.offers] == [expected]


def test_a_rewritten_jar_is_told(sandbox: Handle, troubled: TroubledInstance, tmp_path: Path) -> None:
    library = scanned(sandbox, tmp_path / "home", troubled.mods_folder)
    (written,) = troubled.of_case("altered")
    mod = of_case(library, troubled, "altered")
    assert mod.claims
    assert written.version
    assert mod.claims.id == written.version.id
    assert "Brass Compass" in mod.altered
    assert [item.file.name for item in library.mods if item.altered] == [written.file]


def test_the_next_scan_asks_nothing_and_says_the_same(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    first = scanned(sandbox, tmp_path / "home", troubled.mods_folder)
    assert len(sandbox.requests) <= 10
    sandbox.requests.clear()
    again = scanned(sandbox, tmp_path / "home", troubled.mods_folder)
    assert [(mod.file, mod.identified_by, mod.title, mod.altered, mod.offers) for mod in again.mods] == [
        (mod.file, mod.identified_by, mod.title, mod.altered, mod.offers) for mod in first.mods
    ]
    assert not sandbox.requests


def test_known_files_cost_no_request_more(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    for mod in troubled.of_case("altered", "unpublished", "foreign", "named", "bare", "broken"):
        (troubled.mods_folder / mod.file).unlink()
    scanned(sandbox, tmp_path / "home", troubled.mods_folder)
    assert [request.path for request in sandbox.requests] == ["/v2/version_files", "/v2/projects"]


def test_an_update_check_does_not_wait_for_it(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    scanned(sandbox, tmp_path / "home", troubled.mods_folder, recognise=False)
    assert [request.path for request in sandbox.requests] == ["/v2/version_files", "/v2/projects"]
    scanned(sandbox, tmp_path / "another home", troubled.mods_folder, titles=False)
    assert len(sandbox.requests) == 3


def test_where_the_search_fails_the_rest_is_told_and_asked_again_later(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    sandbox.fault("/v2/search", Fault(status=400))
    refused = scanned(sandbox, tmp_path / "home", troubled.mods_folder)
    assert not refused.offline
    assert of_case(refused, troubled, "altered").altered
    sandbox.clear_faults()
    sandbox.requests.clear()
    scanned(sandbox, tmp_path / "home", troubled.mods_folder)
    assert not sandbox.requests


def test_many_unknown_files_are_searched_for_a_few_at_a_time(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    for number in range(30):
        mod_id = f"nowhere-to-be-found-{chr(97 + number % 26)}{number}"
        make_jar(instance.folder / f"{number}.jar", {"fabric.mod.json": fabric_manifest(mod_id)})

    async def work(services: Services) -> list[int]:
        counts = []
        for _ in range(4):
            sandbox.requests.clear()
            await services.library.scan(instance)
            counts.append(sum(request.path == "/v2/search" for request in sandbox.requests))
        return counts

    assert with_services(sandbox, tmp_path / "home", work) == [12, 12, 6, 0]


def test_a_folder_of_strangers_is_asked_for_in_few_requests(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    for number in range(200):
        make_jar(
            instance.folder / f"{number}.jar", {"fabric.mod.json": fabric_manifest(f"stranger_{number}")}
        )
    scanned(sandbox, tmp_path / "home", instance.folder)
    paths = [request.path for request in sandbox.requests]
    assert paths.count("/v2/projects") <= 3
    assert len(paths) <= 1 + 3 + 12


def test_a_name_that_is_nearly_the_title_is_offered(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    make_jar(instance.folder / "skylarks atlas-2.0.jar", {"a.class": b"x"})
    (mod,) = scanned(sandbox, tmp_path / "home", instance.folder).mods
    assert mod.identified_by is IdentifiedBy.NAME
    assert [project.title for project in mod.offers] == ["Skylark Atlas"]


def test_a_file_under_its_published_name_is_of_that_project(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    published = version(sandbox, "Glowmoss")
    make_jar(
        instance.folder / published.files[0].filename,
        {"fabric.mod.json": fabric_manifest("glowmoss", "0.0.1-unheard-of")},
    )
    (mod,) = scanned(sandbox, tmp_path / "home", instance.folder).mods
    assert mod.project_id == published.project_id
    assert mod.confidence is Confidence.LIKELY
    assert mod.altered == ""


def changed_in_place(
    sandbox: Handle, tmp_path: Path, *, scan_between: bool, manifest: bool = False
) -> InstalledMod:
    """Install a mod, change its file, and look at it again."""
    instance = mods_folder(tmp_path)
    published = version(sandbox, "Glowmoss")

    async def work(services: Services) -> InstalledMod:
        library = await services.library.scan(instance)
        plan = await services.installs.plan(library, [Wanted("glowmoss")])
        await services.operations.apply(plan)
        if scan_between:
            await services.library.scan(instance)
        path = instance.folder / published.files[0].filename
        members = {"fabric.mod.json": fabric_manifest("sleeper", "6.6.6")} if manifest else {"a.class": b"x"}
        path.write_bytes(jar_bytes(members))
        found = await services.library.scan(instance)
        return next(mod for mod in found.mods if mod.file.name == path.name)

    return with_services(sandbox, tmp_path / "home", work)


@pytest.mark.parametrize("scan_between", [True, False])
@pytest.mark.parametrize("manifest", [True, False])
def test_a_file_that_changes_where_it_lies_is_told(
    sandbox: Handle, tmp_path: Path, scan_between: bool, manifest: bool
) -> None:
    mod = changed_in_place(sandbox, tmp_path, scan_between=scan_between, manifest=manifest)
    assert mod.altered.startswith("It was Glowmoss")
    assert mod.claims
    assert mod.claims.id == version(sandbox, "Glowmoss").id
    assert mod.version is None


def test_a_published_file_in_the_place_of_another_is_no_alarm(sandbox: Handle, tmp_path: Path) -> None:
    instance = mods_folder(tmp_path)
    older, newer = sandbox.catalogue.listed(sandbox.catalogue.named("Glowmoss"))[:2]

    async def work(services: Services) -> str:
        path = instance.folder / "glowmoss.jar"
        for published in (older, newer):
            path.write_bytes(sandbox.contents.data(published, published.files[0]))
            library = await services.library.scan(instance)
        return library.mods[0].altered

    assert with_services(sandbox, tmp_path / "home", work) == ""


def test_identify_tells_it_too(sandbox: Handle, troubled: TroubledInstance, tmp_path: Path) -> None:
    (written,) = troubled.of_case("altered")

    async def work(services: Services) -> None:
        (file,) = await services.drops.identify([troubled.mods_folder / written.file])
        assert file.identified_by is IdentifiedBy.MANIFEST
        assert file.confidence is Confidence.LIKELY
        assert file.altered
        assert file.altered in file.problems
        assert file.project
        assert file.project.title == "Brass Compass"

    with_services(sandbox, tmp_path / "home", work)


def test_what_a_jar_brings_in_itself_is_kept(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    library = scanned(sandbox, tmp_path / "home", troubled.mods_folder)
    mod = of_case(library, troubled, "nested")
    assert {manifest.id for jar in mod.nested for manifest in jar.manifests} >= {"tiny_commons"}


def test_the_users_word_is_remembered_by_content(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    async def say(services: Services) -> None:
        library = await services.library.scan(
            Instance(troubled.mods_folder, "Thicket", "", Loader.FABRIC, "", "1.21.4")
        )
        offered = of_case(library, troubled, "unpublished")
        await services.library.choose(offered.file.sha1, offered.offers[0])
        await services.library.choose(of_case(library, troubled, "altered").file.sha1, None)

    with_services(sandbox, tmp_path / "home", say)
    moved = tmp_path / "elsewhere"
    shutil.copytree(troubled.mods_folder, moved)
    sandbox.requests.clear()
    library = scanned(sandbox, tmp_path / "home", moved)
    told = of_case(library, troubled, "unpublished")
    assert (told.title, told.confidence, told.chosen) == ("Wren & Robin", Confidence.CERTAIN, True)
    alone = of_case(library, troubled, "altered")
    assert alone.left_alone
    assert (alone.altered, alone.offers, alone.problems) == ("", (), ())
    assert not sandbox.requests

    async def take_back(services: Services) -> None:
        await services.library.forget_choice(told.file.sha1)
        await services.library.forget_choice(alone.file.sha1)

    with_services(sandbox, tmp_path / "home", take_back)
    library = scanned(sandbox, tmp_path / "home", moved)
    assert of_case(library, troubled, "unpublished").confidence is Confidence.OFFERED
    assert of_case(library, troubled, "altered").altered


def test_what_is_chosen_gets_updates_and_what_is_left_alone_none(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    newest = version(sandbox, "Wren & Robin")

    async def work(services: Services) -> None:
        instance = Instance(troubled.mods_folder, "Thicket", "", Loader.FABRIC, "", "1.21.4")
        library = await services.library.scan(instance)
        chosen, alone = of_case(library, troubled, "unpublished"), of_case(library, troubled, "foreign")
        await services.library.choose(chosen.file.sha1, chosen.offers[0])
        await services.library.choose(alone.file.sha1, None)
        library = await services.library.scan(instance)
        check = await services.updates.check(library)
        updates = {item.mod.file.name: item for item in check.updates}
        assert updates[chosen.file.name].version.project_id == newest.project_id
        assert alone.file.name not in (*check.unknown, *updates)
        assert of_case(library, troubled, "bare").file.name in check.unknown
        plan = await services.updates.plan(library, check, [chosen.file.name])
        await services.operations.apply(plan)
        names = {mod.file.name: mod for mod in (await services.library.scan(instance)).mods}
        assert chosen.file.name not in names

    with_services(sandbox, tmp_path / "home", work)


def test_a_dropped_file_can_be_told_what_it_is(
    sandbox: Handle, troubled: TroubledInstance, tmp_path: Path
) -> None:
    (named,) = troubled.of_case("named")
    instance = mods_folder(tmp_path)

    async def work(services: Services) -> None:
        library = await services.library.scan(instance)
        (file,) = await services.drops.identify([troubled.mods_folder / named.file], library)
        assert file.fit
        assert file.fit.newest is None
        told = await services.drops.choose(file, file.offers[0], library)
        assert told.title == "Apiary Days"
        assert told.confidence is Confidence.CERTAIN
        assert told.fit
        assert told.fit.newest

    with_services(sandbox, tmp_path / "home", work)
