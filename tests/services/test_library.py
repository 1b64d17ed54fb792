"""Scanning with the index, with a broken database, and with the platform away."""

from pathlib import Path

from backends import with_services
from modstead.domain.instance import IdentifiedBy, Library
from modstead.services.bundle import Services
from modstead_sandbox.faults import Fault
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle


def sample(sandbox: Handle, tmp_path: Path) -> SampleInstance:
    return sample_instance(tmp_path / "instance", sandbox.catalogue, sandbox.contents)


def scanned(sandbox: Handle, home: Path, written: SampleInstance) -> Library:
    async def work(services: Services) -> Library:
        return await services.library.scan(await services.instances.open(written.mods_folder))

    return with_services(sandbox, home, work)


def known(library: Library) -> list[tuple[str, str, str | None, IdentifiedBy]]:
    return [
        (mod.file.name, mod.title, mod.version.id if mod.version else None, mod.identified_by)
        for mod in library.mods
    ]


def test_a_second_scan_asks_nothing(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    first = scanned(sandbox, tmp_path / "home", written)
    sandbox.requests.clear()
    assert known(scanned(sandbox, tmp_path / "home", written)) == known(first)
    assert not sandbox.requests


def test_without_the_platform_the_memory_has_to_do(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    first = scanned(sandbox, tmp_path / "home", written)
    sandbox.fault("*", Fault(status=503))
    again = scanned(sandbox, tmp_path / "home", written)
    assert [mod.title for mod in again.mods] == [mod.title for mod in first.mods]
    fresh = scanned(sandbox, tmp_path / "new home", written)
    assert fresh.offline
    assert {mod.identified_by for mod in fresh.mods} == {IdentifiedBy.MANIFEST, IdentifiedBy.NONE}


def test_a_database_that_cannot_be_used_costs_requests_only(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    first = scanned(sandbox, tmp_path / "home", written)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    again = scanned(sandbox, blocked, written)
    assert [mod.version for mod in again.mods if mod.version] == [
        mod.version for mod in first.mods if mod.version
    ]


def test_the_quick_scan_is_the_whole_one_once_it_was_seen(sandbox: Handle, tmp_path: Path) -> None:
    written = sample(sandbox, tmp_path)
    first = scanned(sandbox, tmp_path / "home", written)
    sandbox.requests.clear()

    async def work(services: Services) -> Library:
        return await services.library.scan_quick(await services.instances.open(written.mods_folder))

    assert known(with_services(sandbox, tmp_path / "home", work)) == known(first)
    assert not sandbox.requests
