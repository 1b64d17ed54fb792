"""One click for a whole folder: what is asked, what comes of it, and what is held back."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from backends import with_services
from domain_values import START, instance, sha1, version
from modstead.domain.catalog import Catalog
from modstead.domain.changes import install_operation, replace_operation, update_operation
from modstead.domain.instance import InstalledMod, Instance, Library, Loader, ModFile
from modstead.domain.plan import NoteKind
from modstead.domain.policies import Circumstances, FolderPolicies
from modstead.domain.updates import HeldBackKind, UpdateCheck
from modstead.domain.version import Channel, Version
from modstead.services.bundle import Services
from modstead.services.updates import UpdateService
from modstead_sandbox.faults import Fault
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle


def sample(sandbox: Handle, tmp_path: Path, **options: object) -> SampleInstance:
    return sample_instance(tmp_path / "instance", sandbox.catalogue, **options)  # type: ignore[arg-type]


def checked(
    sandbox: Handle, tmp_path: Path, written: SampleInstance, channel: Channel | None = None
) -> UpdateCheck:
    async def work(services: Services) -> UpdateCheck:
        library = await services.library.scan(await services.instances.open(written.mods_folder))
        return await services.updates.check(library, channel)

    return with_services(sandbox, tmp_path / "home", work)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_check_finds_just_what_the_sample_holds(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    check = checked(sandbox, tmp_path, written)
    expected = {mod.file: mod.newest.id for mod in written.updates if mod.newest}
    assert {item.mod.file.name: item.version.id for item in check.updates} == expected
    unknown = {mod.file for mod in written.mods if mod.case in {"altered", "foreign", "bare"}}
    assert set(check.unknown) == unknown
    held = {item.mod.file.name: item.kind for item in check.held_back}
    (older,) = (mod.file for mod in written.mods if mod.case == "held_back")
    assert held[older] is HeldBackKind.OLDER
    assert check.checked == len(written.mods)
    assert (
        len(check.updates) + len(check.held_back) + len(check.up_to_date) + len(check.unknown)
        == check.checked
    )


def test_five_hundred_mods_take_three_requests(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path, mods=120)
    sandbox.requests.clear()

    async def work(services: Services) -> UpdateCheck:
        instance = await services.instances.open(written.mods_folder)
        library = await services.library.scan(instance, titles=False)
        return await services.updates.check(library)

    check = with_services(sandbox, tmp_path / "home", work)
    assert check.updates
    assert len(sandbox.requests) <= 3


class NothingSaid:
    async def of(self, _library: Library) -> FolderPolicies:
        return FolderPolicies()

    async def circumstances(self, _instance: Instance) -> Circumstances:
        return Circumstances(START.date())


def test_a_check_takes_two_requests_at_most_whatever_channels_are_followed() -> None:
    asked: list[dict[str, tuple[Channel, ...]]] = []
    installed = {
        channel: InstalledMod(
            ModFile(f"{channel}.jar", 1, 1, sha1(channel)), version=version(channel, channel=channel)
        )
        for channel in Channel
    }
    newer = version("beta", "2.0.0", day=9, channel=Channel.BETA)

    class Platform:
        async def latest_of(self, _files: Mapping[str, Version], **_filters: object) -> dict[str, Version]:
            asked.append({})
            return {}

        async def latest_of_each(
            self,
            _files: Mapping[str, Version],
            channels: dict[str, tuple[Channel, ...]],
            **_filters: object,
        ) -> dict[str, Version]:
            asked.append(channels)
            return {sha1("beta"): newer}

    service = UpdateService(
        cast("Catalog", Platform()),
        NothingSaid(),
        lambda _name: None,
        requests_sent=lambda: len(asked),
        now=lambda: START,
    )
    check = asyncio.run(service.check(Library(instance(Loader.QUILT), tuple(installed.values()))))
    assert check.requests == 2
    assert [update.version for update in check.updates] == [newer]
    assert asked == [
        {},
        {
            sha1("release"): (Channel.RELEASE,),
            sha1("beta"): (Channel.RELEASE, Channel.BETA),
            sha1("alpha"): tuple(Channel),
        },
    ]


def test_update_all_applies_and_undoes_to_the_byte(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    before = contents(written.mods_folder)

    async def work(services: Services) -> None:
        instance = await services.instances.open(written.mods_folder)
        library = await services.library.scan(instance)
        check = await services.updates.check(library)
        plan = await services.updates.plan(library, check)
        applied = await services.operations.apply(plan)
        assert applied.failed == ()
        await _nothing_left_to_update(services, instance)
        await services.operations.undo(instance)

    with_services(sandbox, tmp_path / "home", work)
    assert contents(written.mods_folder) == before


async def _nothing_left_to_update(services: Services, instance: Instance) -> None:
    library = await services.library.scan(instance)
    check = await services.updates.check(library)
    assert check.updates == ()


def test_undo_works_without_server_or_database(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    before = contents(written.mods_folder)

    async def update(services: Services) -> None:
        library = await services.library.scan(await services.instances.open(written.mods_folder))
        check = await services.updates.check(library)
        await services.operations.apply(await services.updates.plan(library, check))

    async def undo(services: Services) -> None:
        await services.operations.undo(await services.instances.open(written.mods_folder))

    with_services(sandbox, tmp_path / "home", update)
    assert contents(written.mods_folder) != before
    sandbox.requests.clear()
    with_services(sandbox, tmp_path / "another home", undo)
    assert contents(written.mods_folder) == before
    assert not sandbox.requests


def test_a_disabled_mod_stays_disabled(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    (off,) = (mod for mod in written.mods if not mod.enabled and mod.newest)

    async def work(services: Services) -> str:
        library = await services.library.scan(await services.instances.open(written.mods_folder))
        check = await services.updates.check(library)
        plan = await services.updates.plan(library, check, [off.file])
        await services.operations.apply(plan)
        (operation,) = plan.operations
        return operation.file_name

    name = with_services(sandbox, tmp_path / "home", work)
    assert name.endswith(".jar.disabled")
    assert (written.mods_folder / name).exists()


def test_a_ticked_held_back_answer_is_in_the_plan_and_others_are_noted(
    sandbox: Handle, tmp_path: Path
) -> None:
    written = sample(sandbox, tmp_path)
    (older,) = (mod.file for mod in written.mods if mod.case == "held_back")

    async def work(services: Services) -> None:
        library = await services.library.scan(await services.instances.open(written.mods_folder))
        check = await services.updates.check(library)
        noted = (await services.updates.plan(library, check)).notes
        assert any(note.kind is NoteKind.HELD_BACK for note in noted)
        plan = await services.updates.plan(library, check, [], held_back=[older])
        assert [operation.before.name for operation in plan.operations if operation.before] == [older]

    with_services(sandbox, tmp_path / "home", work)


def test_a_told_channel_brings_betas(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    careful = checked(sandbox, tmp_path, written, Channel.RELEASE)
    bold = checked(sandbox, tmp_path, written, Channel.ALPHA)
    assert {item.version.channel for item in careful.updates} == {Channel.RELEASE}
    assert len(bold.updates) > len(careful.updates)


def test_changelogs_run_from_the_installed_to_the_target_version(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)

    async def work(services: Services) -> None:
        library = await services.library.scan(await services.instances.open(written.mods_folder))
        check = await services.updates.check(library)
        for update in check.updates[:6]:
            logs = await services.updates.changelogs(update.mod, update.version)
            assert logs[0].id == update.version.id
            assert update.mod.version
            assert all(
                item.published
                and update.mod.version.published
                and item.published > update.mod.version.published
                for item in logs
            )

    with_services(sandbox, tmp_path / "home", work)


def test_changelogs_of_any_change_run_between_its_two_versions(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)

    async def work(services: Services) -> None:
        library = await services.library.scan(await services.instances.open(written.mods_folder))
        check = await services.updates.check(library)
        for update in check.updates[:4]:
            mod, newer = update.mod, update.version
            logs = await services.updates.changelogs_of(update_operation(update, "newer version"))
            assert logs == await services.updates.changelogs(mod, newer)
            added = install_operation(newer, update.file, mod.project, "asked for")
            assert [item.id for item in await services.updates.changelogs_of(added)] == [newer.id]
            older = mod.version
            assert older
            back = replace(
                replace_operation(mod, older, older.files[0], mod.project, "asked for"),
                from_version_id=newer.id,
                from_published=newer.published,
            )
            given_up = await services.updates.changelogs_of(back)
            assert newer.id in {item.id for item in given_up}
            assert older.id not in {item.id for item in given_up}
            by_id = replace(back, from_published=None)
            assert await services.updates.changelogs_of(by_id) == given_up
        unknown = replace(added, project=None)
        assert await services.updates.changelogs_of(unknown) == ()

    with_services(sandbox, tmp_path / "home", work)


@pytest.mark.parametrize("up_to_date", [True, False])
def test_updates_that_all_have_the_name_of_a_file_that_is_there_are_held_back(
    sandbox: Handle, tmp_path: Path, up_to_date: bool
) -> None:
    """Of many files of one name only that may come whose own name it is, whatever the order of the mods."""
    written = sample(sandbox, tmp_path)
    cases = {"current"} if up_to_date else {"outdated"}
    owner = [mod.file for mod in written.mods if mod.case in cases and mod.enabled][-1]

    async def work(services: Services) -> None:
        sandbox.fault("/v2/*", Fault(file_name=owner))
        instance = await services.instances.open(written.mods_folder)
        library = await services.library.scan(instance)
        check = await services.updates.check(library)
        assert [item.mod.file.name for item in check.updates] == ([] if up_to_date else [owner])
        clashing = [item for item in check.held_back if item.reason.startswith("Another file")]
        assert len(clashing) > 2
        if not up_to_date:
            await services.operations.apply(await services.updates.plan(library, check))

    with_services(sandbox, tmp_path / "home", work)
