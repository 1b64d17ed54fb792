from __future__ import annotations

import json

import httpx

from modstead_sandbox.server import Handle


def several(client: httpx.Client, path: str, names: list[str]) -> httpx.Response:
    return client.get(path, params={"ids": json.dumps(names)})


def test_a_project_is_found_by_id_and_by_slug_in_any_case(client: httpx.Client) -> None:
    by_slug = client.get("/v2/project/TiDaL-cOrE").json()
    assert by_slug["title"] == "Tidal Core"
    assert client.get(f"/v2/project/{by_slug['id']}").json() == by_slug


def test_an_unknown_project_is_404_with_nothing_in_the_body(client: httpx.Client) -> None:
    for path in ("", "/check", "/dependencies", "/members", "/version", "/version/1.0.0"):
        answer = client.get(f"/v2/project/nobody{path}")
        assert (answer.status_code, answer.content) == (404, b"")


def test_an_unknown_route_is_404_with_json(client: httpx.Client) -> None:
    answer = client.get("/v2/projekt/tidal-core")
    assert answer.status_code == 404
    assert answer.json()["error"] == "not_found"


def test_a_project_has_its_own_shape(client: httpx.Client) -> None:
    found = client.get("/v2/project/lanternworks").json()
    assert found["published"].endswith("Z")
    assert found["gallery"][0]["featured"] is True
    assert {"url", "raw_url", "title", "description", "created", "ordering"} <= set(found["gallery"][0])
    assert found["license"] == {"id": "MIT", "name": "MIT License", "url": None}
    assert found["requested_status"] == "approved"
    assert found["queued"] is None
    assert "1.21.4" in found["game_versions"]
    assert found["loaders"] == ["fabric", "neoforge", "quilt"]


def test_a_project_lists_its_versions_oldest_first_and_only_listed_ones(
    client: httpx.Client, sandbox: Handle
) -> None:
    project = sandbox.catalogue.named("Nook & Shelf")
    held = sandbox.catalogue.versions(project)
    assert {version.status for version in held} == {"archived", "listed", "unlisted", "draft"}
    shown = [version.id for version in held if version.status in {"archived", "listed"}]
    assert client.get("/v2/project/nook-and-shelf").json()["versions"] == shown


def test_several_projects_come_once_each_in_no_order(client: httpx.Client, sandbox: Handle) -> None:
    asked = [
        "tidal-core",
        "LANTERNWORKS",
        "nobody",
        sandbox.catalogue.named("Tidal Core").id,
        "mosspath",
        "umbra",
    ]
    found = several(client, "/v2/projects", asked).json()
    slugs = [project["slug"] for project in found]
    assert sorted(slugs) == ["lanternworks", "mosspath", "tidal-core", "umbra"]
    many = [project.slug for project in sandbox.catalogue.projects[:40]]
    answered = [project["slug"] for project in several(client, "/v2/projects", many).json()]
    assert sorted(answered) == sorted(many)
    assert answered != many


def test_ids_must_be_a_json_array_of_texts(client: httpx.Client) -> None:
    assert client.get("/v2/projects").status_code == 400
    for text in ("tidal-core", "[", "[1]", '{"a": 1}', "[" * 3_000):
        answer = client.get("/v2/projects", params={"ids": text})
        assert (answer.status_code, answer.json()["error"]) == (400, "request_error")


def test_random_projects(client: httpx.Client) -> None:
    assert len(client.get("/v2/projects_random", params={"count": 7}).json()) == 7
    for count in ("0", "101", "x", "-1"):
        assert client.get("/v2/projects_random", params={"count": count}).status_code == 400
    assert client.get("/v2/projects_random").status_code == 400


def test_checking_a_slug_gives_the_id(client: httpx.Client, sandbox: Handle) -> None:
    assert client.get("/v2/project/glowmoss/check").json() == {"id": sandbox.catalogue.named("Glowmoss").id}


def test_the_dependencies_of_all_versions_come_together(client: httpx.Client) -> None:
    found = client.get("/v2/project/lanternworks/dependencies").json()
    assert {project["title"] for project in found["projects"]} == {
        "Tidal Core",
        "Bramble Core",
        "Amberlamp",
        "Emberglass Renderer",
    }
    assert found["versions"] == []
    pinned = client.get("/v2/project/amberlamp/dependencies").json()
    assert {version["project_id"] for version in pinned["versions"]} == {
        client.get("/v2/project/inkwell-config/check").json()["id"]
    }


def test_texts_hold_what_real_ones_hold(sandbox: Handle) -> None:
    from modstead_sandbox.bodies import body, changelog

    bodies = [body(project) for project in sandbox.catalogue.projects]
    for part in ("\n| ", "- [x]", "<details>", "<center><img", "![", "```toml", "~~", "<kbd>", "\n## "):
        assert any(part in text for text in bodies), part
    hostile = [text for text in bodies if "<script>" in text]
    assert len(hostile) == 3
    for part in (
        "onerror=",
        "javascript:",
        "file:///",
        "<iframe",
        "<style>",
        "<form",
        "<object",
        "data:text/html",
    ):
        assert all(part in text for text in hostile), part
    changes = [
        changelog(project, version)
        for project in sandbox.catalogue.projects
        for version in sandbox.catalogue.versions(project)
    ]
    assert any(text is None for text in changes)
    assert any(text is not None and text.startswith("- ") for text in changes)
    assert any(text is not None and text.startswith("## ") for text in changes)


def test_addresses_are_those_of_the_server(client: httpx.Client, sandbox: Handle) -> None:
    found = client.get("/v2/project/lanternworks").json()
    for address in (found["icon_url"], found["gallery"][0]["url"]):
        assert address.startswith(sandbox.url + "/data/")
    assert "{base}" not in found["body"]
