from __future__ import annotations

import hashlib
from typing import Any

import pytest

from modstead_sandbox.server import Handle
from sandbox.studio import VERSION, People, form, project, published, refusal, version

INVALID = (400, "request_error")
DENIED = (401, "auth_error")


def test_an_uploaded_version_is_read_back_found_and_downloaded(people: People) -> None:
    made = published(people)
    found = version(
        people,
        made["id"],
        b"PK other",
        version_number="1.1.0",
        dependencies=[{"dependency_type": "required", "project_id": made["id"]}],
    )
    file = found["files"][0]
    assert (file["filename"], file["primary"], file["size"]) == ("tin-kettle-1.0.0.jar", True, 8)
    assert file["hashes"]["sha512"] == hashlib.sha512(b"PK other").hexdigest()
    anybody = people["nobody"]
    assert anybody.get(file["url"]).content == b"PK other"
    assert anybody.get(f"/v2/version/{found['id']}").json() == found
    assert anybody.get("/v2/project/tin-kettle/version/1.1.0").json() == found
    assert anybody.get(f"/v2/version_file/{file['hashes']['sha1']}").json() == found
    assert found["changelog"] == "The first one."
    assert found["dependencies"][0]["project_id"] == made["id"]
    assert anybody.get("/v2/project/tin-kettle/version").json()[0] == found
    assert anybody.get("/v2/project/tin-kettle").json()["versions"][-1] == found["id"]
    first = anybody.get("/v2/project/tin-kettle/version").json()[1]["files"][0]["hashes"]["sha1"]
    wanted = {"hashes": [first], "algorithm": "sha1", "loaders": ["fabric"], "game_versions": ["1.21.4"]}
    assert anybody.post("/v2/version_files/update", json=wanted).json() == {first: found}


def test_a_version_of_a_generated_project_is_its_newest(people: People) -> None:
    made = people["nobody"].get("/v2/project/tidal-core").json()
    found = version(people, made["id"], version_number="9.9.9")
    after = people["nobody"].get("/v2/project/tidal-core").json()
    assert after["versions"] == [*made["versions"], found["id"]]
    assert people["nobody"].get("/v2/project/tidal-core/version").json()[0]["version_number"] == "9.9.9"


def test_followers_hear_of_it(people: People) -> None:
    made = published(people)
    people["player"].post("/v2/project/tin-kettle/follow")
    version(people, made["id"], b"PK other", version_number="1.1.0")
    newest = people["player"].get("/v2/user/mossfoot/notifications").json()[0]
    assert (newest["type"], newest["link"]) == ("project_update", "/mod/tin-kettle/version/1.1.0")


def test_a_version_has_several_files_of_which_one_is_primary(people: People) -> None:
    made = project(people)
    data = VERSION | {
        "project_id": made["id"],
        "file_parts": ["a", "b"],
        "primary_file": "b",
        "file_types": {"a": "sources-jar"},
        "environment": "singleplayer_only",
    }
    parts = {"a": ("a-sources.jar", b"PK a"), "b": ("b.jar", b"PK b")}
    found = people["creator"].post("/v2/version", **form(data, **parts)).json()
    assert found["environment"] == "singleplayer_only"
    assert [(file["filename"], file["primary"], file["file_type"]) for file in found["files"]] == [
        ("b.jar", True, None),
        ("a-sources.jar", False, "sources-jar"),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 65},
        {"version_number": "x" * 33},
        {"version_number": "1 0"},
        {"changelog": "x" * 65_537},
        {"game_versions": []},
        {"game_versions": ["9.9"]},
        {"loaders": []},
        {"loaders": ["nonsense"]},
        {"version_type": "gamma"},
        {"environment": "unknown"},
        {"status": "unknown"},
        {"dependencies": [{"dependency_type": "wanted"}]},
        {"dependencies": [{"dependency_type": "required", "project_id": "not an id"}]},
        {"dependencies": [{"dependency_type": "optional"}] * 4_097},
        {"file_parts": []},
        {"file_parts": ["jar", "missing"]},
        {"primary_file": "missing"},
        {"project_id": "AAAAAAAA"},
        {"project_id": "tin-kettle"},
    ],
    ids=lambda changes: str(changes)[:60],
)
def test_what_no_version_may_be_is_400_and_leaves_nothing(people: People, changes: dict[str, Any]) -> None:
    made = project(people)
    data = VERSION | {"project_id": made["id"]} | changes
    answer = people["creator"].post("/v2/version", **form(data, jar=("x.jar", b"PK x")))
    assert refusal(answer) == INVALID
    assert people["creator"].get("/v2/project/tin-kettle/version").json() == []


@pytest.mark.parametrize("field", [name for name in VERSION if name != "changelog"])
def test_each_required_field_is_named_where_it_is_missing(people: People, field: str) -> None:
    data = {name: value for name, value in VERSION.items() if name != field} | {
        "project_id": project(people)["id"]
    }
    answer = people["creator"].post("/v2/version", **form(data, jar=("x.jar", b"PK x")))
    assert refusal(answer) == INVALID
    assert field in answer.json()["description"]


@pytest.mark.parametrize(
    ("filename", "content", "status"),
    [
        ("x.zip", b"PK", 200),
        ("x.litemod", b"PK", 200),
        ("x.mrpack", b"PK", 200),
        ("X.JAR", b"PK", 200),
        ("x.exe", b"PK", 400),
        ("jar", b"PK", 400),
        ("x.jar", b"x" * (1 << 16), 200),
        ("x.jar", b"x" * ((1 << 16) + 1), 400),
    ],
    ids=["zip", "litemod", "mrpack", "capitals", "exe", "bare", "full", "large"],
)
def test_files_are_of_known_kinds_and_not_too_large(
    people: People, filename: str, content: bytes, status: int
) -> None:
    data = VERSION | {"project_id": project(people)["id"]}
    answer = people["creator"].post("/v2/version", **form(data, jar=(filename, content)))
    assert answer.status_code == status


def test_a_file_is_not_taken_twice(people: People) -> None:
    made = project(people)
    found = version(people, made["id"])
    data = VERSION | {"project_id": made["id"]}
    again = people["creator"].post("/v2/version", **form(data, jar=("y.jar", b"PK jar")))
    assert refusal(again) == INVALID
    assert people["creator"].delete(f"/v2/version/{found['id']}").status_code == 204
    assert version(people, made["id"])["files"][0]["hashes"] == found["files"][0]["hashes"]


def test_parts_that_nobody_named_are_refused(people: People) -> None:
    data = VERSION | {"project_id": project(people)["id"]}
    parts = {"jar": ("x.jar", b"PK x"), "other": ("y.jar", b"PK y")}
    assert refusal(people["creator"].post("/v2/version", **form(data, **parts))) == INVALID


def test_a_draft_needs_no_file_and_is_the_teams(people: People) -> None:
    made = published(people)
    data = VERSION | {"project_id": made["id"], "status": "draft", "file_parts": []}
    draft = people["creator"].post("/v2/version", **form(data)).json()
    assert draft["files"] == []
    assert people["creator"].get(f"/v2/version/{draft['id']}").json() == draft
    assert people["nobody"].get(f"/v2/version/{draft['id']}").status_code == 404
    assert len(people["nobody"].get("/v2/project/tin-kettle/version").json()) == 1
    assert len(people["creator"].get("/v2/project/tin-kettle/version").json()) == 2


def test_what_is_changed_of_a_version_is_read_back(people: People) -> None:
    found = version(people, published(people)["id"], b"PK other", version_number="1.1.0")
    file = found["files"][0]["hashes"]
    wanted = {
        "name": "Better",
        "version_number": "1.2.0",
        "changelog": None,
        "game_versions": ["26.1"],
        "version_type": "beta",
        "loaders": ["quilt"],
        "featured": True,
        "dependencies": [{"dependency_type": "embedded", "file_name": "x.jar"}],
        "status": "archived",
        "requested_status": "listed",
        "file_types": [{"algorithm": "sha1", "hash": file["sha1"], "file_type": "dev-jar"}],
        "primary_file": ["sha512", file["sha512"]],
    }
    assert people["creator"].patch(f"/v2/version/{found['id']}", json=wanted).status_code == 204
    after = people["nobody"].get(f"/v2/version/{found['id']}").json()
    assert "changelog" not in after
    assert {name: after[name] for name in ("name", "loaders", "version_type", "status", "featured")} == {
        "name": "Better",
        "loaders": ["quilt"],
        "version_type": "beta",
        "status": "archived",
        "featured": True,
    }
    assert after["files"][0]["file_type"] == "dev-jar"
    assert after["dependencies"][0]["file_name"] == "x.jar"
    facets = {
        "facets": '[["categories:quilt"], ["versions:26.1"], ["project_id:' + found["project_id"] + '"]]'
    }
    assert people["nobody"].get("/v2/search", params=facets).json()["total_hits"] == 1


@pytest.mark.parametrize(
    "wanted",
    [
        {"loaders": ["nonsense"]},
        {"loaders": []},
        {"game_versions": ["9.9"]},
        {"status": "scheduled"},
        {"version_type": None},
        {"primary_file": ["sha1", "0" * 40]},
        {"primary_file": ["md5", "0" * 32]},
        {"file_types": [{"algorithm": "sha1", "hash": "0" * 40, "file_type": None}]},
    ],
    ids=str,
)
def test_what_a_version_may_not_become(people: People, wanted: dict[str, Any]) -> None:
    found = version(people, project(people)["id"])
    assert refusal(people["creator"].patch(f"/v2/version/{found['id']}", json=wanted)) == INVALID
    assert people["creator"].get(f"/v2/version/{found['id']}").json() == found


def test_files_are_added_and_deleted_by_their_hash(people: People) -> None:
    found = version(people, published(people)["id"], b"PK other", version_number="1.1.0")
    one, creator = f"/v2/version/{found['id']}", people["creator"]
    assert creator.post(f"{one}/file", **form({}, more=("b.jar", b"PK b"))).status_code == 204
    assert refusal(creator.post(f"{one}/file", **form({}, more=("c.zip", b"PK c")))) == INVALID
    assert refusal(creator.post(f"{one}/file", **form({}))) == INVALID
    files = people["nobody"].get(one).json()["files"]
    assert [file["filename"] for file in files] == ["tin-kettle-1.0.0.jar", "b.jar"]
    added = f"/v2/version_file/{files[1]['hashes']['sha512']}"
    wanted = {"algorithm": "sha512", "version_id": found["id"]}
    assert refusal(people["helper"].delete(added, params=wanted)) == DENIED
    assert creator.delete(added, params=wanted).status_code == 204
    assert creator.delete(added, params=wanted).status_code == 404
    assert people["nobody"].get(added).status_code == 404
    last = f"/v2/version_file/{files[0]['hashes']['sha1']}"
    assert refusal(creator.delete(last)) == INVALID


def test_a_deleted_version_is_gone_and_others_delete_none(people: People) -> None:
    made = people["nobody"].get("/v2/project/tidal-core").json()
    one = f"/v2/version/{made['versions'][-1]}"
    digest = people["nobody"].get(one).json()["files"][0]["hashes"]["sha1"]
    assert refusal(people["helper"].delete(one)) == DENIED
    assert people["creator"].delete(one).status_code == 204
    assert people["creator"].delete(one).status_code == 404
    assert people["nobody"].get(f"/v2/version_file/{digest}").status_code == 404
    assert people["nobody"].get("/v2/project/tidal-core").json()["versions"] == made["versions"][:-1]


def update(people: People, path: str, wanted: Any) -> Any:
    return people["nobody"].post(f"/v2/version_files/{path}", json=wanted)


def test_the_newer_lookups_answer_lists_and_filters_of_ones_own(people: People, studio: Handle) -> None:
    held = people["nobody"].get("/v2/project/tidal-core/version", params={"loaders": '["fabric"]'}).json()
    digest = held[-1]["files"][0]["hashes"]["sha1"]
    wanted = {"loaders": ["fabric"], "game_versions": held[0]["game_versions"]}
    bulk = {"hashes": [digest, "0" * 40], "algorithm": "sha1"} | wanted
    single = update(people, "update", bulk).json()[digest]
    assert update(people, "update_many", bulk).json() == {digest: [single]}
    entries = {"algorithm": "sha1", "hashes": [{"hash": digest} | wanted, {"hash": "0" * 40}]}
    assert update(people, "update_individual", entries).json() == {digest: single}
    for broken in ({"hashes": [digest]}, {"hashes": [{"loaders": []}]}, {}):
        assert refusal(update(people, "update_individual", broken)) == INVALID
    studio.set_newer_lookups(on=False)
    for path, body in (("update_many", bulk), ("update_individual", entries)):
        answer = update(people, path, body)
        assert (answer.status_code, answer.json()["error"]) == (404, "not_found")
