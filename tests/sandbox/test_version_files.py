from __future__ import annotations

from typing import Any

import httpx
import pytest

from modstead_sandbox.model import Version
from modstead_sandbox.server import Handle

FABRIC = {"loaders": ["fabric"], "game_versions": ["1.21.4"]}


def facts(sandbox: Handle, title: str, number: str, loader: str = "fabric") -> tuple[Version, str, str]:
    for version in sandbox.catalogue.versions(sandbox.catalogue.named(title)):
        if version.core == number and loader in version.loaders:
            found = sandbox.contents.facts(version, version.files[0])
            return version, found.sha1, found.sha512
    raise LookupError(number)


def bulk(client: httpx.Client, path: str, hashes: list[str], **fields: Any) -> Any:
    answer = client.post(path, json={"hashes": hashes, "algorithm": "sha1", **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_version_by_the_hash_of_a_file_in_any_case(client: httpx.Client, sandbox: Handle) -> None:
    version, sha1, sha512 = facts(sandbox, "Barrel Index", "1.11.6")
    for digest in (sha1, sha1.upper(), sha512):
        assert client.get(f"/v2/version_file/{digest}").json()["id"] == version.id
    assert client.get(f"/v2/version_file/{sha512}", params={"algorithm": "sha512"}).json()["id"] == version.id


def test_an_unknown_hash_is_404_with_nothing_in_the_body(client: httpx.Client) -> None:
    for answer in (
        client.get("/v2/version_file/" + "0" * 40),
        client.post("/v2/version_file/" + "0" * 40 + "/update", json=FABRIC),
    ):
        assert (answer.status_code, answer.content) == (404, b"")


def test_bulk_hashes_count_in_lower_case_only(client: httpx.Client, sandbox: Handle) -> None:
    version, sha1, _ = facts(sandbox, "Barrel Index", "1.11.6")
    found = bulk(client, "/v2/version_files", [sha1, sha1, "0" * 40])
    assert {digest: held["id"] for digest, held in found.items()} == {sha1: version.id}
    assert bulk(client, "/v2/version_files", [sha1.upper()]) == {}
    assert bulk(client, "/v2/version_files/update", [sha1.upper()], **FABRIC) == {}


def test_the_algorithm_is_guessed_by_the_first_hash(client: httpx.Client, sandbox: Handle) -> None:
    _, sha1, sha512 = facts(sandbox, "Barrel Index", "1.11.6")
    assert set(client.post("/v2/version_files", json={"hashes": [sha512, sha1]}).json()) == {sha512}
    assert set(client.post("/v2/version_files", json={"hashes": [sha1, sha512]}).json()) == {sha1}


def test_hashes_of_sources_belong_to_their_version(client: httpx.Client, sandbox: Handle) -> None:
    version, sources, _ = facts(sandbox, "Flint Almanac", "0.9.0")
    assert client.get(f"/v2/version_file/{sources}").json()["id"] == version.id


def test_the_newest_version_is_answered_also_to_itself(client: httpx.Client, sandbox: Handle) -> None:
    newest, sha1, _ = facts(sandbox, "Barrel Index", "1.11.9")
    assert bulk(client, "/v2/version_files/update", [sha1], **FABRIC)[sha1]["id"] == newest.id
    assert client.post(f"/v2/version_file/{sha1}/update", json=FABRIC).json()["id"] == newest.id


def test_an_update_may_be_older_than_what_is_installed(client: httpx.Client, sandbox: Handle) -> None:
    installed, sha1, _ = facts(sandbox, "Kestrel Post", "2.3.0")
    older, _, _ = facts(sandbox, "Kestrel Post", "2.2.0")
    assert older.published < installed.published
    assert bulk(client, "/v2/version_files/update", [sha1], **FABRIC)[sha1]["id"] == older.id
    assert client.post(f"/v2/version_file/{sha1}/update", json=FABRIC).json()["id"] == older.id


def test_channels_are_only_filtered_when_asked(client: httpx.Client, sandbox: Handle) -> None:
    _, sha1, _ = facts(sandbox, "Ashfall Weather", "4.1.0")
    path = "/v2/version_files/update"
    assert bulk(client, path, [sha1], **FABRIC)[sha1]["version_number"] == "4.2.0-beta.1"
    stable = bulk(client, path, [sha1], **FABRIC, version_types=["release"])
    assert stable[sha1]["version_number"] == "4.1.0"
    assert bulk(client, path, [sha1], **FABRIC, version_types=["alpha"]) == {}


def test_an_empty_list_of_loaders_means_two_things(client: httpx.Client, sandbox: Handle) -> None:
    _, sha1, _ = facts(sandbox, "Barrel Index", "1.11.6")
    nothing = {"loaders": [], "game_versions": ["1.21.4"]}
    assert client.post(f"/v2/version_file/{sha1}/update", json=nothing).status_code == 404
    assert set(bulk(client, "/v2/version_files/update", [sha1], **nothing)) == {sha1}
    absent = {"game_versions": ["1.21.4"]}
    assert client.post(f"/v2/version_file/{sha1}/update", json=absent).status_code == 200


def test_an_empty_list_of_game_versions_is_no_filter(client: httpx.Client, sandbox: Handle) -> None:
    _, sha1, _ = facts(sandbox, "Kestrel Post", "2.1.0")
    found = bulk(client, "/v2/version_files/update", [sha1], loaders=["fabric"], game_versions=[])
    assert found[sha1]["version_number"] == "2.3.0"


def test_the_bulk_update_also_offers_unlisted_versions(client: httpx.Client, sandbox: Handle) -> None:
    _, sha1, _ = facts(sandbox, "Nook & Shelf", "1.2.0")
    bulked = bulk(client, "/v2/version_files/update", [sha1], **FABRIC)[sha1]
    single = client.post(f"/v2/version_file/{sha1}/update", json=FABRIC).json()
    assert (bulked["version_number"], bulked["status"]) == ("1.3.0", "unlisted")
    assert single["version_number"] == "1.2.0"


def test_loaders_are_taken_as_they_are_asked_for(client: httpx.Client, sandbox: Handle) -> None:
    _, sha1, _ = facts(sandbox, "Barrel Index", "1.11.6")
    quilt = {"loaders": ["quilt"], "game_versions": ["1.21.4"]}
    assert bulk(client, "/v2/version_files/update", [sha1], **quilt) == {}
    both = {"loaders": ["quilt", "fabric"], "game_versions": ["1.21.4"]}
    assert set(bulk(client, "/v2/version_files/update", [sha1], **both)) == {sha1}


def test_one_hash_of_several_versions_is_its_own_update(client: httpx.Client, sandbox: Handle) -> None:
    _, sha1, _ = facts(sandbox, "Driftglass", "1.1.0")
    answered = bulk(client, "/v2/version_files/update", [sha1], **FABRIC)[sha1]
    assert answered["version_number"] == "1.1.0+rebadged"
    assert answered["files"][0]["hashes"]["sha1"] == sha1


def test_draft_files_are_unknown(client: httpx.Client, sandbox: Handle) -> None:
    _, sha1, _ = facts(sandbox, "Nook & Shelf", "2.0.0")
    assert client.get(f"/v2/version_file/{sha1}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [b"", b"nonsense", b"[]", b'{"algorithm": "sha1"}', b'{"hashes": "x"}', b'{"hashes": [1]}', b"[" * 5_000],
)
def test_bodies_that_cannot_be_read_are_400(client: httpx.Client, body: bytes) -> None:
    for path in ("/v2/version_files", "/v2/version_files/update"):
        answer = client.post(path, content=body)
        assert (answer.status_code, answer.json()["error"]) == (400, "request_error")


def test_an_unknown_algorithm_is_400(client: httpx.Client) -> None:
    assert client.post("/v2/version_files", json={"hashes": [], "algorithm": "md5"}).status_code == 400
    assert client.post("/v2/version_files", json={"hashes": [], "algorithm": 1}).status_code == 400
    assert client.get("/v2/version_file/" + "0" * 40, params={"algorithm": "md5"}).status_code == 400


def test_a_body_over_two_mebibytes_is_400(client: httpx.Client) -> None:
    answer = client.post("/v2/version_files", json={"hashes": ["0" * 40] * 50_000, "algorithm": "sha1"})
    assert answer.status_code == 400
    assert "2097152" in answer.json()["description"]


def test_the_loaders_of_an_update_must_be_a_list(client: httpx.Client) -> None:
    answer = client.post("/v2/version_files/update", json={"hashes": [], "loaders": "fabric"})
    assert answer.status_code == 400
