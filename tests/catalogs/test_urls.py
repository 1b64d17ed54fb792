"""Addresses of projects, both ways."""

from pathlib import Path

import pytest

from catalogs.support import Scripted, opened, run
from modstead.catalogs.http import Response
from modstead.catalogs.modrinth import ModrinthCatalog
from modstead.domain.project import Project, ProjectRef
from modstead.settings import Endpoints


def catalog(folder: Path, endpoints: Endpoints | None = None) -> ModrinthCatalog:
    async def make() -> ModrinthCatalog:
        async with opened(folder, Scripted(Response(404))) as client:
            return ModrinthCatalog(client, endpoints or Endpoints())

    return run(make())


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("https://modrinth.com/mod/sodium", "sodium"),
        ("http://modrinth.com/mod/sodium", "sodium"),
        ("https://www.modrinth.com/shader/a-b_c/", "a-b_c"),
        ("  https://modrinth.com/mod/sodium/version/1.0?x=1#y ", "sodium"),
        ("https://modrinth.com/modpack/x", "x"),
        ("https://modrinth.com/plugin/x", "x"),
        ("https://modrinth.com/datapack/x", "x"),
        ("https://modrinth.com/resourcepack/x", "x"),
        ("https://modrinth.com/project/AANobbMI", "AANobbMI"),
        ("https://MODRINTH.com/mod/fabric%2Dapi", "fabric-api"),
        ("modrinth.com/mod/sodium", "sodium"),
        ("modrinth://mod/sodium", "sodium"),
        ("modrinth://modpack/x/version/y", "x"),
        ("#AANobbMI", "AANobbMI"),
        ("#sodium", None),
        ("AANobbMI", None),
        ("sodium", None),
        ("", None),
        ("https://modrinth.com", None),
        ("https://modrinth.com/mod", None),
        ("https://modrinth.com/mod/", None),
        ("https://modrinth.com/user/x", None),
        ("https://modrinth.com.example/mod/x", None),
        ("https://evil@example.org/mod/x", None),
        ("ftp://modrinth.com/mod/x", None),
        ("https://[/mod/x", None),
        ("modrinth://sodium", None),
    ],
)
def test_finds_the_project_that_an_address_names(tmp_path: Path, text: str, named: str | None) -> None:
    assert catalog(tmp_path).project_in_url(text) == named


def test_gives_the_page_of_a_project(tmp_path: Path) -> None:
    project = Project(ProjectRef("modrinth", "AANobbMI"), "a(b)", "A", project_type="plugin")
    assert catalog(tmp_path).project_url(project) == "https://modrinth.com/plugin/a%28b%29"
    odd = Project(ProjectRef("modrinth", "AANobbMI"), "a", "A", project_type="../x")
    assert catalog(tmp_path).project_url(odd) == "https://modrinth.com/project/a"


def test_another_server_has_its_own_pages(tmp_path: Path) -> None:
    own = catalog(tmp_path, Endpoints("http://127.0.0.1:8000", ("127.0.0.1:8000",)))
    project = Project(ProjectRef("modrinth", "AANobbMI"), "a", "A")
    assert own.project_url(project) == "http://127.0.0.1:8000/mod/a"
    assert own.project_in_url("http://127.0.0.1:8000/mod/a") == "a"
    assert own.project_in_url("https://modrinth.com/mod/a") == "a"


def test_says_what_it_is(tmp_path: Path) -> None:
    modrinth = catalog(tmp_path)
    assert (modrinth.id, modrinth.title) == ("modrinth", "Modrinth")
    assert modrinth.capabilities.hash_lookup
    assert "mod" in modrinth.capabilities.project_types
