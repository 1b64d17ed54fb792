"""The whole adapter over real HTTP, against the stand-in server and its faults."""

from __future__ import annotations

import asyncio
import hashlib
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalogs.support import TLS, Time, run
from modstead.catalogs.downloads import HttpDownloads
from modstead.catalogs.http import HttpClient
from modstead.catalogs.modrinth import ModrinthCatalog
from modstead.domain.plan import Download
from modstead.domain.project import SearchHit, SearchQuery, SideFilter, Sort
from modstead.domain.version import Channel, Version
from modstead.errors import (
    ApplicationTooOld,
    CatalogError,
    DamagedDownload,
    HostRefused,
    NotFound,
    RateLimited,
    RequestRefused,
    ServerFailed,
    Unreachable,
    UnreadableAnswer,
)
from modstead.settings import Endpoints
from modstead_sandbox.faults import Fault
from modstead_sandbox.server import Handle, running


@dataclass
class Adapter:
    client: HttpClient
    catalog: ModrinthCatalog
    downloads: HttpDownloads
    time: Time

    async def hits(self, limit: int = 20) -> tuple[SearchHit, ...]:
        return (await self.catalog.search(SearchQuery(sort=Sort.DOWNLOADS, limit=limit))).hits

    async def newest(self) -> Version:
        (hit,) = await self.hits(1)
        return (await self.catalog.versions(hit.slug))[0]


@asynccontextmanager
async def adapted(sandbox: Handle, folder: Path, url: str = "") -> AsyncIterator[Adapter]:
    endpoints = Endpoints.from_environment({"MODSTEAD_MODRINTH_URL": url or sandbox.url})
    time = Time()
    client = HttpClient(folder / "http", tls=TLS, clock=time.clock)
    downloads = HttpDownloads(endpoints, folder / "pictures", tls=TLS, backoff=lambda _attempt: 0.0)
    try:
        yield Adapter(client, ModrinthCatalog(client, endpoints), downloads, time)
    finally:
        await client.aclose()
        await downloads.aclose()


def test_all_operations(sandbox: Handle, tmp_path: Path) -> None:
    async def ask() -> None:
        async with adapted(sandbox, tmp_path) as at:
            catalog = at.catalog
            hits = await at.hits(50)
            hit = hits[0]
            ids = [one.ref.project_id for one in hits]
            project = await catalog.project(hit.slug)
            assert project.ref == hit.ref == (await catalog.project(hit.ref.project_id)).ref
            assert set(await catalog.projects(ids)) == set(ids)
            assert len(await catalog.random_projects(3)) == 3
            assert await catalog.check(hit.slug) == hit.ref.project_id
            assert (await catalog.dependencies(hit.slug)) is not None
            versions = await catalog.versions(hit.slug)
            version = versions[0]
            assert [one.published for one in versions] == sorted(
                (one.published for one in versions if one.published), reverse=True
            )
            filtered = await catalog.versions(hit.slug, loaders=("fabric",), changelogs=False)
            assert all("fabric" in one.loaders and one.changelog is None for one in filtered)
            assert await catalog.version(version.id) == version
            assert (await catalog.version_by_number(hit.slug, version.id)).id == version.id
            assert set(await catalog.versions_by_id([version.id, "????"])) == {version.id}
            sha1 = version.files[0].hashes.sha1
            assert (await catalog.version_of_file(sha1)).id == version.id
            latest = await catalog.latest_of_file(
                sha1, loaders=version.loaders, game_versions=version.game_versions
            )
            assert latest.project_id == version.project_id
            assert set(await catalog.versions_by_hash([sha1.upper(), "0" * 40])) == {sha1}
            found = await catalog.latest_by_hash(
                [sha1], loaders=version.loaders, game_versions=version.game_versions, channels=tuple(Channel)
            )
            assert found[sha1].project_id == version.project_id
            user = await catalog.user(hit.author)
            assert set(await catalog.users([user.id])) == {user.id}
            assert await catalog.user_projects(user.username)
            members = await catalog.members(hit.slug)
            assert await catalog.team_members(project.team_id) == members
            assert await catalog.teams([project.team_id]) == {project.team_id: members}
            assert await catalog.categories()
            assert {"fabric", "quilt", "forge", "neoforge"} <= {tag.name for tag in await catalog.loaders()}
            assert (await catalog.game_versions())[0].version
            assert await catalog.licenses()
            assert (await catalog.license_text("MIT")).body
            assert await catalog.donation_platforms()
            assert await catalog.report_types()
            assert await catalog.project_types()
            assert await catalog.side_types()
            assert (await catalog.forge_updates(hit.slug)).homepage
            assert (await catalog.statistics()).projects >= len(hits)

    run(ask())


def test_search_filters_and_pages(sandbox: Handle, tmp_path: Path) -> None:
    async def ask() -> None:
        async with adapted(sandbox, tmp_path) as at:
            query = SearchQuery(
                loaders=("fabric",),
                game_versions=("1.21.1",),
                with_categories=("utility",),
                without_categories=("library",),
                sides=(SideFilter.CLIENT,),
                licenses=("MIT", "Apache-2.0"),
                open_source=True,
                limit=100,
            )
            page = await at.catalog.search(query)
            assert page.hits
            assert all("fabric" in hit.loaders for hit in page.hits)
            found = (await at.catalog.projects([hit.ref.project_id for hit in page.hits])).values()
            every = [{*project.categories, *project.additional_categories} for project in found]
            assert all("utility" in names and "library" not in names for names in every)
            assert {hit.license_id for hit in page.hits} <= {"MIT", "Apache-2.0"}
            everything = await at.catalog.search(SearchQuery(limit=10))
            second = await at.catalog.search(SearchQuery(limit=10, offset=19))
            assert (second.offset, second.total) == (10, everything.total)
            assert not {hit.ref for hit in everything.hits} & {hit.ref for hit in second.hits}
            assert (await at.catalog.search(SearchQuery("zzzzqqqq"))).total == 0
            odd = SearchQuery(game_versions=("1.14 Pre-Release (1), 'x'",))
            assert (await at.catalog.search(odd)).hits == ()

    run(ask())


def test_a_check_of_many_files_takes_few_requests(sandbox: Handle, tmp_path: Path) -> None:
    async def ask() -> None:
        async with adapted(sandbox, tmp_path) as at:
            hashes = [f"{number:040x}" for number in range(500)]
            # Whether the server has the newest look-up is found out once.
            await at.catalog.latest_by_hash(hashes[:1], loaders=["fabric"], game_versions=["1.21.1"])
            before = at.client.requests_sent
            await at.catalog.versions_by_hash(hashes)
            await at.catalog.latest_by_hash(hashes, loaders=["fabric"], game_versions=["1.21.1"])
            assert at.client.requests_sent - before == 2

    run(ask())


def test_what_was_seen_is_revalidated(sandbox: Handle, tmp_path: Path) -> None:
    async def ask() -> None:
        async with adapted(sandbox, tmp_path) as at:
            slug = (await at.hits(1))[0].slug
            first = await at.catalog.project(slug)
            at.time.now += 60
            second = await at.catalog.project(slug)
            assert second.freshness is not None
            assert first.freshness is not None
            assert second.freshness.fetched_at > first.freshness.fetched_at
            asked = [one for one in sandbox.requests if one.path == f"/v2/project/{slug}"]
            assert len(asked) == 2
            assert asked[1].headers["if-none-match"]

    run(ask())


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=500), ServerFailed),
        (Fault(status=503), ServerFailed),
        (Fault(status=404), NotFound),
        (Fault(status=400), RequestRefused),
        (Fault(status=410), ApplicationTooOld),
        (Fault(status=429, retry_after=3600), RateLimited),
        (Fault(garbage=True), UnreadableAnswer),
        (Fault(cut=0.5), Unreachable),
        (Fault(redirect="https://evil.example/"), RequestRefused),
    ],
)
def test_faults_of_answers(sandbox: Handle, tmp_path: Path, fault: Fault, error: type[CatalogError]) -> None:
    async def ask() -> None:
        async with adapted(sandbox, tmp_path) as at:
            sandbox.fault("/v2/*", fault)
            with pytest.raises(error):
                await at.catalog.search(SearchQuery())
            with pytest.raises(error):
                await at.catalog.latest_by_hash(["0" * 40], loaders=["fabric"], game_versions=["1.21.1"])

    run(ask())


@pytest.mark.parametrize(
    "fault", [Fault(status=503), Fault(cut=0.5), Fault(status=429), Fault(status=429, retry_after=7)]
)
def test_passing_faults_pass_unnoticed(sandbox: Handle, tmp_path: Path, fault: Fault) -> None:
    async def ask() -> None:
        async with adapted(sandbox, tmp_path) as at:
            sandbox.fault("/v2/search", fault, times=1)
            assert await at.hits()
            assert sandbox.count("/v2/search") == 2
            assert at.time.slept
            if fault.retry_after:
                assert at.time.slept == [pytest.approx(fault.retry_after)]

    run(ask())


def test_never_runs_into_the_rate_limit_by_itself(sandbox: Handle, tmp_path: Path) -> None:
    async def ask() -> None:
        async with adapted(sandbox, tmp_path) as at:
            await asyncio.gather(
                *(at.catalog.team_members(f"T{number}") for number in range(290)), return_exceptions=True
            )
            assert sum(at.time.slept) > 0
            assert at.client.requests_sent == sandbox.count("/v2/team/*") == 290

    run(ask())


def test_everything_seen_can_be_read_without_the_server(tmp_path: Path) -> None:
    async def see(sandbox: Handle) -> tuple[str, str]:
        async with adapted(sandbox, tmp_path) as at:
            version = await at.newest()
            await at.catalog.project(version.project_id)
            sha1 = version.files[0].hashes.sha1
            await at.catalog.versions_by_hash([sha1])
            await at.catalog.game_versions()
            return version.project_id, sha1

    async def read(sandbox: Handle, project_id: str, sha1: str) -> None:
        async with adapted(sandbox, tmp_path) as at:
            at.time.now += 10 * 24 * 60 * 60
            (hit,) = await at.hits(1)
            project = await at.catalog.project(project_id)
            assert project.freshness is not None
            assert project.freshness.offline
            assert await at.catalog.versions(hit.slug)
            assert set(await at.catalog.versions_by_hash([sha1])) == {sha1}
            assert await at.catalog.game_versions()
            assert not at.client.online
            with pytest.raises(Unreachable):
                await at.catalog.latest_by_hash([sha1], loaders=["fabric"], game_versions=["1.21.1"])

    with running() as gone:
        seen = run(see(gone))
    run(read(gone, *seen))


async def download(at: Adapter, target: Path, *, resumes: bool = False) -> Download:
    version = await at.newest()
    file = version.primary_file
    assert file is not None
    source = Download(file.url, file.size, file.hashes)
    await at.downloads.fetch(source, target, lambda _done: None, resumes=resumes)
    return source


@pytest.mark.parametrize("fault", [Fault(), Fault(latency=1)])
def test_downloads(sandbox: Handle, tmp_path: Path, fault: Fault) -> None:
    async def fetch() -> None:
        async with adapted(sandbox, tmp_path) as at:
            sandbox.fault("/data/*", fault)
            await download(at, tmp_path / "a.jar")

    run(fetch())
    assert (tmp_path / "a.jar").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("fault", [Fault(cut=0.5), Fault(status=502)])
def test_a_download_survives_what_passes(sandbox: Handle, tmp_path: Path, fault: Fault) -> None:
    async def fetch() -> None:
        async with adapted(sandbox, tmp_path) as at:
            sandbox.fault("/data/*", fault, times=1)
            await download(at, tmp_path / "a.jar")

    run(fetch())
    assert (tmp_path / "a.jar").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("later", "whole", "sound"),
    [
        (Fault(), 0, True),
        (Fault(no_ranges=True), 1, True),
        (Fault(wrong_range=True), 1, True),
        (Fault(lying_range=True), 0, False),
    ],
)
def test_a_download_goes_on_after_a_restart(
    sandbox: Handle, tmp_path: Path, later: Fault, whole: int, *, sound: bool
) -> None:
    target = tmp_path / "a.jar"

    async def fetch(fault: Fault) -> bool:
        async with adapted(sandbox, tmp_path) as at:
            sandbox.fault("/data/*", fault)
            source = await download(at, target, resumes=True)
            return hashlib.sha512(target.read_bytes()).hexdigest() == source.hashes.sha512

    with pytest.raises(Unreachable):
        run(fetch(Fault(cut=0.9)))
    here = target.stat().st_size
    sandbox.clear_faults()
    sandbox.requests.clear()
    assert run(fetch(later)) == sound
    first, *more = [request for request in sandbox.requests if request.path.startswith("/data/")]
    assert first.headers["range"] == f"bytes={here}-"
    assert len([request for request in more if "range" not in request.headers]) == (whole if more else 0)


def test_a_download_of_what_changed_meanwhile_begins_anew(sandbox: Handle, tmp_path: Path) -> None:
    async def fetch() -> None:
        async with adapted(sandbox, tmp_path) as at:
            sandbox.fault("/data/*", Fault(changed=True, cut=0.9), times=1)
            await download(at, tmp_path / "a.jar")

    run(fetch())
    assert [
        request.headers.get("if-range", "-")[-9:] for request in sandbox.requests if "/data/" in request.path
    ] == [
        "-",
        '-changed"',
    ]
    assert zipfile.is_zipfile(tmp_path / "a.jar")


@pytest.mark.parametrize(
    ("pattern", "fault", "error"),
    [
        ("/data/*", Fault(padding=10), DamagedDownload),
        ("/v2/*", Fault(wrong_size=10), DamagedDownload),
        ("/v2/*", Fault(wrong_size=-10), DamagedDownload),
        ("/data/*", Fault(garbage=True), DamagedDownload),
        ("/data/*", Fault(redirect="https://evil.example/a.jar"), HostRefused),
        ("/v2/*", Fault(file_url="https://evil.example/a.jar"), HostRefused),
        ("/v2/*", Fault(file_url="file:///etc/passwd"), HostRefused),
        ("/data/*", Fault(status=404), NotFound),
        ("/data/*", Fault(status=500), ServerFailed),
        ("/data/*", Fault(cut=0.1), Unreachable),
    ],
)
def test_a_bad_download_leaves_nothing(
    sandbox: Handle, tmp_path: Path, pattern: str, fault: Fault, error: type[Exception]
) -> None:
    async def fetch() -> None:
        async with adapted(sandbox, tmp_path) as at:
            sandbox.fault(pattern, fault)
            with pytest.raises(error):
                await download(at, tmp_path / "a.jar")

    run(fetch())
    assert not (tmp_path / "a.jar").exists()


def test_icons(sandbox: Handle, tmp_path: Path) -> None:
    async def show() -> None:
        async with adapted(sandbox, tmp_path) as at:
            url = next(hit.icon_url for hit in await at.hits() if hit.icon_url)
            assert (await at.downloads.picture(url)).startswith(b"\x89PNG")

    run(show())
