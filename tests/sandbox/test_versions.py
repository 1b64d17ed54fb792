from __future__ import annotations

import json
from typing import Any

import httpx

from modstead_sandbox.server import Handle


def listed(client: httpx.Client, name: str, **parameters: Any) -> Any:
    answer = client.get(f"/v2/project/{name}/version", params=parameters)
    assert answer.status_code == 200
    return answer.json()


def test_a_project_s_versions_come_newest_first(client: httpx.Client) -> None:
    dates = [version["date_published"] for version in listed(client, "hedgerow-api")]
    assert len(dates) > 10
    assert dates == sorted(dates, reverse=True)


def test_filters_take_json_arrays_and_mean_any_of_each(client: httpx.Client) -> None:
    found = listed(client, "lanternworks", loaders='["neoforge"]', game_versions='["1.21.4","26.2"]')
    assert found
    assert all("neoforge" in v["loaders"] and "1.21.4" in v["game_versions"] for v in found)
    assert listed(client, "lanternworks", loaders="[]") == []
    assert listed(client, "lanternworks", loaders='["forge"]') == []


def test_a_malformed_filter_is_ignored(client: httpx.Client) -> None:
    everything = len(listed(client, "lanternworks"))
    for text in ("fabric", "[fabric]", '"fabric"', "[1]", "["):
        assert len(listed(client, "lanternworks", loaders=text, game_versions=text)) == everything


def test_the_loader_filter_lets_every_version_of_a_modpack_through(client: httpx.Client) -> None:
    assert listed(client, "hearthside", loaders='["forge"]') == listed(client, "hearthside")


def test_pages_and_channels_of_a_list(client: httpx.Client) -> None:
    everything = listed(client, "hedgerow-api")
    assert listed(client, "hedgerow-api", limit=5, offset=3) == everything[3:8]
    betas = listed(client, "ashfall-weather", version_type="beta")
    assert {version["version_number"] for version in betas} == {"4.2.0-beta.1"}


def test_featured_versions_are_made_up_where_there_are_none(client: httpx.Client) -> None:
    featured = listed(client, "basalt-roads", featured="true")
    assert featured
    if not any(version["featured"] for version in featured):
        keys = [(tuple(v["loaders"]), tuple(v["game_versions"])) for v in featured]
        assert len(keys) == len(set(keys))
    rest = listed(client, "basalt-roads", featured="false")
    assert all(not version["featured"] for version in rest)


def test_changelogs_can_be_left_out(client: httpx.Client) -> None:
    assert any("changelog" in version for version in listed(client, "hedgerow-api"))
    without = listed(client, "hedgerow-api", include_changelog="false")
    assert all("changelog" not in version for version in without)


def test_a_version_by_its_id_and_by_its_number(client: httpx.Client) -> None:
    newest = listed(client, "lanternworks")[0]
    assert client.get(f"/v2/version/{newest['id']}").json() == newest
    assert client.get(f"/v2/project/lanternworks/version/{newest['id']}").json() == newest


def test_an_ambiguous_number_means_the_oldest(client: httpx.Client) -> None:
    same = [v for v in listed(client, "lanternworks") if v["version_number"] == "3.4.0"]
    assert len(same) > 1
    assert client.get("/v2/project/lanternworks/version/3.4.0").json()["id"] == same[-1]["id"]


def test_unknown_versions_are_404_with_nothing_in_the_body(client: httpx.Client) -> None:
    for path in ("/v2/version/AAAAAAAA", "/v2/version/x", "/v2/project/lanternworks/version/9.9.9"):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, b"")


def test_drafts_are_nowhere_and_unlisted_ones_only_by_their_id(client: httpx.Client, sandbox: Handle) -> None:
    held = {v.status: v for v in sandbox.catalogue.versions(sandbox.catalogue.named("Nook & Shelf"))}
    assert client.get(f"/v2/version/{held['draft'].id}").status_code == 404
    assert client.get(f"/v2/version/{held['unlisted'].id}").status_code == 200
    assert {v["status"] for v in listed(client, "nook-and-shelf")} == {"listed", "archived"}


def test_several_versions_come_by_date_once_each_without_the_missing(client: httpx.Client) -> None:
    newest_first = [version["id"] for version in listed(client, "lanternworks")]
    asked = [*newest_first[:4], newest_first[2], "AAAAAAAA"]
    found = client.get("/v2/versions", params={"ids": json.dumps(asked)}).json()
    assert [version["id"] for version in found] == newest_first[3::-1]


def test_one_undecodable_id_refuses_the_whole_list(client: httpx.Client) -> None:
    good = listed(client, "lanternworks")[0]["id"]
    answer = client.get("/v2/versions", params={"ids": json.dumps([good, "not an id"])})
    assert answer.status_code == 400
    assert "base62" in answer.json()["description"]


def test_a_version_has_its_own_shape(client: httpx.Client) -> None:
    version = listed(client, "lanternworks")[-1]
    assert version["requested_status"] is None
    assert version["changelog_url"] is None
    assert {"sha1", "sha512"} == set(version["files"][0]["hashes"])
    assert version["files"][0]["hashes"]["sha1"] == version["files"][0]["hashes"]["sha1"].lower()
    assert {"version_id", "project_id", "file_name", "dependency_type"} == set(version["dependencies"][0])
