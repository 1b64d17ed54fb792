from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

import httpx
import pytest

from modstead_sandbox.faults import Fault
from modstead_sandbox.server import Handle
from sandbox.studio import form
from sandbox.test_guizhan_projects import People, found, refusal

PRESS = "/projects/bamboo-press/versions"
NEW = {"channel": "release", "version": "2.0.0", "name": "Second", "files": [{"name": "jar"}]}
INVALID = (400, "invalid_request")


def upload(guizhan: People, path: str = PRESS, **changes: Any) -> httpx.Response:
    return guizhan["creator"].post(path, **form(NEW | changes, jar=("press.jar", b"PK 2")))


def update(guizhan: People, wanted: Any, name: str = "1.2.0", **files: tuple[str, bytes]) -> httpx.Response:
    return guizhan["creator"].patch(f"{PRESS}/{name}", **form(wanted, **files))


def numbers(answer: httpx.Response) -> list[str]:
    return [entry["version"] for entry in found(answer)]


def test_versions_come_newest_first_without_their_files(guizhan: People) -> None:
    answer = guizhan["nobody"].get(PRESS)
    assert numbers(answer) == ["1.3.0-dev.4", "1.2.0", "1.1.0", "1.0.0"]
    assert answer.json()["meta"]["total"] == 4
    first, *_, last = found(answer)
    assert "files" not in first
    assert set(first["channel"]) == {"id", "name", "slug", "is_default"}
    assert "changelog" in first
    assert "changelog" not in last


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"channel": "DEV"}, ["1.3.0-dev.4"]),
        ({"minecraft_versions": ["1.20.4"]}, ["1.1.0"]),
        ({"minecraft_versions[]": ["1.20.4", "1.20.1"]}, ["1.1.0", "1.0.0"]),
        ({"platforms": ["folia"]}, []),
        ({"page": 2, "page_size": 3}, ["1.0.0"]),
    ],
    ids=str,
)
def test_versions_are_filtered(guizhan: People, query: dict[str, Any], expected: list[str]) -> None:
    assert numbers(guizhan["nobody"].get(PRESS, params=query)) == expected
    assert refusal(guizhan["nobody"].get(PRESS, params={"channel": "none"})) == INVALID


def test_a_version_by_its_name_and_its_id(guizhan: People) -> None:
    one = found(guizhan["nobody"].get(f"{PRESS}/1.2.0"))
    assert found(guizhan["nobody"].get(f"{PRESS}/{one['id']}")) == one
    owner = found(guizhan["nobody"].get("/projects/bamboo-press"))["id"]
    assert found(guizhan["nobody"].get(f"/versions/{one['id']}")) == {**one, "project_id": owner}
    for path in (f"{PRESS}/9", f"/projects/quiet-well/versions/{one['id']}", "/versions/1.2.0"):
        assert refusal(guizhan["nobody"].get(path)) == (404, "not_found")


def test_versions_of_what_is_private_are_private(guizhan: People) -> None:
    one = found(guizhan["creator"].get("/projects/moon-cellar/versions"))[0]
    assert found(guizhan["member"].get(f"/versions/{one['id']}"))["version"] == one["version"]
    for path in ("/projects/moon-cellar/versions", f"/versions/{one['id']}"):
        assert refusal(guizhan["nobody"].get(path)) == (404, "not_found")


def test_a_file_is_downloaded_through_a_redirect_and_counted(guizhan: People, studio: Handle) -> None:
    one = found(guizhan["nobody"].get(f"{PRESS}/1.2.0"))
    file = one["files"][0]
    for path in ("download", f"download/{file['id']}"):
        answer = guizhan["nobody"].get(f"{PRESS}/1.2.0/{path}")
        assert answer.status_code == 302
        data = httpx.get(answer.headers["location"]).content
        assert (len(data), hashlib.sha1(data).hexdigest()) == (file["size"], file["checksum"]["sha1"])
        assert hashlib.sha256(data).hexdigest() == file["checksum"]["sha256"]
    assert "plugin.yml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert found(guizhan["nobody"].get(f"{PRESS}/1.2.0"))["downloads"] == one["downloads"] + 2
    studio.fault("/data/guizhan/*", Fault(wrong_hash=True))
    assert httpx.get(answer.headers["location"]).content != data
    assert refusal(guizhan["nobody"].get(f"{PRESS}/1.2.0/download/none")) == (404, "not_found")


def test_a_file_that_lies_elsewhere_has_an_address_and_nothing_else(guizhan: People) -> None:
    file = found(guizhan["nobody"].get("/projects/cloud-loom/versions/1.2.0"))["files"][0]
    assert set(file) == {"id", "name", "external_url", "is_primary", "created_at"}
    answer = guizhan["nobody"].get("/projects/cloud-loom/versions/1.2.0/download")
    assert answer.headers["location"] == file["external_url"] == file["name"]


def test_faults_of_files_reach_those_that_have_a_size(guizhan: People, studio: Handle) -> None:
    before = found(guizhan["nobody"].get("/projects/quiet-well/versions/1.2.0"))["files"]
    studio.fault("/guizhan/*", Fault(wrong_size=5, file_name="../x.jar", file_url="http://evil.invalid/x"))
    after = found(guizhan["nobody"].get("/projects/quiet-well/versions/1.2.0"))["files"]
    assert [file["name"] for file in after] == ["../x.jar"] * 2
    assert after[0]["size"] == before[0]["size"] + 5
    assert after[1]["external_url"] == "http://evil.invalid/x"


def test_what_is_uploaded_is_read_back_and_downloaded(guizhan: People) -> None:
    made = found(upload(guizhan, changelog="New.", platforms=["paper"], minecraft_versions=["1.21.4"]))
    assert found(guizhan["nobody"].get(f"{PRESS}/2.0.0")) == made
    assert (made["changelog"], made["platforms"], made["minecraft_versions"]) == (
        "New.",
        ["paper"],
        ["1.21.4"],
    )
    file = made["files"][0]
    assert (file["name"], file["size"], file["is_primary"]) == ("press.jar", 4, True)
    assert file["checksum"]["sha256"] == hashlib.sha256(b"PK 2").hexdigest()
    answer = guizhan["nobody"].get(f"{PRESS}/2.0.0/download")
    assert httpx.get(answer.headers["location"]).content == b"PK 2"


def test_what_is_left_out_comes_from_the_channel(guizhan: People) -> None:
    wanted = {
        "name": "Beta",
        "slug": "beta",
        "minecraft_versions": ["1.21.4"],
        "platforms": ["folia"],
        "dependencies": [{"type": "optional", "name": "Vault", "url": "https://vault.example.invalid"}],
    }
    channel = found(guizhan["creator"].post("/projects/bamboo-press/channels", json=wanted))
    made = found(upload(guizhan, channel=channel["id"]))
    for field in ("minecraft_versions", "platforms", "dependencies"):
        assert made[field] == wanted[field]
    assert found(upload(guizhan, channel="beta", version="2.1.0", dependencies=[]))["dependencies"] == []


def test_a_version_may_have_files_here_and_elsewhere(guizhan: People) -> None:
    files = [
        {"external_url": "https://a.example.invalid/a.jar"},
        {"name": "jar", "is_primary": True},
        {"name": "https://b.example.invalid/b.jar"},
    ]
    made = found(upload(guizhan, files=files))["files"]
    assert [file["is_primary"] for file in made] == [False, True, False]
    assert [file.get("external_url") for file in made] == [
        "https://a.example.invalid/a.jar",
        None,
        "https://b.example.invalid/b.jar",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": "nonsense"},
        {"version": ""},
        {"version": "x" * 65},
        {"name": "x" * 65},
        {"files": []},
        {"files": [{"name": "missing"}]},
        {"files": [{"external_url": "file:///x"}]},
        {"platforms": ["velocity"]},
        {"minecraft_versions": ["9.9"]},
        {"dependencies": [{"type": "wanted", "name": "x"}]},
        {"dependencies": [{"type": "required"}]},
        {"dependencies": [{"type": "required", "name": "x", "project_id": "gp00000001"}]},
        {"dependencies": [{"type": "required", "project_id": "none"}]},
        {"dependencies": [{"type": "required", "version_id": "none"}]},
    ],
    ids=lambda changes: str(changes)[:60],
)
def test_what_no_version_may_be(guizhan: People, changes: dict[str, Any]) -> None:
    assert refusal(upload(guizhan, **changes)) == INVALID
    assert refusal(guizhan["nobody"].get(f"{PRESS}/2.0.0")) == (404, "not_found")


@pytest.mark.parametrize("field", list(NEW))
def test_each_required_field_is_named_where_it_is_missing(guizhan: People, field: str) -> None:
    data = {name: value for name, value in NEW.items() if name != field}
    answer = guizhan["creator"].post(PRESS, **form(data, jar=("press.jar", b"PK 2")))
    assert refusal(answer) == INVALID
    assert field in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("filename", "size", "refused"),
    [
        ("x.exe", 2, INVALID),
        ("x.zip", 2, None),
        ("x.jar", 1 << 16, None),
        ("x.jar", (1 << 16) + 1, (413, "too_large")),
    ],
)
def test_files_are_jars_or_zips_and_not_too_large(
    guizhan: People, filename: str, size: int, refused: tuple[int, str] | None
) -> None:
    answer = guizhan["creator"].post(PRESS, **form(NEW, jar=(filename, b"x" * size)))
    assert answer.status_code == 200 if refused is None else refusal(answer) == refused


def test_a_version_is_no_plain_json_and_not_there_twice(guizhan: People) -> None:
    assert refusal(guizhan["creator"].post(PRESS, json=NEW)) == INVALID
    assert refusal(guizhan["creator"].post(PRESS, files={"jar": ("x.jar", b"PK")})) == INVALID
    assert refusal(upload(guizhan, version="1.2.0")) == (409, "conflict")


def test_a_version_is_changed_and_its_files_too(guizhan: People) -> None:
    before = found(guizhan["nobody"].get(f"{PRESS}/1.2.0"))
    wanted = {
        "channel": "dev",
        "version": "1.2.1",
        "name": "Mended",
        "changelog": "Mended.",
        "minecraft_versions": ["1.20.1"],
        "platforms": ["folia"],
        "dependencies": [{"type": "required", "name": "Vault"}],
        "files": [{"name": "more", "is_primary": True}],
    }
    after = found(update(guizhan, wanted, more=("more.zip", b"PK more")))
    assert found(guizhan["nobody"].get(f"{PRESS}/1.2.1")) == after
    plain = ("version", "name", "changelog", "minecraft_versions", "platforms", "dependencies")
    assert {name: after[name] for name in plain} == {name: wanted[name] for name in plain}
    assert after["channel"]["slug"] == "dev"
    old, new = after["files"]
    assert (old["id"], old["is_primary"], new["is_primary"]) == (before["files"][0]["id"], False, True)
    replaced = [{"id": old["id"], "name": "again"}, {"id": new["id"], "remove": True}]
    last = found(update(guizhan, {"files": replaced}, "1.2.1", again=("again.jar", b"PK again")))["files"]
    assert [(file["id"], file["name"], file["is_primary"]) for file in last] == [
        (old["id"], "again.jar", True)
    ]
    assert refusal(update(guizhan, {"files": [{"id": old["id"], "remove": True}]}, "1.2.1")) == INVALID
    assert found(update(guizhan, {}, "1.2.1"))["files"] == last


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        ({"version": "1.1.0"}, (409, "conflict")),
        ({"version": "x" * 65}, INVALID),
        ({"channel": "none"}, INVALID),
        ({"minecraft_versions": ["9.9"]}, INVALID),
        ({"dependencies": [{"type": "required"}]}, INVALID),
        ({"files": [{"id": "none", "remove": True}]}, INVALID),
        ({"files": [{"remove": True}]}, INVALID),
        ({"files": [{"name": "missing"}]}, INVALID),
    ],
    ids=str,
)
def test_what_a_version_may_not_become(guizhan: People, wanted: dict[str, Any], refused: Any) -> None:
    before = found(guizhan["nobody"].get(f"{PRESS}/1.2.0"))
    assert refusal(update(guizhan, wanted)) == refused
    assert found(guizhan["nobody"].get(f"{PRESS}/1.2.0")) == before


def ids(guizhan: People, *names: str) -> list[str]:
    return [found(guizhan["nobody"].get(f"{PRESS}/{name}"))["id"] for name in names]


def test_several_versions_are_changed_together(guizhan: People) -> None:
    vault = {"type": "required", "name": "Vault"}
    wanted = {
        "versions": ids(guizhan, "1.0.0", "1.1.0"),
        "channel": "dev",
        "name": "Old",
        "changelog": "Old.",
        "add_minecraft_versions": ["1.21.4"],
        "remove_minecraft_versions": ["1.20.1"],
        "platforms": ["paper"],
        "add_dependencies": [vault],
    }
    changed = found(guizhan["creator"].patch(PRESS, json=wanted))
    assert [entry["minecraft_versions"] for entry in changed] == [["1.21.4"], ["1.20.4", "1.21.4"]]
    for entry in changed:
        assert (entry["name"], entry["changelog"], entry["platforms"]) == ("Old", "Old.", ["paper"])
        assert (entry["channel"]["slug"], entry["dependencies"], len(entry["files"])) == ("dev", [vault], 1)
        assert found(guizhan["nobody"].get(f"/versions/{entry['id']}"))["name"] == "Old"
    less = {"versions": wanted["versions"], "remove_dependencies": [vault], "add_platforms": ["folia"]}
    for entry in found(guizhan["creator"].patch(PRESS, json=less)):
        assert (entry["dependencies"], entry["platforms"]) == ([], ["paper", "folia"])


@pytest.mark.parametrize(
    "wanted",
    [
        {"platforms": ["paper"], "add_platforms": ["folia"]},
        {"minecraft_versions": ["1.21.4"], "remove_minecraft_versions": ["1.20.1"]},
        {"dependencies": [], "add_dependencies": [{"type": "required", "name": "x"}]},
        {"platforms": ["velocity"]},
        {"add_minecraft_versions": ["9.9"]},
        {"channel": "none"},
        {"versions": []},
    ],
    ids=str,
)
def test_what_several_may_not_become(guizhan: People, wanted: dict[str, Any]) -> None:
    named = {"versions": ids(guizhan, "1.0.0", "1.1.0")}
    before = found(guizhan["nobody"].get(PRESS))
    assert refusal(guizhan["creator"].patch(PRESS, json=named | wanted)) == INVALID
    assert found(guizhan["nobody"].get(PRESS)) == before


def test_versions_are_deleted_singly_and_together(guizhan: People) -> None:
    creator = guizhan["creator"]
    assert creator.delete(f"{PRESS}/1.3.0-dev.4").status_code == 204
    named = ids(guizhan, "1.0.0", "1.1.0")
    other = found(guizhan["nobody"].get("/projects/quiet-well/versions"))[0]["id"]
    for broken, refused in (([*named, other], (404, "not_found")), ([], INVALID)):
        answer = creator.request("DELETE", PRESS, content=json.dumps({"versions": broken}))
        assert refusal(answer) == refused
    assert creator.request("DELETE", PRESS, content=json.dumps({"versions": named})).status_code == 204
    assert numbers(guizhan["nobody"].get(PRESS)) == ["1.2.0"]
