from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from sandbox.studio import People, published, refusal

V3 = """
GET    /project/{project}
GET    /projects
GET    /project/{project}/check
GET    /search
GET    /projects_random
PATCH  /project/{project}             PROJECT_WRITE
PATCH  /projects                      PROJECT_WRITE
DELETE /project/{project}             PROJECT_DELETE
POST   /project/{project}/follow      USER_WRITE
DELETE /project/{project}/follow      USER_WRITE
GET    /project/{project}/dependencies
PATCH  /project/{project}/icon        PROJECT_WRITE
DELETE /project/{project}/icon        PROJECT_WRITE
POST   /project/{project}/gallery     PROJECT_WRITE
PATCH  /project/{project}/gallery     PROJECT_WRITE
DELETE /project/{project}/gallery     PROJECT_WRITE
"""
ROWS = [(*line.split(), "")[:3] for line in V3.strip().splitlines()]
NAMING = [(method, path) for method, path, _ in ROWS if "{project}" in path]
CORE = "/v3/project/tidal-core"
INVALID = (400, "request_error")


def test_the_inventory_is_whole() -> None:
    assert len({(method, path) for method, path, _ in ROWS}) == len(ROWS) == 16


@pytest.mark.parametrize(("method", "path", "scope"), ROWS, ids=" ".join)
def test_each_operation_answers_those_who_may(people: People, method: str, path: str, scope: str) -> None:
    url = "/v3" + path.format(project="tidal-core")
    query = {"/projects": {"ids": "[]"}, "/projects_random": {"count": 2}}.get(path, {})
    answers = [people[who].request(method, url, params=query) for who in ("nobody", "expired", "reader")]
    if scope:
        assert {refusal(answer) for answer in answers} == {(401, "auth_error")}
    else:
        assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize(("method", "path"), NAMING, ids=" ".join)
def test_an_unknown_project_is_404_in_json(people: People, method: str, path: str) -> None:
    query = {"url": "x", "ext": "png", "featured": "true"}
    answer = people["creator"].request(method, "/v3" + path.format(project="nothing"), params=query)
    assert refusal(answer) == (404, "not_found")


def test_a_project_goes_by_the_newer_names(people: People) -> None:
    older = people["nobody"].get("/v2/project/tidal-core").json()
    newer = people["nobody"].get(CORE).json()
    for old, new in (
        ("title", "name"),
        ("description", "summary"),
        ("body", "description"),
        ("team", "team_id"),
    ):
        assert newer[new] == older[old]
    assert not {"title", "body", "client_side", "issues_url", "donation_urls"} & set(newer)
    assert (newer["project_types"], newer["games"]) == (["mod"], ["minecraft-java"])
    assert newer["game_versions"] == older["game_versions"]
    assert newer["environment"] == older["environment"]
    links = {name: link["url"] for name, link in newer["link_urls"].items() if not link["donation"]}
    assert links == {
        name: older[f"{name}_url"]
        for name in ("issues", "source", "wiki", "discord")
        if older[f"{name}_url"] is not None
    }
    assert people["nobody"].get(f"{CORE}/check").json() == {"id": older["id"]}
    several = {"ids": json.dumps([older["id"], "tidal-core", "nothing"])}
    assert people["nobody"].get("/v3/projects", params=several).json() == [newer]


def test_a_pack_tells_its_own_loaders_apart(client: httpx.Client) -> None:
    found = client.get("/v3/search", params={"facets": '[["project_types:modpack"]]'}).json()["hits"]
    assert found
    for hit in found:
        assert (hit["loaders"], hit["mrpack_loaders"]) == (["mrpack"], ["fabric"])


def test_a_search_tells_its_page(people: People) -> None:
    query: dict[str, Any] = {"limit": 5, "offset": 12, "index": "downloads"}
    found = people["nobody"].get("/v3/search", params=query).json()
    assert {name: found[name] for name in found if name != "hits"} == {
        "page": 3,
        "hits_per_page": 5,
        "total_hits": 24,
    }
    older = people["nobody"].get("/v2/search", params=query).json()["hits"]
    assert [hit["name"] for hit in found["hits"]] == [hit["title"] for hit in older]
    assert found["hits"][0]["version_id"] == older[0]["latest_version"]
    assert refusal(people["nobody"].get("/v3/search", params={"index": "best"})) == INVALID


@pytest.mark.parametrize("count", ["0", "101", "x"])
def test_by_chance_come_one_to_a_hundred(people: People, count: str) -> None:
    assert refusal(people["nobody"].get("/v3/projects_random", params={"count": count})) == INVALID
    assert len(people["nobody"].get("/v3/projects_random", params={"count": 3}).json()) == 3


def test_what_is_changed_is_read_back(people: People) -> None:
    wanted = {
        "name": "Tidal Heart",
        "summary": "Beats.",
        "description": "# Long",
        "categories": ["library"],
        "additional_categories": ["mobs"],
        "license_id": "MIT",
        "license_url": "https://licence.example.invalid",
        "slug": "tidal-heart",
        "status": "unlisted",
    }
    links = {
        "link_urls": {"wiki": "https://wiki.example.invalid", "issues": None, "patreon": "https://p.invalid"}
    }
    assert people["creator"].patch(CORE, json=wanted | links).status_code == 204
    found = people["nobody"].get("/v3/project/tidal-heart").json()
    told = {name: found[name] for name in wanted if not name.startswith("license")}
    assert told == {name: value for name, value in wanted.items() if not name.startswith("license")}
    assert (found["license"]["id"], found["license"]["url"]) == ("MIT", wanted["license_url"])
    assert found["link_urls"]["wiki"]["url"] == "https://wiki.example.invalid"
    assert found["link_urls"]["patreon"] == {
        "platform": "patreon",
        "donation": True,
        "url": "https://p.invalid",
    }
    assert "issues" not in found["link_urls"]
    gone = {"link_urls": {"patreon": None}}
    assert people["creator"].patch("/v3/project/tidal-heart", json=gone).status_code == 204
    assert "patreon" not in people["nobody"].get("/v3/project/tidal-heart").json()["link_urls"]


@pytest.mark.parametrize(
    "wanted",
    [
        {"name": "xx"},
        {"name": "x" * 65},
        {"summary": "xx"},
        {"summary": "x" * 257},
        {"description": "x" * 65_537},
        {"categories": ["food", "magic", "mobs", "utility"]},
        {"additional_categories": ["food"] * 257},
        {"license_id": "Mine"},
        {"license_url": "https://x.invalid/" + "x" * 2_048},
        {"slug": "ab"},
        {"slug": "x" * 65},
        {"status": "nice"},
        {"link_urls": {"bank": "https://x.invalid"}},
        {"link_urls": {"wiki": "file:///x"}},
    ],
    ids=lambda wanted: str(wanted)[:50],
)
def test_the_bounds_hold(people: People, wanted: dict[str, Any]) -> None:
    before = people["nobody"].get(CORE).json()
    assert refusal(people["creator"].patch(CORE, json=wanted)) == INVALID
    assert people["nobody"].get(CORE).json() == before


def test_several_are_edited_together(people: People) -> None:
    made = published(people)
    several = {"ids": json.dumps([made["id"]])}
    wanted = {
        "add_categories": ["magic"],
        "remove_categories": ["food"],
        "additional_categories": ["mobs"],
        "link_urls": {"discord": "https://chat.example.invalid"},
    }
    assert people["creator"].patch("/v3/projects", params=several, json=wanted).status_code == 204
    found = people["nobody"].get("/v3/project/tin-kettle").json()
    assert (found["categories"], found["additional_categories"]) == (["utility", "magic"], ["mobs"])
    assert found["link_urls"]["discord"]["url"] == "https://chat.example.invalid"


def test_following_pictures_and_deleting_are_those_of_the_older_version(people: People) -> None:
    made = published(people)
    one = f"/v3/project/{made['id']}"
    assert people["player"].post(f"{one}/follow").status_code == 204
    assert people["nobody"].get(one).json()["followers"] == 1
    assert people["player"].delete(f"{one}/follow").status_code == 204
    creator = people["creator"]
    assert creator.patch(f"{one}/icon", params={"ext": "png"}, content=b"icon").status_code == 204
    picture = {"ext": "png", "featured": "true", "name": "Steam"}
    assert creator.post(f"{one}/gallery", params=picture, content=b"picture").status_code == 204
    shown = people["nobody"].get(one).json()
    assert people["nobody"].get(shown["icon_url"]).content == b"icon"
    assert (shown["gallery"][0]["name"], shown["gallery"][0]["featured"]) == ("Steam", True)
    url = {"url": shown["gallery"][0]["url"]}
    assert creator.patch(f"{one}/gallery", params=url | {"name": "Mist"}).status_code == 204
    assert people["nobody"].get(one).json()["gallery"][0]["name"] == "Mist"
    assert creator.delete(f"{one}/gallery", params=url).status_code == 204
    assert creator.delete(f"{one}/icon").status_code == 204
    assert creator.delete(one).status_code == 204
    assert people["nobody"].get(one).status_code == 404


def test_what_a_project_needs(people: People) -> None:
    found = people["nobody"].get("/v3/project/lanternworks/dependencies").json()
    older = people["nobody"].get("/v2/project/lanternworks/dependencies").json()
    assert [entry["id"] for entry in found["projects"]] == [entry["id"] for entry in older["projects"]]
    assert [entry["id"] for entry in found["versions"]] == [entry["id"] for entry in older["versions"]]
    assert found["projects"]
    for held, old in zip(found["versions"], older["versions"], strict=True):
        assert held["files"] == old["files"]
        assert held["game_versions"] == old["game_versions"]
