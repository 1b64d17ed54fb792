from __future__ import annotations

import json

import httpx

from modstead_sandbox.server import Handle
from modstead_sandbox.tags import GAME_VERSIONS


def test_a_user_by_id_and_by_name_in_any_case(client: httpx.Client) -> None:
    found = client.get("/v2/user/SaltMarsh").json()
    assert (found["username"], found["email"]) == ("saltmarsh", None)
    assert client.get(f"/v2/user/{found['id']}").json() == found
    assert client.get("/v2/user/juniper.co").json()["username"] == "juniper.co"


def test_an_unknown_user_is_404_with_nothing_in_the_body(client: httpx.Client) -> None:
    for path in ("/v2/user/nobody", "/v2/user/nobody/projects"):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, b"")


def test_several_users(client: httpx.Client) -> None:
    first, second = (client.get(f"/v2/user/{name}").json()["id"] for name in ("vesper", "tarnwick"))
    found = client.get("/v2/users", params={"ids": json.dumps([first, second, first, "AAAAAAAA"])}).json()
    assert {user["username"] for user in found} == {"vesper", "tarnwick"}
    assert len(found) == 2


def test_the_projects_of_a_user(client: httpx.Client) -> None:
    found = client.get("/v2/user/saltmarsh/projects").json()
    assert "Tidal Core" in {project["title"] for project in found}


def test_a_project_has_members_of_its_team(client: httpx.Client) -> None:
    project = client.get("/v2/project/tidal-core").json()
    members = client.get("/v2/project/tidal-core/members").json()
    assert members == client.get(f"/v2/team/{project['team']}/members").json()
    assert (members[0]["role"], members[0]["user"]["username"]) == ("Owner", "saltmarsh")
    assert members[0]["permissions"] is None


def test_the_members_of_several_teams(client: httpx.Client, sandbox: Handle) -> None:
    teams = [project.team for project in sandbox.catalogue.projects[:6]]
    found = client.get("/v2/teams", params={"ids": json.dumps([*teams, "AAAAAAAA"])}).json()
    assert sorted(members[0]["team_id"] for members in found) == sorted(teams)
    assert any(len(members) > 1 for members in found)
    assert client.get("/v2/team/AAAAAAAA/members").json() == []


def test_game_versions_come_newest_first_and_not_as_text(client: httpx.Client) -> None:
    found = client.get("/v2/tag/game_version").json()
    names = [entry["version"] for entry in found]
    assert names.index("26.1") < names.index("1.21.11") < names.index("1.21.4") < names.index("1.8.9")
    assert {entry["version_type"] for entry in found} == {"release", "snapshot", "beta", "alpha"}
    assert names == [entry.version for entry in GAME_VERSIONS]
    assert names != sorted(names, reverse=True)


def test_game_versions_by_type_and_by_weight(client: httpx.Client) -> None:
    snapshots = client.get("/v2/tag/game_version", params={"type": "snapshot"}).json()
    assert {entry["version_type"] for entry in snapshots} == {"snapshot"}
    major = client.get("/v2/tag/game_version", params={"major": "true"}).json()
    assert all(entry["major"] for entry in major)


def test_loaders(client: httpx.Client) -> None:
    found = {entry["name"]: entry for entry in client.get("/v2/tag/loader").json()}
    assert {"fabric", "quilt", "forge", "neoforge", "iris", "minecraft", "datapack"} <= set(found)
    assert "mrpack" not in found
    assert all("project" in entry["supported_project_types"] for entry in found.values())
    assert "mod" in found["datapack"]["supported_project_types"]
    assert found["fabric"]["icon"].startswith("<svg")


def test_categories(client: httpx.Client) -> None:
    found = client.get("/v2/tag/category").json()
    assert len(found) == 77
    assert {entry["header"] for entry in found} == {
        "categories",
        "features",
        "resolutions",
        "performance impact",
    }
    assert sum(entry["name"] == "cursed" for entry in found) == 3
    assert all("currentColor" in entry["icon"] for entry in found if entry["header"] != "resolutions")


def test_licences_and_their_texts(client: httpx.Client) -> None:
    assert {"short": "mit", "name": "MIT License"} in client.get("/v2/tag/license").json()
    assert client.get("/v2/tag/license/mit").json()["title"] == "MIT License"
    answer = client.get("/v2/tag/license/nonsense")
    assert (answer.status_code, answer.json()["error"]) == (400, "request_error")


def test_the_small_enumerations(client: httpx.Client) -> None:
    assert {"short", "name"} == set(client.get("/v2/tag/donation_platform").json()[0])
    assert "malicious" in client.get("/v2/tag/report_type").json()
    assert "mod" in client.get("/v2/tag/project_type").json()
    assert "unknown" in client.get("/v2/tag/side_type").json()


def test_statistics(client: httpx.Client) -> None:
    found = client.get("/v2/statistics").json()
    assert found["projects"] == 163
    assert found["files"] > found["versions"] > 1_000
    assert found["authors"] == 8


def test_forge_updates_lie_at_the_root_of_the_host(client: httpx.Client) -> None:
    found = client.get("/updates/honest-scales/forge_updates.json").json()
    assert found["promos"]["1.20.1-latest"] == "1.1.0"
    assert "1.21.1-latest" not in found["promos"]
    only = client.get("/updates/honest-scales/forge_updates.json", params={"neoforge": "only"}).json()[
        "promos"
    ]
    assert set(only) == {"1.21-latest", "1.21-recommended", "1.21.1-latest", "1.21.1-recommended"}
    both = client.get("/updates/honest-scales/forge_updates.json", params={"neoforge": "include"}).json()[
        "promos"
    ]
    assert set(only) < set(both)
    assert (
        client.get("/updates/honest-scales/forge_updates.json", params={"neoforge": "x"}).status_code == 400
    )
    assert client.get("/updates/nobody/forge_updates.json").status_code == 404
