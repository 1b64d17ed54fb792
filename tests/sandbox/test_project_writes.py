from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from sandbox.studio import PROJECT, VERSION, People, form, project, published, refusal, version

INVALID = (400, "request_error")
DENIED = (401, "auth_error")


def test_a_created_project_is_read_back_by_its_team_alone(people: People) -> None:
    made = project(people, donation_urls=[{"id": "ko-fi", "platform": "Ko-fi", "url": "https://x.invalid"}])
    assert (made["status"], made["versions"], made["license"]["name"]) == ("draft", [], "MIT License")
    assert made["body"] == PROJECT["body"]
    assert made["donation_urls"][0]["url"] == "https://x.invalid"
    assert people["creator"].get("/v2/project/TIN-Kettle").json() == made
    assert people["creator"].get(f"/v2/project/{made['id']}/check").json() == {"id": made["id"]}
    for path in ("", "/check", "/members", "/version", "/dependencies"):
        answer = people["nobody"].get(f"/v2/project/tin-kettle{path}")
        assert (answer.status_code, answer.content) == (404, b"")
    assert people["player"].get("/v2/project/tin-kettle").status_code == 404
    several = {"ids": json.dumps([made["id"]])}
    assert people["helper"].get("/v2/projects", params=several).json() == []
    assert people["creator"].get("/v2/projects", params=several).json() == [made]
    owned = [entry["slug"] for entry in people["creator"].get("/v2/user/saltmarsh/projects").json()]
    assert "tin-kettle" in owned
    seen = [entry["slug"] for entry in people["nobody"].get("/v2/user/saltmarsh/projects").json()]
    assert set(owned) - set(seen) == {"tin-kettle"}


def test_a_published_project_is_found(people: People) -> None:
    made = published(people)
    assert (made["status"], made["game_versions"], made["loaders"]) == ("approved", ["1.21.4"], ["fabric"])
    found = people["nobody"].get("/v2/search", params={"query": "tin kettle"}).json()["hits"]
    assert [hit["slug"] for hit in found] == ["tin-kettle"]
    facets = json.dumps([["categories:fabric"], ["versions:1.21.4"], ["project_type:mod"]])
    found = people["nobody"].get("/v2/search", params={"facets": facets, "index": "newest"}).json()["hits"]
    assert found[0]["project_id"] == made["id"]
    said = people["creator"].get(f"/v2/thread/{made['thread_id']}").json()["messages"]
    assert said[0]["body"] == {"type": "status_change", "old_status": "draft", "new_status": "approved"}
    waiting = people["creator"].get("/v2/user/saltmarsh/notifications").json()
    assert waiting[0]["title"] == "Tin Kettle is approved"


def test_a_project_comes_with_icon_gallery_and_versions(people: People) -> None:
    first = {key: value for key, value in VERSION.items() if key != "project_id"}
    data = PROJECT | {
        "is_draft": False,
        "requested_status": "unlisted",
        "initial_versions": [first],
        "gallery_items": [{"item": "picture", "featured": True, "title": "Steam", "ordering": 3}],
    }
    parts = {"icon": ("i.png", b"icon"), "picture": ("p.webp", b"picture"), "jar": ("k.jar", b"PK x")}
    made = people["creator"].post("/v2/project", **form(data, **parts)).json()
    assert made["status"] == "unlisted"
    assert people["nobody"].get(made["icon_url"]).content == b"icon"
    assert [(shown["title"], shown["ordering"]) for shown in made["gallery"]] == [("Steam", 3)]
    assert people["nobody"].get(made["gallery"][0]["url"]).content == b"picture"
    assert len(made["versions"]) == 1
    assert people["nobody"].get("/v2/search", params={"query": "tin kettle"}).json()["hits"] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "ab"},
        {"slug": "with space"},
        {"slug": "x" * 65},
        {"slug": "tidal-core"},
        {"title": "x"},
        {"title": "x" * 65},
        {"description": "xx"},
        {"description": "x" * 257},
        {"body": "x" * 65_537},
        {"categories": ["food", "magic", "mobs", "utility"]},
        {"categories": ["nonsense"]},
        {"additional_categories": ["nonsense"]},
        {"license_id": "Mine"},
        {"license_url": "ftp://x"},
        {"issues_url": "javascript:alert(1)"},
        {"project_type": "shader"},
        {"client_side": "maybe"},
        {"donation_urls": [{"id": "bank", "platform": "Bank", "url": "https://x.invalid"}]},
        {"is_draft": False},
        {"gallery_items": [{"item": "missing"}]},
        {"initial_versions": [VERSION]},
    ],
    ids=str,
)
def test_what_no_project_may_be_is_400_and_leaves_nothing(people: People, changes: dict[str, Any]) -> None:
    answer = people["creator"].post("/v2/project", **form(PROJECT | changes))
    assert refusal(answer) == INVALID
    assert people["creator"].get("/v2/project/tin-kettle").status_code == 404


@pytest.mark.parametrize("field", [name for name in PROJECT if name != "is_draft"])
def test_each_required_field_is_named_where_it_is_missing(people: People, field: str) -> None:
    answer = people["creator"].post("/v2/project", **form({k: v for k, v in PROJECT.items() if k != field}))
    assert refusal(answer) == INVALID
    assert field in answer.json()["description"]


def test_a_project_needs_a_multipart_form_with_data(people: People) -> None:
    creator = people["creator"]
    assert refusal(creator.post("/v2/project", json=PROJECT)) == INVALID
    assert refusal(creator.post("/v2/project", files={"icon": ("i.png", b"x")})) == INVALID
    broken = {"content-type": "multipart/form-data"}
    assert refusal(creator.post("/v2/project", content=b"x", headers=broken)) == INVALID
    assert refusal(creator.post("/v2/project", files={"data": (None, "{")})) == INVALID
    large = creator.post("/v2/project", **form(PROJECT, icon=("i.png", b"x" * (256 * 1024 + 1))))
    assert refusal(large) == INVALID
    assert refusal(creator.post("/v2/project", **form(PROJECT, icon=("i.exe", b"x")))) == INVALID


def test_what_is_changed_is_read_back_and_the_rest_stays(people: People) -> None:
    before = people["nobody"].get("/v2/project/tidal-core").json()
    wanted = {
        "slug": "tidal-heart",
        "title": "Tidal Heart",
        "body": "New {base}.",
        "categories": ["library", "library"],
        "wiki_url": None,
        "discord_url": "https://chat.example.invalid",
        "license_id": "MIT OR Apache-2.0",
        "donation_urls": [],
    }
    assert people["creator"].patch("/v2/project/tidal-core", json=wanted).status_code == 204
    after = people["nobody"].get("/v2/project/tidal-heart").json()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {*wanted, "license"} - {"license_id"}
    assert (after["title"], after["body"], after["categories"]) == ("Tidal Heart", "New {base}.", ["library"])
    assert after["license"]["id"] == "MIT OR Apache-2.0"
    assert people["nobody"].get("/v2/project/tidal-core").status_code == 404
    hits = people["nobody"].get("/v2/search", params={"query": "tidal heart"}).json()["hits"]
    assert hits[0]["title"] == "Tidal Heart"


def test_a_slug_that_was_given_up_is_free(people: People) -> None:
    core = people["nobody"].get("/v2/project/tidal-core").json()["id"]
    for slug in ("tidal-heart", "tidal-soul", "tidal-core"):
        assert people["creator"].patch(f"/v2/project/{core}", json={"slug": slug}).status_code == 204
    for slug in ("tidal-heart", "tidal-soul"):
        assert people["creator"].get(f"/v2/project/{slug}").status_code == 404
    assert people["nobody"].get("/v2/project/tidal-core").json()["id"] == core
    assert project(people, slug="tidal-soul")["slug"] == "tidal-soul"


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        ({"slug": "lanternworks"}, INVALID),
        ({"title": "x"}, INVALID),
        ({"license_id": "None"}, INVALID),
        ({"categories": ["nonsense"]}, INVALID),
        ({"status": "rejected"}, DENIED),
        ({"status": "processing"}, DENIED),
        ({"moderation_message": "Fine."}, DENIED),
    ],
    ids=str,
)
def test_what_a_project_may_not_become(people: People, wanted: dict[str, Any], refused: Any) -> None:
    assert refusal(people["creator"].patch("/v2/project/tidal-core", json=wanted)) == refused


def test_moderators_may_more(people: People) -> None:
    wanted = {"status": "withheld", "moderation_message": "Please explain.", "moderation_message_body": "x"}
    assert people["moderator"].patch("/v2/project/tidal-core", json=wanted).status_code == 204
    assert people["nobody"].get("/v2/project/tidal-core").status_code == 404
    found = people["creator"].get("/v2/project/tidal-core").json()
    assert found["moderator_message"] == {"message": "Please explain.", "body": "x"}


def test_the_public_status_is_the_owners_choice(people: People) -> None:
    for status, seen, searched in (
        ("unlisted", 200, 0),
        ("private", 404, 0),
        ("archived", 200, 1),
        ("approved", 200, 1),
    ):
        assert people["creator"].patch("/v2/project/tidal-core", json={"status": status}).status_code == 204
        assert people["nobody"].get("/v2/project/tidal-core").status_code == seen
        hits = people["nobody"].get("/v2/search", params={"query": "tidal core"}).json()["hits"]
        assert sum(hit["slug"] == "tidal-core" for hit in hits) == searched


def test_a_draft_without_versions_is_not_reviewed(people: People) -> None:
    made = project(people)
    assert (
        refusal(people["creator"].patch(f"/v2/project/{made['id']}", json={"status": "processing"}))
        == INVALID
    )


def test_others_change_nothing(people: People) -> None:
    made = project(people)
    for one, answer in (("tidal-core", 401), (made["id"], 404)):
        assert people["helper"].patch(f"/v2/project/{one}", json={"title": "Mine"}).status_code == answer
    assert people["helper"].delete("/v2/project/tidal-core").status_code == 401
    assert refusal(people["helper"].delete(f"/v2/project/{made['id']}")) == INVALID
    assert people["nobody"].get("/v2/project/tidal-core").json()["title"] == "Tidal Core"


def test_a_deleted_project_is_gone_with_its_versions(people: People) -> None:
    made = people["nobody"].get("/v2/project/tidal-core").json()
    held = people["nobody"].get(f"/v2/version/{made['versions'][0]}").json()
    digest = held["files"][0]["hashes"]["sha1"]
    assert people["creator"].delete("/v2/project/tidal-core").status_code == 204
    for path in ("project/tidal-core", f"version/{held['id']}", f"version_file/{digest}"):
        assert people["nobody"].get(f"/v2/{path}").status_code == 404
    assert people["nobody"].get(held["files"][0]["url"]).status_code == 404
    assert people["nobody"].get("/v2/statistics").json()["projects"] == 23
    assert project(people, slug="tidal-core")["title"] == "Tin Kettle"


def test_several_projects_are_edited_together(people: People) -> None:
    one, other = project(people), project(people, slug="iron-kettle", title="Iron Kettle")
    both = {"ids": json.dumps([one["id"], other["id"]])}
    donation = {"id": "ko-fi", "platform": "Ko-fi", "url": "https://x.invalid"}
    wanted = {
        "add_categories": ["magic"],
        "remove_categories": ["food"],
        "additional_categories": ["mobs"],
        "add_donation_urls": [donation],
        "issues_url": "https://issues.example.invalid",
    }
    assert people["creator"].patch("/v2/projects", params=both, json=wanted).status_code == 204
    for found in people["creator"].get("/v2/projects", params=both).json():
        assert (found["categories"], found["additional_categories"]) == (["utility", "magic"], ["mobs"])
        assert (found["issues_url"], found["donation_urls"]) == (wanted["issues_url"], [donation])
    gone = {"remove_donation_urls": [donation], "categories": []}
    assert people["creator"].patch("/v2/projects", params=both, json=gone).status_code == 204
    assert people["creator"].get("/v2/project/tin-kettle").json()["donation_urls"] == []


def test_an_edit_of_several_is_refused_as_a_whole(people: People) -> None:
    made = project(people)
    wanted = {"add_categories": ["magic"]}
    for name, refused in (("AAAAAAAA", INVALID), ("lanternworks", DENIED)):
        both = {"ids": json.dumps([made["id"], name])}
        assert refusal(people["creator"].patch("/v2/projects", params=both, json=wanted)) == refused
    full = {"add_categories": ["magic", "mobs"]}
    one = {"ids": json.dumps([made["id"]])}
    assert refusal(people["creator"].patch("/v2/projects", params=one, json=full)) == INVALID
    assert people["creator"].get("/v2/project/tin-kettle").json() == made


def icon(people: People, content: bytes, ending: str = "png") -> httpx.Response:
    return people["creator"].patch("/v2/project/tidal-core/icon", params={"ext": ending}, content=content)


def test_an_icon_is_put_up_and_taken_down(people: People) -> None:
    assert icon(people, b"x" * 256 * 1024).status_code == 204
    found = people["nobody"].get("/v2/project/tidal-core").json()
    assert people["nobody"].get(found["icon_url"]).content == b"x" * 256 * 1024
    assert people["creator"].delete("/v2/project/tidal-core/icon").status_code == 204
    assert people["nobody"].get("/v2/project/tidal-core").json()["icon_url"] is None
    assert refusal(icon(people, b"x" * (256 * 1024 + 1))) == INVALID
    assert refusal(icon(people, b"x", "exe")) == INVALID
    assert refusal(people["creator"].patch("/v2/project/tidal-core/icon", content=b"x")) == INVALID
    assert refusal(people["helper"].delete("/v2/project/tidal-core/icon")) == DENIED
    assert refusal(people["creator"].delete("/v2/project/nothing/icon")) == INVALID


GALLERY = "/v2/project/tin-kettle/gallery"


def add(people: People, content: bytes, **query: str) -> httpx.Response:
    params = {"ext": "png", "featured": "false"} | query
    return people["creator"].post(GALLERY, params=params, content=content)


def shown(people: People) -> Any:
    return people["creator"].get("/v2/project/tin-kettle").json()["gallery"]


def test_a_gallery_is_filled_ordered_and_emptied(people: People) -> None:
    project(people)
    assert add(people, b"one", title="B", ordering="1").status_code == 204
    assert add(people, b"two", title="A", description="Two", ordering="1", featured="true").status_code == 204
    assert add(people, b"three", ordering="-1", featured="true").status_code == 204
    assert [(held["title"], held["featured"]) for held in shown(people)] == [
        (None, True),
        ("A", False),
        ("B", False),
    ]
    url = shown(people)[2]["url"]
    assert people["nobody"].get(url).content == b"one"
    wanted = {"url": url, "title": "C", "featured": "true"}
    assert people["creator"].patch(GALLERY, params=wanted).status_code == 204
    assert [(held["title"], held["featured"]) for held in shown(people)] == [
        (None, False),
        ("A", False),
        ("C", True),
    ]
    assert people["creator"].delete(GALLERY, params={"url": url}).status_code == 204
    assert len(shown(people)) == 2
    assert people["creator"].patch(GALLERY, params={"url": url}).status_code == 404
    assert refusal(people["creator"].delete(GALLERY, params={"url": url})) == INVALID


@pytest.mark.parametrize(
    ("content", "query"),
    [
        (b"x", {"ext": "exe"}),
        (b"x", {"featured": "maybe"}),
        (b"x", {"ordering": "first"}),
        (b"x", {"title": "x" * 256}),
        (b"x", {"description": ""}),
        (b"", {}),
        (b"x" * (5 * 1024 * 1024 + 1), {}),
    ],
    ids=["ext", "featured", "ordering", "title", "description", "empty", "large"],
)
def test_what_is_no_picture_is_400(people: People, content: bytes, query: dict[str, str]) -> None:
    project(people)
    assert refusal(add(people, content, **query)) == INVALID
    assert shown(people) == []


def test_the_same_picture_is_not_taken_twice(people: People) -> None:
    project(people)
    assert add(people, b"one").status_code == 204
    assert refusal(add(people, b"one")) == INVALID


def test_the_drawn_gallery_is_edited_too(people: People) -> None:
    before = people["nobody"].get("/v2/project/lanternworks").json()["gallery"]
    one = "/v2/project/lanternworks/gallery"
    assert people["moderator"].delete(one, params={"url": before[0]["url"]}).status_code == 204
    after = people["nobody"].get("/v2/project/lanternworks").json()["gallery"]
    assert after == before[1:]


def test_a_project_of_plugins_and_packs_is_told_by_its_versions(people: People) -> None:
    for place, (loaders, kind) in enumerate(
        (
            (["paper"], "plugin"),
            (["minecraft"], "resourcepack"),
            (["iris"], "shader"),
            (["datapack"], "datapack"),
        )
    ):
        made = project(people, slug=f"kettle-{place}")
        version(people, made["id"], str(place).encode(), loaders=loaders)
        people["creator"].patch(f"/v2/project/{made['id']}", json={"status": "processing"})
        hit = people["nobody"].get("/v2/search", params={"facets": f'[["project_id:{made["id"]}"]]'}).json()
        assert hit["hits"][0]["all_project_types"] == [kind]
