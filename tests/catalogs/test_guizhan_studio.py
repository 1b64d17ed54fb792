"""What creators do on Guizhan Resources, over the sandbox, which was written from the same documents by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from catalogs.support import TLS, Time
from jars import make_jar
from modstead.catalogs.guizhan import GuizhanCatalog
from modstead.catalogs.guizhan.assumptions import API
from modstead.catalogs.guizhan.bodies import (
    FileChange,
    NewProject,
    NewVersion,
    ProjectEdit,
    VersionDependency,
    VersionEdit,
    VersionFile,
    VersionsEdit,
)
from modstead.catalogs.http import HttpClient
from modstead.domain.credentials import Token
from modstead.errors import CatalogError, FieldRefused, NotAllowed, NotFound, ScopeMissing, Unauthorized
from modstead_sandbox.guizhan.assumptions import PREFIX
from modstead_sandbox.server import Handle

T = TypeVar("T")

NEW = NewVersion(
    channel="release",
    version="1.0",
    name="First",
    files=(VersionFile(name="jar"), VersionFile(name="https://forum.example/extra.zip")),
    minecraft_versions=("1.21.4",),
    platforms=("paper",),
)

Ask = Callable[..., Any]


@pytest.fixture
def ask(sandbox: Handle, tmp_path: Path) -> Ask:
    """Work with the adapter in the name of who has this token, or of nobody."""

    def asked(work: Callable[[GuizhanCatalog], Awaitable[T]], *, token: str = "gzr_sandbox_creator") -> T:
        async def go() -> T:
            client = HttpClient(tmp_path / "http", tls=TLS, clock=Time().clock)
            if token:
                key = Token(token)
                client.keys.use(API.title, sandbox.url, key, header=API.key_header, form=API.key_form)
            try:
                return await work(GuizhanCatalog(client, f"{sandbox.url}{PREFIX}"))
            finally:
                await client.aclose()

        return asyncio.run(go())

    return asked


def test_a_project_lives_from_its_draft_to_its_end(ask: Ask) -> None:
    async def life(catalog: GuizhanCatalog) -> None:
        made = await catalog.create_project(
            NewProject(slug="reed-organ", name="Reed Organ", summary="Plays.")
        )
        assert (made.handle, made.status) == ("guizhan:reed-organ", "draft")
        changes = ProjectEdit(
            type="plugin", license_type="Custom", license_url="https://l.example", tags=("magic",)
        )
        edited = await catalog.edit_project(made.project_id, changes)
        assert (edited.project_type, edited.categories) == ("plugin", ("magic",))
        assert (edited.license.id, edited.license.url) == ("LicenseRef-Custom", "https://l.example")
        cleared = await catalog.edit_project("guizhan:reed-organ", ProjectEdit(homepage_url=None))
        assert "Website" not in cleared.links
        keyword = await catalog.add_keyword(made.project_id, "pipes")
        await catalog.change_keyword(made.project_id, keyword, "bellows")
        assert await catalog.keywords(made.project_id, signed=True) == {keyword: "bellows"}
        await catalog.remove_keyword(made.project_id, keyword)
        assert await catalog.keywords(made.project_id, signed=True) == {}
        assert (await catalog.submit_project(made.project_id)).status == "approved"
        mine = await catalog.user_projects("@me", search="reed")
        assert [hit.slug for hit in mine] == ["reed-organ"]
        await catalog.delete_project(made.project_id)
        with pytest.raises(NotFound):
            await catalog.project(made.project_id)

    ask(life)


def test_an_organization_has_projects_too(ask: Ask) -> None:
    async def life(catalog: GuizhanCatalog) -> None:
        made = await catalog.create_project(
            NewProject(slug="jade-bell", name="Bell"), organization="jade-gate"
        )
        assert "jade-bell" in {hit.slug for hit in await catalog.org_projects("jade-gate", page_size=100)}
        await catalog.delete_project(made.project_id)

    ask(life)


def test_a_version_lives_from_its_files_to_its_end(ask: Ask, tmp_path: Path) -> None:
    jar = make_jar(tmp_path / "organ.jar", padding=200_000)
    sent: list[int] = []

    async def life(catalog: GuizhanCatalog) -> None:
        project = await catalog.create_project(NewProject(slug="reed-pipe", name="Reed Pipe"))
        ref = project.project_id
        made = await catalog.create_version(ref, NEW, {"jar": jar}, progress=sent.append)
        file, link = made.files
        assert (file.filename, file.size, file.elsewhere) == ("organ.jar", jar.stat().st_size, False)
        assert file.hashes.verify
        assert (link.url, link.elsewhere) == ("https://forum.example/extra.zip", True)
        needs = VersionDependency(type="optional", name="Bellows")
        again = NewVersion(
            channel="release",
            version="1.1",
            name="Next",
            files=(VersionFile(name="jar"),),
            dependencies=(needs,),
        )
        other = await catalog.create_version(ref, again, {"jar": jar})
        assert other.dependencies[0].file_name == "Bellows"
        edited = await catalog.edit_version(ref, "1.0", VersionEdit(name="The first", changelog="Sings."))
        assert (edited.name, edited.changelog) == ("The first", "Sings.")
        swapped = VersionEdit(files=(FileChange(id=link_id(made), remove=True), FileChange(name="more")))
        changed = await catalog.edit_version(ref, made.id, swapped, {"more": jar})
        assert [item.elsewhere for item in changed.files] == [False, False]
        both = (made.id.removeprefix("guizhan:"), other.id.removeprefix("guizhan:"))
        batch = await catalog.edit_versions(ref, VersionsEdit(versions=both, add_platforms=("folia",)))
        assert all("folia" in version.loaders for version in batch)
        assert len(batch) == 2
        await catalog.delete_version(ref, "1.1")
        await catalog.delete_versions(ref, [made.id])
        assert await catalog.managed_versions(ref) == ()
        await catalog.delete_project(ref)

    ask(life)
    assert sent == sorted(sent)
    assert sent[-1] >= jar.stat().st_size


def link_id(version: Any) -> str:
    """The second file's ID is not in our own terms: the platform numbers the files of a version one after another."""
    first = version.files[0].url.rpartition("/")[2]
    return f"gf{int(first[2:]) + 1:0{len(first) - 2}d}"


@pytest.mark.parametrize(
    ("token", "error", "words"),
    [
        ("", Unauthorized, "not signed in to Guizhan Resources"),
        ("gzr_sandbox_expired", Unauthorized, "project:update"),
        ("gzr_sandbox_reader", ScopeMissing, "lacks the scope project:update"),
        ("gzr_sandbox_member", NotAllowed, "not the permission"),
    ],
)
def test_who_may_not_is_told_why(ask: Ask, token: str, error: type[CatalogError], words: str) -> None:
    with pytest.raises(error) as caught:
        ask(lambda c: c.edit_project("bamboo-press", ProjectEdit(name="Mine")), token=token)
    assert words in str(caught.value)


def test_what_the_documents_forbid_is_never_sent(ask: Ask, sandbox: Handle, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("x")
    jar = make_jar(tmp_path / "a.jar")
    refusals: list[tuple[str, Callable[[GuizhanCatalog], Awaitable[Any]]]] = [
        ("slug", lambda c: c.create_project(NewProject(slug="-", name="x"))),
        ("license_url", lambda c: c.edit_project("x", ProjectEdit(license_type="Custom"))),
        ("files", lambda c: c.create_version("x", NEW, {})),
        ("files", lambda c: c.create_version("x", NEW, {"jar": jar, "stray": jar})),
        ("jar", lambda c: c.create_version("x", NEW, {"jar": text})),
        (
            "add_platforms",
            lambda c: c.edit_versions(
                "x", VersionsEdit(versions=("v",), platforms=(), add_platforms=("paper",))
            ),
        ),
    ]
    sandbox.requests.clear()
    for field, change in refusals:
        with pytest.raises(FieldRefused) as caught:
            ask(change)
        assert caught.value.field == field
    assert sandbox.requests == []
