from __future__ import annotations

from typing import Any

import httpx
import pytest

from modstead_sandbox.faults import Fault
from modstead_sandbox.guizhan.tokens import READING, SCOPES, TOKENS, listing, token
from modstead_sandbox.server import Handle

People = dict[str, httpx.Client]

ROWS = """
GET    /projects
GET    /users/lingxi/projects
GET    /orgs/jade-gate/projects
POST   /users/lingxi/projects                              project:create
POST   /orgs/jade-gate/projects                            project:create
GET    /projects/quiet-well
PATCH  /projects/quiet-well                                project:update
DELETE /projects/quiet-well                                project:delete
POST   /projects/quiet-well/submit                         project:update
GET    /projects/quiet-well/keywords
POST   /projects/quiet-well/keywords                       project:update
PUT    /projects/quiet-well/keywords/KEYWORD               project:update
DELETE /projects/quiet-well/keywords/KEYWORD               project:update
POST   /projects/quiet-well/versions                       project:version:create
GET    /projects/quiet-well/versions
PATCH  /projects/quiet-well/versions                       project:version:update
DELETE /projects/quiet-well/versions                       project:version:delete
GET    /projects/quiet-well/versions/1.2.0
PATCH  /projects/quiet-well/versions/1.2.0                 project:version:update
DELETE /projects/quiet-well/versions/1.2.0                 project:version:delete
GET    /projects/quiet-well/versions/1.2.0/download
GET    /versions/VERSION
"""
OPERATIONS = [(*line.split(), "")[:3] for line in ROWS.strip().splitlines()]
NEW = {"slug": "tea-lamp", "name": "Tea Lamp 茶灯", "summary": "Warm."}


def refusal(answer: httpx.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()["error"]["code"]


def found(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def slugs(answer: httpx.Response) -> list[str]:
    return [entry["slug"] for entry in found(answer)]


def test_the_inventory_is_whole() -> None:
    assert len({(method, path) for method, path, _ in OPERATIONS}) == len(OPERATIONS) == 22
    assert len(SCOPES) == len(set(SCOPES)) == 20
    assert {scope for _, _, scope in OPERATIONS if scope} | READING <= set(SCOPES)


def test_tokens_come_after_bearer_and_are_told() -> None:
    assert token("Bearer gzr_sandbox_creator") is TOKENS[0]
    assert token("gzr_sandbox_creator") is token("Bearer gzr_sandbox_expired") is token(None) is None
    assert all(f"{entry.text} " in listing() and entry.text not in repr(entry) for entry in TOKENS)


@pytest.mark.parametrize(("method", "path", "scope"), OPERATIONS, ids=" ".join)
def test_each_operation_answers_those_who_may(guizhan: People, method: str, path: str, scope: str) -> None:
    keyword = found(guizhan["nobody"].get("/projects/quiet-well/keywords"))[0]["id"]
    version = found(guizhan["nobody"].get("/projects/quiet-well/versions"))[0]["id"]
    path = path.replace("KEYWORD", keyword).replace("VERSION", version)
    answers = {who: guizhan[who].request(method, path) for who in ("nobody", "expired", "reader", "member")}
    if not scope:
        assert {answer.status_code for answer in answers.values()} <= {200, 302}
        return
    assert refusal(answers["nobody"]) == refusal(answers["expired"]) == (401, "unauthorized")
    assert refusal(answers["reader"]) == refusal(answers["member"]) == (403, "forbidden")
    assert scope in answers["reader"].json()["error"]["message"]


@pytest.mark.parametrize("path", ["/projects/nothing", "/users/nobody/projects", "/orgs/x/projects", "/x"])
def test_what_there_is_not_is_404(guizhan: People, path: str) -> None:
    assert refusal(guizhan["creator"].get(path)) == (404, "not_found")


def test_the_search_finds_what_is_public_and_tells_its_page(guizhan: People) -> None:
    answer = guizhan["nobody"].get("/projects", params={"page": 2, "page_size": 3})
    assert answer.json()["meta"] == {"page": 2, "page_size": 3, "total": 7, "total_pages": 3}
    everything = slugs(guizhan["creator"].get("/projects"))
    assert slugs(answer) == everything[3:6]
    assert not {"copper-abacus", "paper-tiger", "stone-boat", "night-heron", "moon-cellar"} & set(everything)
    shown = found(guizhan["nobody"].get("/projects", params={"q": "loom"}))[0]
    assert set(shown) == {
        *("id", "name", "slug", "summary", "type", "icon_url", "downloads", "minecraft_versions"),
        *("platforms", "created_at", "updated_at", "owner_type", "owner", "tags"),
    }
    assert shown["owner"] == {"id": "gu00000002", "name": "松柏", "username": "songbo"}
    assert shown["tags"] == [{"id": "gt00000003", "slug": "magic", "name": "魔法"}]
    assert guizhan["nobody"].get(shown["icon_url"]).headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "CLOUD weaves"}, ["cloud-loom"]),
        ({"q": "persimmon"}, ["persimmon-crates"]),
        ({"type": "resource"}, ["lotus-tiles"]),
        ({"type": "mod", "platforms": ["fabric"]}, ["persimmon-crates"]),
        ({"platforms": ["folia", "fabric"]}, ["ink-and-silk", "persimmon-crates"]),
        ({"platforms[]": ["folia"]}, ["ink-and-silk"]),
        ({"tags": ["machines", "library"]}, ["bamboo-press", "jade-library"]),
        ({"minecraft_versions": ["1.8"]}, []),
        ({"minecraft_versions": ["1.20.4"], "platforms": ["resourcepack"]}, ["lotus-tiles"]),
    ],
    ids=str,
)
def test_the_search_filters(guizhan: People, query: dict[str, Any], expected: list[str]) -> None:
    assert sorted(slugs(guizhan["nobody"].get("/projects", params=query))) == expected


@pytest.mark.parametrize(
    ("sort", "field"), [("downloads", "downloads"), ("created_at",) * 2, ("updated_at",) * 2]
)
def test_the_search_sorts(guizhan: People, sort: str, field: str) -> None:
    shown = found(guizhan["nobody"].get("/projects", params={"sort_by": sort}))
    values = [entry[field] for entry in shown]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    "query",
    [
        {"sort_by": "name"},
        {"type": "shader"},
        {"page": 0},
        {"page": "x"},
        {"page_size": -1},
        {"page": "9" * 30},
    ],
    ids=str,
)
def test_what_cannot_be_searched_is_400(guizhan: People, query: dict[str, Any]) -> None:
    assert refusal(guizhan["nobody"].get("/projects", params=query)) == (400, "invalid_request")


def test_a_user_sees_more_of_their_own(guizhan: People) -> None:
    own = found(guizhan["reader"].get("/users/@me/projects"))
    states = {entry["slug"]: (entry["status"], entry["visibility"]) for entry in own}
    assert states["copper-abacus"] == ("draft", "public")
    assert states["stone-boat"] == ("pending", "public")
    rejected = next(entry for entry in own if entry["slug"] == "paper-tiger")
    assert rejected["moderator_message"] == "Please say what it does."
    others = found(guizhan["member"].get("/users/LINGXI/projects"))
    assert {entry["slug"] for entry in others} == {"bamboo-press", "ink-and-silk"}
    assert not any("status" in entry for entry in others)
    assert refusal(guizhan["nobody"].get("/users/@me/projects")) == (401, "unauthorized")


def test_owned_projects_are_searched_and_sorted(guizhan: People) -> None:
    query = {"sort_by": "name", "sort_order": "asc", "search": "p"}
    assert slugs(guizhan["creator"].get("/users/gu00000001/projects", params=query)) == [
        "bamboo-press",
        "copper-abacus",
        "paper-tiger",
    ]
    for broken in ({"search": "x" * 49}, {"sort_by": "downloads"}, {"sort_order": "up"}):
        answer = guizhan["creator"].get("/users/@me/projects", params=broken)
        assert refusal(answer) == (400, "invalid_request")


def test_an_organization_shows_its_members_what_is_private(guizhan: People) -> None:
    for who, seen in (("nobody", False), ("member", True), ("creator", True)):
        assert ("moon-cellar" in slugs(guizhan[who].get("/orgs/jade-gate/projects"))) is seen
        assert (guizhan[who].get("/projects/moon-cellar").status_code == 200) is seen
    shown = found(guizhan["nobody"].get("/projects/quiet-well"))
    assert shown["owner"] == {"id": "go00000001", "name": "Jade Gate", "slug": "jade-gate"}
    assert shown["owner_type"] == "organization"


def test_an_unlisted_project_is_seen_by_who_knows_its_name(guizhan: People) -> None:
    assert found(guizhan["nobody"].get("/projects/night-heron"))["name"] == "Night Heron"
    assert "night-heron" not in slugs(guizhan["nobody"].get("/users/mudan/projects"))


@pytest.mark.parametrize("owner", ["users/@me", "users/lingxi", "orgs/jade-gate"])
def test_a_created_project_is_a_draft_until_it_is_submitted(guizhan: People, owner: str) -> None:
    made = found(guizhan["creator"].post(f"/{owner}/projects", json=NEW))
    assert (made["status"], made["visibility"], made["type"]) == ("draft", "public", "project")
    one = f"/projects/{made['id']}"
    assert found(guizhan["creator"].get("/projects/TEA-lamp")) == made
    assert refusal(guizhan["nobody"].get(one)) == (404, "not_found")
    assert found(guizhan["creator"].post(f"{one}/submit"))["status"] == "approved"
    public = found(guizhan["nobody"].get(one))
    assert "status" not in public
    assert slugs(guizhan["nobody"].get("/projects", params={"q": "茶灯"})) == ["tea-lamp"]
    assert refusal(guizhan["creator"].post(f"{one}/submit")) == (400, "invalid_request")


def test_a_rejected_project_is_submitted_again(guizhan: People) -> None:
    again = found(guizhan["creator"].post("/projects/paper-tiger/submit"))
    assert (again["status"], "moderator_message" in again) == ("approved", False)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"slug": "-x"}, (400, "invalid_request")),
        ({"slug": "x--y"}, (400, "invalid_request")),
        ({"slug": "x" * 40}, (400, "invalid_request")),
        ({"slug": "QUIET-well"}, (409, "conflict")),
        ({"name": "Tea & Lamp"}, (400, "invalid_request")),
        ({"name": ""}, (400, "invalid_request")),
        ({"summary": "x" * 129}, (400, "invalid_request")),
        ({"slug": None}, (400, "invalid_request")),
    ],
    ids=str,
)
def test_what_no_project_may_be(guizhan: People, changes: dict[str, Any], refused: Any) -> None:
    assert refusal(guizhan["creator"].post("/users/@me/projects", json=NEW | changes)) == refused


def test_nobody_creates_for_others(guizhan: People) -> None:
    assert refusal(guizhan["creator"].post("/users/songbo/projects", json=NEW)) == (403, "forbidden")
    assert refusal(guizhan["member"].post("/orgs/jade-gate/projects", json=NEW)) == (403, "forbidden")
    assert refusal(guizhan["creator"].post("/orgs/stone-lantern/projects", json=NEW)) == (403, "forbidden")


def test_what_is_changed_is_read_back_and_the_rest_stays(guizhan: People) -> None:
    before = found(guizhan["creator"].get("/projects/bamboo-press"))
    wanted = {
        "slug": "bamboo-mill",
        "name": "Bamboo Mill",
        "summary": "x" * 256,
        "type": "mod",
        "visibility": "unlisted",
        "description": "# Mill",
        "license_type": "Custom",
        "license_url": "https://licence.example.invalid",
        "homepage_url": None,
        "source_url": "https://source.example.invalid",
        "tags": ["farming", "farming"],
    }
    changed = found(guizhan["creator"].patch("/projects/bamboo-press", json=wanted))
    assert found(guizhan["creator"].get("/projects/bamboo-mill")) == changed
    told = {name: changed.get(name) for name in wanted if name != "tags"}
    assert told == {name: value for name, value in wanted.items() if name != "tags"}
    assert [tag["slug"] for tag in changed["tags"]] == ["farming"]
    assert "last_slug_updated_at" in changed
    assert "homepage_url" in before
    assert refusal(guizhan["nobody"].get("/projects/bamboo-press")) == (404, "not_found")
    assert {name for name in before if before[name] != changed.get(name)} <= {*wanted, "updated_at"}


@pytest.mark.parametrize(
    "wanted",
    [
        {"slug": "a b"},
        {"name": "x" * 65},
        {"summary": "x" * 257},
        {"type": "shader"},
        {"visibility": "hidden"},
        {"license_type": "GPL"},
        {"license_type": "Custom"},
        {"homepage_url": "javascript:x"},
        {"tags": ["nonsense"]},
        {"description": None},
    ],
    ids=lambda wanted: str(wanted)[:40],
)
def test_the_bounds_hold(guizhan: People, wanted: dict[str, Any]) -> None:
    before = found(guizhan["creator"].get("/projects/bamboo-press"))
    answer = guizhan["creator"].patch("/projects/bamboo-press", json=wanted)
    assert refusal(answer) == (400, "invalid_request")
    assert next(iter(wanted)) in answer.json()["error"]["message"] or "license_url" in answer.text
    assert found(guizhan["creator"].get("/projects/bamboo-press")) == before


def test_a_slug_that_is_taken_is_a_conflict(guizhan: People) -> None:
    wanted = {"slug": "quiet-well"}
    assert refusal(guizhan["creator"].patch("/projects/bamboo-press", json=wanted)) == (409, "conflict")
    assert (
        guizhan["creator"].patch("/projects/bamboo-press", json={"slug": "Bamboo-Press"}).status_code == 200
    )


def test_a_deleted_project_is_gone_with_its_versions(guizhan: People) -> None:
    version = found(guizhan["nobody"].get("/projects/bamboo-press/versions"))[0]["id"]
    assert guizhan["creator"].delete("/projects/bamboo-press").status_code == 204
    for path in ("/projects/bamboo-press", f"/versions/{version}"):
        assert refusal(guizhan["creator"].get(path)) == (404, "not_found")


def test_keywords_are_added_changed_and_removed(guizhan: People) -> None:
    creator, path = guizhan["creator"], "/projects/bamboo-press/keywords"
    added = found(creator.post(path, json={"keyword": "rollers"}))
    assert found(guizhan["nobody"].get(path))[1] == added
    assert slugs(guizhan["nobody"].get("/projects", params={"q": "rollers"})) == ["bamboo-press"]
    one = f"{path}/{added['id']}"
    assert found(creator.put(one, json={"keyword": "mills"})) == {"id": added["id"], "keyword": "mills"}
    assert refusal(creator.post(path, json={"keyword": "Mills"})) == (409, "conflict")
    for text in ("", "x" * 65):
        assert refusal(creator.post(path, json={"keyword": text})) == (400, "invalid_request")
    assert creator.delete(one).status_code == 204
    assert refusal(creator.put(one, json={"keyword": "x"})) == (404, "not_found")
    assert len(found(guizhan["nobody"].get(path))) == 1


def test_channels_have_defaults_and_one_is_the_default(guizhan: People) -> None:
    path = "/projects/bamboo-press/channels"
    wanted = {
        "name": "Beta",
        "slug": "beta",
        "is_default": True,
        "minecraft_versions": ["1.21.4"],
        "platforms": ["paper"],
        "dependencies": [{"type": "required", "name": "Vault"}],
    }
    made = found(guizhan["creator"].post(path, json=wanted))
    assert {name: made[name] for name in wanted} == wanted
    shown = found(guizhan["nobody"].get(path))
    assert [entry["slug"] for entry in shown if entry["is_default"]] == ["beta"]
    assert refusal(guizhan["creator"].post(path, json=wanted)) == (409, "conflict")
    assert refusal(guizhan["member"].post("/projects/quiet-well/channels", json=wanted))[0] == 403


def test_the_gate_stands_before_it_and_speaks_its_words(guizhan: People, studio: Handle) -> None:
    studio.fault("/guizhan/projects", Fault(status=503), times=1)
    assert refusal(guizhan["creator"].get("/projects")) == (503, "internal_error")
    studio.fault("/guizhan/projects", Fault(status=404), times=1)
    assert refusal(guizhan["creator"].get("/projects")) == (404, "not_found")
    assert studio.count("/guizhan/*") == 2
    assert "gzr_" not in httpx.get(f"{studio.url}/sandbox/requests").text
    studio.set_rate_limit(60, 1)
    assert guizhan["nobody"].get("/projects").status_code == 200
    assert refusal(guizhan["nobody"].get("/projects")) == (429, "ratelimit_error")
