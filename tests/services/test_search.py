from pathlib import Path

import pytest

from backends import with_services
from modstead.domain.project import SearchQuery, SideFilter
from modstead.services.bundle import Services
from modstead_sandbox.server import Handle


@pytest.mark.parametrize(("offset", "limit"), [(0, 10), (3, 10), (19, 7), (140, 50), (5, 1)])
def test_any_window_of_the_results_can_be_had(
    sandbox: Handle, tmp_path: Path, offset: int, limit: int
) -> None:
    async def work(services: Services) -> None:
        query = SearchQuery(project_types=())
        whole = [
            hit.ref.project_id
            for start in (0, 100)
            for hit in (await services.search.window(query, start, 100)).hits
        ]
        page = await services.search.window(query, offset, limit)
        assert [hit.ref.project_id for hit in page.hits] == whole[offset : offset + limit]

    with_services(sandbox, tmp_path, work)


def test_loosenings_each_find_something(sandbox: Handle, tmp_path: Path) -> None:
    async def work(services: Services) -> None:
        query = SearchQuery(
            "lantern chandelier nonsense",
            loaders=("fabric",),
            game_versions=("1.21.4",),
            sides=(SideFilter.CLIENT,),
        )
        assert (await services.search.search(query)).total == 0
        found = await services.search.loosenings(query)
        assert found
        for loosening in found:
            assert loosening.total == (await services.search.search(loosening.query)).total > 0

    with_services(sandbox, tmp_path, work)


def test_words_that_are_found_among_another_kind_are_told(sandbox: Handle, tmp_path: Path) -> None:
    async def work(services: Services) -> None:
        packs = (await services.search.search(SearchQuery(project_types=("resourcepack",)))).hits
        query = SearchQuery(packs[0].title, ("plugin",), loaders=("paper",), game_versions=("1.7.10",))
        assert not (await services.search.search(query)).total
        first = (await services.search.loosenings(query))[0]
        assert first.query == SearchQuery(packs[0].title, ("resourcepack",))
        assert first.total

    with_services(sandbox, tmp_path, work)


def test_links_name_projects(sandbox: Handle, tmp_path: Path) -> None:
    async def work(services: Services) -> None:
        assert services.search.project_in("https://modrinth.com/mod/lanternworks") == "lanternworks"
        assert services.search.project_in("modrinth://mod/lanternworks") == "lanternworks"
        assert services.search.project_in("lanterns") is None
        assert services.search.project_in("https://example.org/mod/lanternworks") is None

    with_services(sandbox, tmp_path, work)
