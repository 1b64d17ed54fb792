from __future__ import annotations

import json
import operator
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from modstead_sandbox.catalogue import DEFAULT_PROJECTS
from modstead_sandbox.facets import FacetError, parse
from modstead_sandbox.server import Handle


def search(client: httpx.Client, **parameters: Any) -> Any:
    if isinstance(parameters.get("facets"), list):
        parameters["facets"] = json.dumps(parameters["facets"])
    answer = client.get("/v2/search", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def titles(found: Any) -> list[str]:
    return [hit["title"] for hit in found["hits"]]


def test_no_words_find_everything_by_downloads(client: httpx.Client) -> None:
    found = search(client)
    assert found["total_hits"] == DEFAULT_PROJECTS
    assert (found["offset"], found["limit"], len(found["hits"])) == (0, 10, 10)
    downloads = [hit["downloads"] for hit in found["hits"]]
    assert downloads == sorted(downloads, reverse=True)


def test_a_title_comes_before_a_mention(client: httpx.Client) -> None:
    found = titles(search(client, query="lantern"))
    assert {"Fern Lantern", "Lantern Moth", "Paper Lantern Fair", "Lanternworks"} <= set(found)
    assert titles(search(client, query="Tidal Core"))[0] == "Tidal Core"


def test_a_slip_of_the_pen_is_forgiven(client: httpx.Client) -> None:
    assert titles(search(client, query="mospath")) == ["Mosspath"]
    assert titles(search(client, query="lanternwroks")) == ["Lanternworks"]


def test_what_is_not_there_is_not_found(client: httpx.Client) -> None:
    found = search(client, query="zzyzx")
    assert (found["hits"], found["total_hits"]) == ([], 0)


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (1, 1), (100, 100), (101, 100), (5_000, 100)])
def test_the_limit_is_between_1_and_100(client: httpx.Client, asked: int, given: int) -> None:
    found = search(client, limit=asked)
    assert (found["limit"], len(found["hits"])) == (given, given)


@pytest.mark.parametrize(("asked", "given"), [(0, 0), (9, 0), (10, 10), (15, 10), (29, 20)])
def test_the_offset_is_rounded_down_to_whole_pages(client: httpx.Client, asked: int, given: int) -> None:
    found = search(client, limit=10, offset=asked)
    assert found["offset"] == given
    assert titles(found) == titles(search(client, limit=100))[given : given + 10]


def test_pages_cover_everything_once(client: httpx.Client) -> None:
    pages = [titles(search(client, limit=40, offset=offset)) for offset in range(0, DEFAULT_PROJECTS, 40)]
    seen = [title for page in pages for title in page]
    assert len(seen) == len(set(seen)) == DEFAULT_PROJECTS


@pytest.mark.parametrize(
    ("index", "field"), [("downloads", "downloads"), ("follows", "follows"), ("newest", "date_created")]
)
def test_sorting(client: httpx.Client, index: str, field: str) -> None:
    values = [hit[field] for hit in search(client, index=index, limit=100)["hits"]]
    assert values == sorted(values, reverse=True)


def test_sorting_by_update(client: httpx.Client) -> None:
    values = [hit["date_modified"][:19] for hit in search(client, index="updated", limit=100)["hits"]]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    "parameters", [{"index": "best"}, {"limit": "ten"}, {"offset": "-1"}, {"offset": "x"}, {"limit": "-5"}]
)
def test_wrong_parameters_are_400(client: httpx.Client, parameters: dict[str, str]) -> None:
    answer = client.get("/v2/search", params=parameters)
    assert answer.status_code == 400
    assert answer.json()["error"] == "request_error"
    assert answer.json()["description"]


def test_inner_conditions_are_or_and_outer_ones_and(client: httpx.Client) -> None:
    either = search(client, facets=[["categories:mobs", "categories:food"]])["total_hits"]
    both = search(client, facets=[["categories:mobs"], ["categories:food"]])["total_hits"]
    mobs = search(client, facets=[["categories:mobs"]])["total_hits"]
    food = search(client, facets=[["categories:food"]])["total_hits"]
    assert 0 < both < min(mobs, food)
    assert either == mobs + food - both


def test_loaders_are_categories(client: httpx.Client) -> None:
    assert "Fern Lantern" in titles(search(client, query="fern lantern", facets=[["categories:quilt"]]))
    assert "Fern Lantern" not in titles(search(client, query="fern lantern", facets=[["categories:fabric"]]))


def test_conditions_on_versions_must_hold_for_one_version(client: httpx.Client, sandbox: Handle) -> None:
    scales = [["project_id:" + sandbox.catalogue.named("Honest Scales").id]]
    assert search(client, facets=[*scales, ["categories:forge"]])["total_hits"] == 1
    assert search(client, facets=[*scales, ["versions:1.21.1"]])["total_hits"] == 1
    assert search(client, facets=[*scales, ["categories:forge"], ["versions:1.20.1"]])["total_hits"] == 1
    assert search(client, facets=[*scales, ["categories:forge"], ["versions:1.21.1"]])["total_hits"] == 0


def test_the_latest_version_is_the_newest_that_matches(client: httpx.Client, sandbox: Handle) -> None:
    project = sandbox.catalogue.named("Lanternworks")
    one = [["project_id:" + project.id]]
    everything = search(client, facets=one)["hits"][0]["latest_version"]
    old = search(client, facets=[*one, ["versions:1.20.1"], ["categories:fabric"]])["hits"][0][
        "latest_version"
    ]
    assert everything == sandbox.catalogue.listed(project)[-1].id
    assert old == sandbox.catalogue.listed(project)[0].id


@pytest.mark.parametrize("operator", [":", "=", " : ", " = "])
def test_operators_of_equality(client: httpx.Client, operator: str) -> None:
    assert search(client, facets=[[f"project_type{operator}shader"]])["total_hits"] == 6


@pytest.mark.parametrize(
    ("operator", "holds"), [(">", operator.gt), (">=", operator.ge), ("<", operator.lt), ("<=", operator.le)]
)
def test_operators_of_order(client: httpx.Client, operator: str, holds: Callable[[int, int], bool]) -> None:
    found = search(client, facets=[[f"downloads{operator}1000000"]], limit=100)
    assert 0 < found["total_hits"] < 150
    assert all(holds(hit["downloads"], 1_000_000) for hit in found["hits"])


def test_negation(client: httpx.Client) -> None:
    without = search(client, facets=[["categories!=library"]], limit=100)
    assert without["total_hits"] < 150
    assert all("library" not in hit["categories"] for hit in without["hits"])


@pytest.mark.parametrize("field", ["versions", "project_type", "title"])
def test_negation_of_renamed_fields_finds_nothing(client: httpx.Client, field: str) -> None:
    assert search(client, facets=[[f"{field}!=nothing"]])["total_hits"] == 0


@pytest.mark.parametrize("quote", ["'", '"', "`"])
def test_values_with_spaces_need_quotes(client: httpx.Client, quote: str) -> None:
    assert titles(search(client, facets=[[f"title:{quote}Tidal Core{quote}"]])) == ["Tidal Core"]
    refused = client.get("/v2/search", params={"facets": '[["title:Tidal Core"]]'})
    assert refused.status_code == 400


@pytest.mark.parametrize(
    "facets",
    [
        "nonsense",
        "[[",
        "{}",
        '"categories:fabric"',
        '["categories:fabric"]',
        '[[["categories:fabric"]]]',
        "[[1]]",
        '[["fabric"]]',
        '[["colour:1"]]',
        '[["color:1"]]',
        '[["downloads>many"]]',
        '[["categories:a,b"]]',
        "[" * 2_000,
        json.dumps([["categories:fabric"] * 1_100]),
    ],
)
def test_facets_that_cannot_be_read_are_400(client: httpx.Client, facets: str) -> None:
    answer = client.get("/v2/search", params={"facets": facets})
    assert answer.status_code == 400
    assert "error" in answer.json()


def test_facets_that_are_too_long_are_refused() -> None:
    with pytest.raises(FacetError):
        parse(json.dumps([["categories:" + "x" * 70_000]]))


def test_sides_licences_and_authors_are_facets(client: httpx.Client) -> None:
    for facet, field, value in (
        ("client_side:unknown", "client_side", "unknown"),
        ("license:MIT", "license", "MIT"),
        ("license:mit", "license", "MIT"),
        ("author:saltmarsh", "author", "saltmarsh"),
        ("environment:client_only", "environment", ["client_only"]),
    ):
        found = search(client, facets=[[facet]], limit=100)
        assert found["hits"], facet
        assert all(hit[field] == value for hit in found["hits"])


def test_open_source_is_a_facet(client: httpx.Client) -> None:
    yes = search(client, facets=[["open_source:true"]])["total_hits"]
    no = search(client, facets=[["open_source:false"]])["total_hits"]
    assert yes + no == DEFAULT_PROJECTS
    assert min(yes, no) > 0


def test_a_hit_has_its_own_shape(client: httpx.Client) -> None:
    hit = search(client, query="lanternworks")["hits"][0]
    assert all(isinstance(picture, str) and picture.endswith("_350.webp") for picture in hit["gallery"])
    assert hit["featured_gallery"] not in hit["gallery"]
    assert len(hit["gallery"]) == 5
    assert hit["date_created"].endswith("+00:00")
    assert isinstance(hit["color"], int)
    assert "1.21.4" in hit["versions"]
    assert {"project_id", "follows", "author_id", "all_project_types", "disclosure_types"} <= set(hit)


def test_a_missing_icon_is_empty_in_hits_and_null_in_projects(client: httpx.Client) -> None:
    hit = search(client, query="umbra")["hits"][0]
    assert hit["icon_url"] == ""
    assert hit["color"] is None
    assert client.get("/v2/project/umbra").json()["icon_url"] is None


def test_datapacks_and_plugins_are_shown_as_mods(client: httpx.Client) -> None:
    for kind in ("datapack", "plugin"):
        hit = search(client, facets=[[f"project_type:{kind}"]])["hits"][0]
        assert hit["project_type"] == "mod"
        assert hit["all_project_types"] == [kind]


def test_a_project_without_versions_is_a_project(client: httpx.Client) -> None:
    hit = search(client, query="plum parlour")["hits"][0]
    assert (hit["project_type"], hit["versions"], hit["latest_version"]) == ("project", [], "")


def test_an_archived_project_is_found(client: httpx.Client) -> None:
    assert titles(search(client, query="petrichor")) == ["Petrichor"]
    assert client.get("/v2/project/petrichor").json()["status"] == "archived"
