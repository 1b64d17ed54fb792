"""Every operation that the documents state: routed, and refused without the scope that it needs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.studio import VERSION, People, form, project, refusal

DOCUMENT = Path(__file__).resolve().parents[3] / "shared" / "api" / "modrinth-v2-openapi.yaml"
V2 = """
GET    /search
GET    /project/{project}
PATCH  /project/{project}                     PROJECT_WRITE
DELETE /project/{project}                     PROJECT_DELETE
GET    /projects?ids
PATCH  /projects?ids                          PROJECT_WRITE
GET    /projects_random?count
POST   /project                               PROJECT_CREATE
PATCH  /project/{project}/icon                PROJECT_WRITE
DELETE /project/{project}/icon                PROJECT_WRITE
GET    /project/{project}/check
POST   /project/{project}/gallery             PROJECT_WRITE
PATCH  /project/{project}/gallery             PROJECT_WRITE
DELETE /project/{project}/gallery             PROJECT_WRITE
GET    /project/{project}/dependencies
POST   /project/{project}/follow              USER_WRITE
DELETE /project/{project}/follow              USER_WRITE
POST   /project/{project}/schedule            gone
GET    /project/{project}/version
GET    /version/{version}
PATCH  /version/{version}                     VERSION_WRITE
DELETE /version/{version}                     VERSION_DELETE
GET    /project/{project}/version/{version}
POST   /version                               VERSION_CREATE
POST   /version/{version}/schedule            gone
GET    /versions?ids
POST   /version/{version}/file                VERSION_WRITE
GET    /version_file/{hash}
DELETE /version_file/{hash}                   VERSION_WRITE
POST   /version_file/{hash}/update            body
POST   /version_files                         body
POST   /version_files/update                  body
GET    /user/{user}
PATCH  /user/{user}                           USER_WRITE
GET    /user                                  USER_READ
GET    /users?ids
PATCH  /user/{user}/icon                      USER_WRITE
DELETE /user/{user}/icon                      USER_WRITE
GET    /user/{user}/projects
GET    /user/{user}/follows                   USER_READ
GET    /user/{user}/payouts                   gone
POST   /user/{user}/payouts                   gone
GET    /user/{user}/notifications             NOTIFICATION_READ
GET    /notification/{other}                  NOTIFICATION_READ
PATCH  /notification/{other}                  NOTIFICATION_WRITE
DELETE /notification/{other}                  NOTIFICATION_WRITE
GET    /notifications?ids                     NOTIFICATION_READ
PATCH  /notifications?ids                     NOTIFICATION_WRITE
DELETE /notifications?ids                     NOTIFICATION_WRITE
POST   /report                                REPORT_CREATE
GET    /report                                REPORT_READ
GET    /report/{other}                        REPORT_READ
PATCH  /report/{other}                        REPORT_WRITE
GET    /reports?ids                           REPORT_READ
GET    /thread/{other}                        THREAD_READ
POST   /thread/{other}                        THREAD_WRITE
GET    /threads?ids                           THREAD_READ
DELETE /message/{other}                       THREAD_WRITE
GET    /project/{project}/members
GET    /team/{team}/members
POST   /team/{team}/members                   PROJECT_WRITE
GET    /teams?ids
POST   /team/{team}/join                      PROJECT_WRITE
PATCH  /team/{team}/members/{user}            PROJECT_WRITE
DELETE /team/{team}/members/{user}            PROJECT_WRITE
PATCH  /team/{team}/owner                     PROJECT_WRITE
GET    /tag/category
GET    /tag/loader
GET    /tag/game_version
GET    /tag/license
GET    /tag/license/{licence}
GET    /tag/donation_platform
GET    /tag/report_type
GET    /tag/project_type
GET    /tag/side_type
GET    /updates/{project}/forge_updates.json
GET    /statistics
"""
ROWS = [(*line.split(), "")[:3] for line in V2.strip().splitlines()]
ANYBODYS = [(method, path) for method, path, scope in ROWS if scope in {"", "body"}]
GONE = [(method, path) for method, path, scope in ROWS if scope == "gone"]
SCOPED = [(method, path, scope) for method, path, scope in ROWS if "_" in scope]


def request_of(people: People, method: str, path: str) -> tuple[str, str, dict[str, Any]]:
    """Return an operation with the places in its path filled and the query that it cannot do without."""
    anybody = people["nobody"]
    found = anybody.get("/v2/project/tidal-core").json()
    version = anybody.get(f"/v2/version/{found['versions'][0]}").json()
    path, _, query = path.partition("?")
    filled = path.format(
        project="tidal-core",
        version=version["id"],
        hash=version["files"][0]["hashes"]["sha1"],
        user="saltmarsh",
        team=found["team"],
        other="AAAAAAAA",
        licence="mit",
    )
    parameters = {"ids": {"ids": json.dumps([])}, "count": {"count": 3}, "": {}}[query]
    root = "" if path.startswith("/updates") else "/v2"
    arguments: dict[str, Any] = {"params": parameters}
    if path.startswith("/version_file") and method == "POST":
        digests = [version["files"][0]["hashes"]["sha1"]]
        arguments["json"] = {"hashes": digests, "algorithm": "sha1"}
    return method, f"{root}{filled}", arguments


def test_the_inventory_is_whole() -> None:
    assert len({(method, path) for method, path, _ in ROWS}) == len(ROWS) == 77
    assert len(GONE) == 4


def test_the_inventory_is_that_of_the_newest_document() -> None:
    if not DOCUMENT.exists():
        pytest.skip("the documents are not at hand")
    paths = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    stated = {
        (verb.upper(), re.sub(r"{[^}]*}", "{}", path))
        for path, operations in paths.items()
        for verb in operations
        if verb in {"get", "post", "patch", "put", "delete"}
    }
    served = {(verb, re.sub(r"{[^}]*}", "{}", path.partition("?")[0])) for verb, path, _ in ROWS}
    assert {(verb, path.removeprefix("/..")) for verb, path in stated} == served


@pytest.mark.parametrize(("method", "path"), ANYBODYS, ids=" ".join)
def test_what_anybody_may_ask_is_answered_whatever_the_token(people: People, method: str, path: str) -> None:
    for who in ("nobody", "expired", "creator"):
        method, url, arguments = request_of(people, method, path)
        assert people[who].request(method, url, **arguments).status_code == 200


@pytest.mark.parametrize(("method", "path", "scope"), SCOPED, ids=" ".join)
def test_what_needs_a_token_is_refused_without_its_scope(
    people: People, method: str, path: str, scope: str
) -> None:
    lacking = "uploader" if "_READ" in scope else "reader"
    method, url, arguments = request_of(people, method, path)
    for who in ("nobody", "expired", lacking):
        answer = people[who].request(method, url, **arguments)
        assert refusal(answer) == (401, "auth_error")
        assert answer.json()["description"].startswith("Authentication Error: ")


@pytest.mark.parametrize(("method", "path"), GONE, ids=" ".join)
def test_what_is_offered_no_longer_is_404_as_an_unknown_route(people: People, method: str, path: str) -> None:
    method, url, arguments = request_of(people, method, path)
    answer = people["creator"].request(method, url, **arguments)
    assert answer.status_code == 404
    assert answer.json() == people["creator"].get("/v2/nonsense").json()


def test_a_build_servers_token_uploads(people: People) -> None:
    data = VERSION | {"project_id": project(people)["id"]}
    assert people["uploader"].post("/v2/version", **form(data, jar=("k.jar", b"PK k"))).status_code == 200
