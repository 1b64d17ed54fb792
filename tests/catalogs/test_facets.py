"""How a search is put to Modrinth."""

import json

import pytest

from modstead.catalogs.modrinth.facets import facets, search_parameters
from modstead.domain.project import SearchQuery, SideFilter, Sort


def test_every_filter_becomes_a_condition() -> None:
    query = SearchQuery(
        project_types=("mod", "datapack"),
        loaders=("fabric", "quilt"),
        game_versions=("1.20.1", "26.4-snapshot-1"),
        with_categories=("library", "magic"),
        without_categories=("cursed",),
        sides=(SideFilter.CLIENT, SideFilter.SERVER),
        licenses=("MIT",),
        open_source=True,
    )
    assert facets(query) == [
        ["project_type:mod", "project_type:datapack"],
        ["categories:fabric", "categories:quilt"],
        ["versions:1.20.1", "versions:26.4-snapshot-1"],
        ["categories:library"],
        ["categories:magic"],
        ["categories!=cursed"],
        ["client_side:required", "client_side:optional"],
        ["server_side:required", "server_side:optional"],
        ["license:MIT"],
        ["open_source:true"],
    ]


def test_no_filter_is_no_facet() -> None:
    query = SearchQuery(project_types=())
    assert facets(query) == []
    assert search_parameters(query) == {"index": "relevance", "offset": 0, "limit": 20}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("game-mechanics", "game-mechanics"),
        ("1.20.1", "1.20.1"),
        ("1.14 Pre-Release 1", "'1.14 Pre-Release 1'"),
        ("it's", '"it\'s"'),
        ("a,b", "'a,b'"),
        ("(a)", "'(a)'"),
        ("'\"", "`'\"`"),
        ("'\"`", "`'\"`"),
        ("", "''"),
        ("a:b", "'a:b'"),
    ],
)
def test_what_is_no_plain_word_stands_in_quotes(value: str, written: str) -> None:
    assert facets(SearchQuery(project_types=(), game_versions=(value,))) == [[f"versions:{written}"]]


@pytest.mark.parametrize(
    ("offset", "limit", "sent"),
    [
        (0, 20, (0, 20)),
        (39, 20, (20, 20)),
        (40, 20, (40, 20)),
        (-5, 20, (0, 20)),
        (250, 500, (200, 100)),
        (3, 0, (3, 1)),
    ],
)
def test_pages_are_whole(offset: int, limit: int, sent: tuple[int, int]) -> None:
    parameters = search_parameters(
        SearchQuery(offset=offset, limit=limit, sort=Sort.UPDATED, text="  so dium ")
    )
    assert (int(parameters["offset"]), int(parameters["limit"])) == sent
    assert parameters["index"] == "updated"
    assert parameters["query"] == "so dium"
    assert json.loads(parameters["facets"]) == [["project_type:mod"]]
