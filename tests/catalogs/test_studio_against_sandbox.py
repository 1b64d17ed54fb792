"""A project from its first draft to its end, over real HTTP, against the stand-in server."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from catalogs.support import TLS, run
from catalogs.test_studio import PROJECT, VERSION
from jars import FABRIC, fabric_manifest, make_jar
from modstead.catalogs.http import HttpClient
from modstead.catalogs.modrinth.studio_bodies import BulkChanges, ProjectChanges, VersionChanges
from modstead.catalogs.modrinth.v3 import ModrinthV3Catalog
from modstead.catalogs.modrinth.v3.bodies import ProjectChanges as V3Changes
from modstead.domain.credentials import Token
from modstead.domain.version import Channel
from modstead.errors import NoLongerOffered, NotFound, RequestRefused, Unauthorized
from modstead.settings import Endpoints
from modstead_sandbox.server import Handle

CREATOR = Token("mrp_sandbox_creator")
READER = Token("mrp_sandbox_reader")
EXPIRED = Token("mrp_sandbox_expired")

Work = Callable[[ModrinthV3Catalog], Awaitable[Any]]


def at(sandbox: Handle, folder: Path, work: Work, token: Token | None = CREATOR) -> Any:
    async def do() -> Any:
        client = HttpClient(folder / "http", tls=TLS)
        try:
            catalog = ModrinthV3Catalog(client, Endpoints(sandbox.url, ()), lambda: False)
            catalog.use(token)
            return await work(catalog)
        finally:
            await client.aclose()

    return run(do())


def jar(folder: Path, version: str) -> Path:
    path = folder / f"tin-kettle-{version}.jar"
    make_jar(path, {FABRIC: fabric_manifest("tin-kettle", version)})
    return path


DRAFT = replace(PROJECT, slug="tin-kettle", title="Tin Kettle", categories=("food",))


def test_a_project_is_made_read_changed_and_deleted(sandbox: Handle, tmp_path: Path) -> None:
    async def work(catalog: ModrinthV3Catalog) -> None:
        made = await catalog.create_project(DRAFT)
        assert (made.slug, made.title, made.status) == ("tin-kettle", "Tin Kettle", "draft")
        with pytest.raises(NotFound):
            await catalog.project(made.project_id)
        user = await catalog.me()
        mine = await catalog.user_projects(user.id, signed=True)
        assert made.project_id in {project.project_id for project in mine}
        await catalog.edit_project(made.slug, ProjectChanges(title="Copper Kettle", license_id="Apache-2.0"))
        await catalog.edit_projects([made.project_id], BulkChanges(add_categories=("utility",)))
        await catalog.v3.edit_project(made.project_id, V3Changes(summary="Whistles."))
        seen = await catalog.project(made.slug, signed=True)
        assert (seen.title, seen.license.id, seen.summary) == ("Copper Kettle", "Apache-2.0", "Whistles.")
        assert set(seen.categories) == {"food", "utility"}
        newer = await catalog.v3.project(made.slug, signed=True)
        assert (newer.title, newer.summary) == (seen.title, seen.summary)
        await catalog.delete_project(made.slug)
        with pytest.raises(NotFound):
            await catalog.project(made.project_id, signed=True)

    at(sandbox, tmp_path, work)


def test_a_version_is_uploaded_found_by_its_hash_and_withdrawn(sandbox: Handle, tmp_path: Path) -> None:
    first, second = jar(tmp_path, "1.0.0"), jar(tmp_path, "1.0.0-more")
    sent: list[int] = []

    async def work(catalog: ModrinthV3Catalog) -> None:
        project = await catalog.create_project(DRAFT)
        new = replace(
            VERSION, project_id=project.project_id, dependencies=(), file_parts=("main",), file_types={}
        )
        made = await catalog.create_version(new, {"main": first}, progress=sent.append)
        (file,) = made.files
        assert file.hashes.sha512 == hashlib.sha512(first.read_bytes()).hexdigest()
        assert sent[-1] > first.stat().st_size
        await catalog.edit_version(made.id, VersionChanges(version_type="beta", changelog="Better."))
        await catalog.add_files(made.id, {"more": second})
        seen = await catalog.version(made.id, signed=True)
        assert (seen.channel, seen.changelog, len(seen.files)) == (Channel.BETA, "Better.", 2)
        extra = next(one for one in seen.files if one.filename == second.name)
        await catalog.delete_file(extra.hashes.sha1)
        assert len((await catalog.version(made.id, signed=True)).files) == 1
        await catalog.delete_version(made.id)
        with pytest.raises(NotFound):
            await catalog.version(made.id, signed=True)

    at(sandbox, tmp_path, work)


def test_what_a_token_does_not_allow_is_refused_and_asks_for_another(sandbox: Handle, tmp_path: Path) -> None:
    async def work(catalog: ModrinthV3Catalog) -> None:
        with pytest.raises(Unauthorized) as caught:
            await catalog.create_project(DRAFT)
        assert "PROJECT_CREATE" in caught.value.remedy

    for token in (READER, EXPIRED):
        at(sandbox, tmp_path, work, token)


def test_what_is_there_already_is_refused_with_the_server_s_own_words(
    sandbox: Handle, tmp_path: Path
) -> None:
    async def work(catalog: ModrinthV3Catalog) -> None:
        await catalog.create_project(DRAFT)
        with pytest.raises(RequestRefused) as caught:
            await catalog.create_project(DRAFT)
        assert caught.value.detail

    at(sandbox, tmp_path, work)


def test_what_the_servers_no_longer_have_is_told_so(sandbox: Handle, tmp_path: Path) -> None:
    async def work(catalog: ModrinthV3Catalog) -> None:
        with pytest.raises(NoLongerOffered):
            await catalog.payouts("someone")

    at(sandbox, tmp_path, work)


def test_an_answer_from_before_a_change_is_not_shown_after_it(sandbox: Handle, tmp_path: Path) -> None:
    async def work(catalog: ModrinthV3Catalog) -> None:
        user = await catalog.me()
        own = next(iter(await catalog.user_projects(user.id)))
        before = await catalog.project(own.slug)
        await catalog.edit_project(own.slug, ProjectChanges(title="Another Name"))
        assert before.title != "Another Name"
        assert (await catalog.project(own.slug)).title == "Another Name"

    at(sandbox, tmp_path, work)
