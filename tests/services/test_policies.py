"""What is said of a folder, over the real services and the sandbox."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar, cast

import pytest

from backends import with_services
from domain_values import START, instance, library, mod, sha1, version, version_file
from folders import depends, folder, jar, of_project
from modstead.domain.catalog import Catalog, GameVersionTag
from modstead.domain.instance import Instance, Library, Loader
from modstead.domain.plan import NoteKind, OperationKind
from modstead.domain.policies import Circumstances, FolderPolicies, Policy, Snooze
from modstead.domain.problems import RemedyKind
from modstead.domain.updates import HeldBackKind, UpdateCheck
from modstead.domain.version import Channel, Version
from modstead.errors import PolicyRefused, Unreachable
from modstead.services.bundle import Services
from modstead.services.policies import PolicyService
from modstead.services.updates import UpdateService, refreshed
from modstead.storage.database import Database
from modstead_sandbox.faults import Fault
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle
from modstead_sandbox.troubled import troubled_instance

T = TypeVar("T")
TODAY = date(2026, 11, 23)


def sample(sandbox: Handle, tmp_path: Path, mods: int = 40) -> SampleInstance:
    return sample_instance(tmp_path / "instance", sandbox.catalogue, mods=mods)


def in_sample(
    sandbox: Handle,
    tmp_path: Path,
    written: SampleInstance,
    work: Callable[[Services, Library], Awaitable[T]],
) -> T:
    async def go(services: Services) -> T:
        library = await services.library.scan(await services.instances.open(written.mods_folder))
        return await work(services, library)

    return with_services(sandbox, tmp_path / "home", go)


def test_policies_survive_a_restart_and_an_update(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    file = written.updates[0].file

    async def say(services: Services, library: Library) -> str:
        named = next(item for item in library.mods if item.file.name == file)
        await services.policies.follow(library.instance.folder, Channel.BETA, named)
        check = await services.updates.check(library)
        await services.operations.apply(await services.updates.plan(library, check, [file]))
        return named.project_id or ""

    async def look(services: Services, library: Library) -> list[str]:
        said = await services.policies.all(library.instance.folder)
        followed = (item for item in library.mods if said.of(item).channel is Channel.BETA)
        return [item.project_id or "" for item in followed]

    project_id = in_sample(sandbox, tmp_path, written, say)
    assert not (written.mods_folder / file).exists()
    assert in_sample(sandbox, tmp_path, written, look) == [project_id]


def test_what_is_pinned_is_in_no_plan(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    file = written.updates[0].file

    async def work(services: Services, library: Library) -> None:
        named = next(item for item in library.mods if item.file.name == file)
        await services.policies.pin(library.instance.folder, named, pinned=True)
        check = await services.updates.check(library)
        plan = await services.updates.plan(library, check)
        replaced = {operation.before.name for operation in plan.operations if operation.before}
        assert len(replaced) == len(written.updates) - 1
        assert file not in replaced
        assert f"Pinned at {named.version_number}." in {note.text for note in plan.notes}
        taken = await services.updates.plan(library, check, [], held_back=[file])
        assert [item.before.name for item in taken.operations if item.before] == [file]

    in_sample(sandbox, tmp_path, written, work)


def test_of_a_group_nothing_is_planned_while_one_is_not_chosen(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    one, two, three, *_ = (item.file for item in written.updates)

    async def work(services: Services, library: Library) -> None:
        by_name = {item.file.name: item for item in library.mods}
        await services.policies.together(library.instance.folder, [by_name[one], by_name[two]])
        check = await services.updates.check(library)
        assert {frozenset(group) for group in check.together} == {frozenset({one, two})}
        plan = await services.updates.plan(library, check, [one, three])
        assert [item.before.name for item in plan.operations if item.before] == [three]
        (note,) = (note for note in plan.notes if note.subject == by_name[one].title)
        assert note.kind is NoteKind.INFO
        assert note.text == f"{by_name[one].title} is held back with {by_name[two].title}, which is left out."
        plan = await services.updates.plan(library, check, [one, two])
        assert {item.before.name for item in plan.operations if item.before} == {one, two}

    in_sample(sandbox, tmp_path, written, work)


def test_a_check_under_policies_takes_three_requests(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path, mods=120)

    async def work(services: Services, library: Library) -> UpdateCheck:
        folder = library.instance.folder
        known = [item for item in library.mods if item.version]
        for item, channel in zip(known[:40], (*Channel,) * 20, strict=False):
            await services.policies.follow(folder, channel, item)
        newer = next(tag for tag in (await services.search.game_versions()).releases if tag != "1.21.4")
        snooze = await services.policies.until_game_version(library.instance, newer)
        await services.policies.snooze(folder, snooze)
        sandbox.requests.clear()
        return await services.updates.check(library)

    check = in_sample(sandbox, tmp_path, written, work)
    assert check.requests == len(sandbox.requests)
    assert check.requests <= 3
    assert not check.updates
    assert HeldBackKind.SNOOZED in {item.kind for item in check.held_back}


class Platform:
    """Answers from what it is given; `away` takes it out of reach."""

    id = "modrinth"
    title = "Modrinth"

    def __init__(self, *offers: tuple[str, Version]) -> None:
        self._offers = dict(offers)
        self.away = False
        self.tags: tuple[GameVersionTag, ...] = tuple(map(GameVersionTag, ("1.21.5", "1.21.4", "1.21.3")))
        self.asked_for_tags = 0

    async def latest_of(self, hashes: Collection[str], **_filters: object) -> dict[str, Version]:
        return {sha1: offer for sha1, offer in self._offers.items() if sha1 in hashes}

    async def latest_of_each(
        self, hashes: Collection[str], *_channels: object, **_filters: object
    ) -> dict[str, Version]:
        return await self.latest_of(hashes)

    async def game_versions(self) -> tuple[GameVersionTag, ...]:
        self.asked_for_tags += 1
        if self.away:
            raise Unreachable("Away.")
        return self.tags


def with_policies(tmp_path: Path, platform: Platform, work: Callable[[PolicyService], Awaitable[T]]) -> T:
    database = Database(tmp_path / "modstead.db")
    service = PolicyService(
        cast("Catalog", platform), database, lambda: START.replace(month=11, day=23, hour=12)
    )

    async def go() -> T:
        return await work(service)

    try:
        return asyncio.run(go())
    finally:
        database.close()


A = mod(version("AAAA"))
FOLDER = instance().folder


def test_a_game_version_is_looked_up_once_and_never_in_a_check(tmp_path: Path) -> None:
    platform = Platform()

    async def work(policies: PolicyService) -> None:
        assert await policies.until_game_version(instance(), "1.21.5") == Snooze(game_version="1.21.5")
        platform.away = True
        await policies.until_game_version(instance(), "1.21.5")
        circumstances = await policies.circumstances(instance())
        assert not circumstances.has_reached("1.21.5")
        assert circumstances.has_reached("1.21.3")
        assert platform.asked_for_tags == 1
        with pytest.raises(PolicyRefused, match="already"):
            await policies.until_game_version(instance(), "1.21.4")
        with pytest.raises(Unreachable):
            await policies.until_game_version(instance(), "26.1")
        platform.away = False
        with pytest.raises(PolicyRefused, match="knows no Minecraft"):
            await policies.until_game_version(instance(), "26.1")

    with_policies(tmp_path, platform, work)


def test_policies_from_elsewhere_take_the_place_of_all(tmp_path: Path) -> None:
    platform = Platform()
    brought = FolderPolicies(Policy(snooze=Snooze(game_version="1.21.5")))

    async def work(policies: PolicyService) -> None:
        await policies.pin(FOLDER, A, pinned=True)
        await policies.replace(FOLDER, brought)
        assert await policies.all(FOLDER) == brought
        assert (await policies.circumstances(instance())).has_reached("1.21.3")
        platform.away = True
        await policies.replace(FOLDER, brought)
        await policies.replace(FOLDER, FolderPolicies())
        assert not await policies.all(FOLDER)
        assert platform.asked_for_tags == 2

    with_policies(tmp_path, platform, work)


def test_what_could_not_hold_is_refused(tmp_path: Path) -> None:
    async def work(policies: PolicyService) -> None:
        for snooze in (
            Snooze("v1", "1.0"),
            Snooze(until=TODAY.replace(year=2025)),
            Snooze(until=TODAY.replace(year=2020)),
        ):
            with pytest.raises(PolicyRefused):
                await policies.snooze(FOLDER, snooze)
        with pytest.raises(PolicyRefused, match="two mods"):
            await policies.together(FOLDER, [A, A])
        assert not await policies.all(FOLDER)

    with_policies(tmp_path, Platform(), work)


def test_days_are_counted_from_today(tmp_path: Path) -> None:
    async def work(policies: PolicyService) -> None:
        assert policies.for_days(7) == Snooze(until=policies.today + timedelta(days=7))
        said = await policies.snooze(FOLDER, policies.for_days(1), A)
        assert said.of(A).snooze
        assert not (await policies.snooze(FOLDER, None, A)).of(A).snooze

    with_policies(tmp_path, Platform(), work)


def test_an_exception_from_a_pinned_folder(tmp_path: Path) -> None:
    async def work(policies: PolicyService) -> None:
        await policies.pin(FOLDER, pinned=True)
        said = await policies.pin(FOLDER, A, pinned=False)
        assert said.own(A).pinned is False
        said = await policies.pin(FOLDER, pinned=False)
        assert said.folder.pinned is None
        assert not await policies.pin(FOLDER, A, pinned=False)

    with_policies(tmp_path, Platform(), work)


class Said:
    def __init__(self, said: FolderPolicies) -> None:
        self._said = said

    async def of(self, _library: Library) -> FolderPolicies:
        return self._said

    async def circumstances(self, instance: Instance) -> Circumstances:
        return Circumstances(TODAY, instance.game_version or "")


def checked(said: FolderPolicies, whole: Library, *newer: Version) -> UpdateCheck:
    offers = {item.project_id: item for item in newer}
    platform = Platform(
        *(
            (item.file.sha1, offers.get(item.project_id or "", item.version))
            for item in whole.mods
            if item.version
        )
    )
    service = UpdateService(
        cast("Catalog", platform), Said(said), lambda _name: None, requests_sent=lambda: 0, now=lambda: START
    )
    return asyncio.run(service.check(whole))


def test_groups_and_file_names_hold_back_in_turn() -> None:
    """B waits for A; so B's old name stays taken, for which C waits, and D waits for C."""
    mods = {name: mod(version(name * 4)) for name in "ABCD"}
    taken = mods["B"].file.name
    newer = [
        version("BBBB", "2.0", day=5),
        version("CCCC", "2.0", day=5, files=(version_file(taken),)),
        version("DDDD", "2.0", day=5),
    ]
    whole = library(*mods.values())
    free = checked(FolderPolicies(), whole, *newer)
    assert len(free.updates) == 3
    said = FolderPolicies().joined((mods["A"], mods["B"])).joined((mods["C"], mods["D"]))
    check = checked(said, whole, *newer)
    assert check.updates == ()
    reasons = {item.mod.project_id: (item.kind, item.reason) for item in check.held_back}
    assert reasons == {
        "BBBB": (HeldBackKind.TOGETHER, "Held back with Project AAAA, which has no update."),
        "CCCC": (HeldBackKind.FILE, f"Another file is already called {taken}."),
        "DDDD": (HeldBackKind.TOGETHER, "Held back with Project CCCC, which is held back."),
    }
    assert check.up_to_date == (mods["A"].file.name,)


def test_what_stays_under_a_policy_holds_back_what_it_refuses() -> None:
    """B refuses the newer A, so that A waits while B stays, and C waits for A."""
    base = of_project(jar("base"), "AAAA")
    keeper = of_project(jar("keeper", depends("base", "<2")), "BBBB")
    friend = of_project(jar("friend"), "CCCC")
    whole = folder(base, keeper, friend)
    newer = [version(name * 4, "2.0.0", day=5) for name in "ABC"]
    together = FolderPolicies().joined((base, friend))
    free = checked(together, whole, *newer)
    assert len(free.updates) == 3
    pinned = together.with_mod(keeper, lambda policy: replace(policy, pinned=True))
    check = checked(pinned, whole, *newer)
    assert check.updates == ()
    assert {item.mod.project_id: (item.kind, item.reason) for item in check.held_back} == {
        "AAAA": (HeldBackKind.REQUIRED, "Project BBBB needs Project AAAA older than 2."),
        "BBBB": (HeldBackKind.PINNED, "Pinned at 1.0.0."),
        "CCCC": (HeldBackKind.TOGETHER, "Held back with Project AAAA, which is held back."),
    }


def test_a_channel_that_a_mod_follows_goes_for_files_whose_project_was_chosen() -> None:
    chosen = replace(A, version=None, chosen=True, file=replace(A.file, sha1=sha1("own build")))
    beta = version("AAAA", "2.0", day=5, channel=Channel.BETA)

    class Listed(Platform):
        async def versions(self, _project: str, **_filters: object) -> tuple[Version, ...]:
            return (beta, version("AAAA", "1.0", day=1))

    def newest(said: FolderPolicies) -> list[str]:
        service = UpdateService(
            cast("Catalog", Listed()),
            Said(said),
            lambda _name: None,
            requests_sent=lambda: 0,
            now=lambda: START,
        )
        check = asyncio.run(service.check(library(chosen, of=instance(Loader.FABRIC))))
        return [item.version.number for item in check.updates]

    assert newest(FolderPolicies()) == ["1.0"]
    assert newest(FolderPolicies(Policy(channel=Channel.BETA))) == ["2.0"]
    assert newest(FolderPolicies().with_mod(chosen, lambda _before: Policy(pinned=True))) == []


def test_what_is_told_for_all_folders_comes_last() -> None:
    beta = version("AAAA", "2.0", day=5, channel=Channel.BETA)

    def updates(said: FolderPolicies, **channels: Channel) -> int:
        offers = {A.file.sha1: beta}
        service = UpdateService(
            cast("Catalog", Platform(*offers.items())),
            Said(said),
            lambda _name: None,
            requests_sent=lambda: 0,
            now=lambda: START,
        )
        channel = channels.get("channel")
        return len(
            asyncio.run(service.check(library(A), channel, otherwise=channels.get("otherwise"))).updates
        )

    careful = FolderPolicies(Policy(channel=Channel.RELEASE))
    assert updates(FolderPolicies(), otherwise=Channel.BETA) == 1
    assert updates(careful, otherwise=Channel.BETA) == 0
    assert updates(careful, channel=Channel.BETA) == 1


def test_a_check_stays_right_for_groups_after_a_rename() -> None:
    other = mod(version("BBBB"))
    said = FolderPolicies().joined((A, other))
    check = checked(said, library(A, other), version("AAAA", "2", day=5), version("BBBB", "2", day=5))
    disabled = replace(A, file=replace(A.file, name=f"{A.file.name}.disabled"))
    now = refreshed(check, library(disabled, other))
    assert now.together == ((disabled.file.name, other.file.name),)


def test_whoever_listens_is_told_of_each_word(tmp_path: Path) -> None:
    told: list[Path] = []

    async def work(policies: PolicyService) -> None:
        policies.changed.listen(told.append)
        await policies.pin(FOLDER, A, pinned=True)
        await policies.replace(FOLDER, FolderPolicies())
        await policies.all(FOLDER)

    with_policies(tmp_path, Platform(), work)
    assert told == [FOLDER, FOLDER]


def test_putting_right_keeps_what_is_pinned(sandbox: Handle, tmp_path: Path) -> None:
    written = troubled_instance(tmp_path / "troubled", sandbox.catalogue, sandbox.contents)

    async def work(services: Services) -> None:
        library = await services.library.scan(await services.instances.open(written.mods_folder))
        problems = await services.health.check(library)
        changed = {
            item.before.name
            for item in (await services.health.fix(library, problems)).operations
            if item.kind is OperationKind.UPDATE and item.before
        }
        versions = {
            problem.remedies[0].file
            for problem in problems
            if problem.remedies and problem.remedies[0].kind is RemedyKind.CHANGE_VERSION
        }
        name = min(changed & versions)
        named = next(item for item in library.mods if item.file.name == name)
        await services.policies.pin(library.instance.folder, named, pinned=True)
        plan = await services.health.fix(library, problems)
        assert name not in {item.before.name for item in plan.operations if item.before}
        assert plan.operations
        text = f"{named.title} stays as it is. Pinned at {named.version_number}."
        assert [note.text for note in plan.notes if note.subject == named.title] == [text]

    with_services(sandbox, tmp_path / "home", work)


def test_where_one_cannot_be_had_the_others_of_its_group_stay_too(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    one, two, three, *_ = written.updates
    assert one.project

    async def work(services: Services, library: Library) -> None:
        by_name = {item.file.name: item for item in library.mods}
        await services.policies.together(library.instance.folder, [by_name[one.file], by_name[two.file]])
        check = await services.updates.check(library)
        plan = await services.updates.plan(library, check, [one.file, two.file, three.file])
        assert one.project
        sandbox.fault(f"/data/{one.project.id}/*", Fault(wrong_hash=True))
        applied = await services.operations.apply(plan, leave_out_failures=True)
        assert len(applied.failed) == 2
        assert any(note.text.startswith("It goes together with ") for note in applied.failed)
        assert [item.before.name for item in applied.plan.operations if item.before] == [three.file]

    in_sample(sandbox, tmp_path, written, work)
    assert (written.mods_folder / two.file).exists()
    assert not (written.mods_folder / three.file).exists()


def test_a_check_is_weighed_anew_without_a_request(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)

    async def work(services: Services, library: Library) -> None:
        updates, said = services.updates, services.policies
        check = await updates.check(library)
        folder, first = library.instance.folder, check.updates[0].mod
        await said.pin_each(folder, [item.mod for item in check.updates], pinned=True)
        pinned = await updates.reconsidered(library, check)
        assert not pinned.updates
        assert pinned.requests == check.requests
        kinds = {item.mod.file.name: item.kind for item in pinned.held_back}
        assert kinds[first.file.name] is HeldBackKind.PINNED
        await said.pin(folder, first, pinned=False)
        freed = await updates.reconsidered(library, pinned)
        assert [item.mod.file.name for item in freed.updates] == [first.file.name]
        snooze = said.passing_over(check.updates[0].version)
        await said.snooze_each(folder, [(first, snooze)])
        assert not (await updates.reconsidered(library, freed)).updates
        await said.snooze_each(folder, [(first, None)])
        await said.pin_each(folder, [item.mod for item in check.updates], pinned=False)
        again = await updates.reconsidered(library, pinned)
        for offered, weighed in ((check.updates, again.updates), (check.held_back, again.held_back)):
            versions = {item.mod.file.name: item.version for item in offered}
            assert {item.mod.file.name: item.version for item in weighed} == versions

    in_sample(sandbox, tmp_path, written, work)


def test_following_betas_takes_those_that_are_known(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)

    async def work(services: Services, library: Library) -> None:
        check = await services.updates.check(library)
        held = [item for item in check.held_back if item.kind is HeldBackKind.CHANNEL]
        assert held
        await services.policies.follow_each(
            library.instance.folder, Channel.ALPHA, [item.mod for item in held]
        )
        freed = await services.updates.reconsidered(library, check)
        assert {item.mod.file.name for item in held} <= {item.mod.file.name for item in freed.updates}

    in_sample(sandbox, tmp_path, written, work)


def test_the_next_game_versions_are_asked_for_once(tmp_path: Path) -> None:
    platform = Platform()
    platform.tags = tuple(map(GameVersionTag, ("1.21.6", "1.21.5", "1.21.4", "1.21.3")))

    async def work(policies: PolicyService) -> None:
        assert await policies.newer_releases(replace(instance(), game_version=None)) == ()
        assert await policies.newer_releases(instance()) == ("1.21.5", "1.21.6")
        platform.away = True
        assert await policies.newer_releases(instance()) == ("1.21.5", "1.21.6")
        assert platform.asked_for_tags == 1
        platform.away = False
        assert await policies.newer_releases(replace(instance(), game_version="26w14a")) == ()

    with_policies(tmp_path, platform, work)
