from __future__ import annotations

import asyncio
import hashlib
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.faults import HEADER, NONE, Fault, FaultBoard, FaultError, Faults, parse
from modstead_sandbox.gate import Gate
from modstead_sandbox.rate_limit import RateLimit
from modstead_sandbox.server import Handle, running


def newest_file(client: httpx.Client) -> Any:
    return client.get("/v2/project/mosspath/version").json()[0]["files"][0]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", NONE),
        ("latency=100", Fault(latency=100)),
        ("latency=1.5, status=503", Fault(latency=1.5, status=503)),
        ("status=429,retry-after=2", Fault(status=429, retry_after=2)),
        ("cut=0.5", Fault(cut=0.5)),
        ("wrong_hash,wrong_size=-3,padding=9", Fault(wrong_hash=True, wrong_size=-3, padding=9)),
        ("file_name=..%2Fx.jar,garbage", Fault(file_name="../x.jar", garbage=True)),
        ("file_name=a%00b%2Cc", Fault(file_name="a\0b,c")),
        ("redirect=http://a.invalid/x", Fault(redirect="http://a.invalid/x")),
    ],
)
def test_faults_are_read(text: str, fault: Fault) -> None:
    assert parse(text) == fault


@pytest.mark.parametrize("text", ["latency", "latency=soon", "nonsense=1", "status=5xx"])
def test_unreadable_faults_are_refused(text: str, client: httpx.Client) -> None:
    with pytest.raises(FaultError):
        parse(text)
    assert client.get("/v2/search", headers={HEADER: text}).status_code == 400


def test_two_faults_together() -> None:
    assert Fault(latency=5, status=500).merged(Fault(status=404)) == Fault(latency=5, status=404)


def test_a_pattern_goes_wrong_so_many_times(client: httpx.Client, sandbox: Handle) -> None:
    sandbox.fault("/v2/tag/*", Fault(status=503), times=2)
    assert [client.get("/v2/tag/side_type").status_code for _ in range(3)] == [503, 503, 200]
    assert client.get("/v2/search").status_code == 200


def test_a_pattern_goes_wrong_until_cleared(client: httpx.Client, sandbox: Handle) -> None:
    sandbox.fault("/v2/search", Fault(status=500))
    assert [client.get("/v2/search").status_code for _ in range(3)] == [500, 500, 500]
    sandbox.clear_faults()
    assert client.get("/v2/search").status_code == 200


def test_one_request_asks_for_its_own_fault(client: httpx.Client) -> None:
    answer = client.get("/v2/search", headers={HEADER: "status=502"})
    assert (answer.status_code, answer.json()["error"]) == (502, "internal_error")
    assert client.get("/v2/search").status_code == 200


async def _empty(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_latency_waits_before_the_answer() -> None:
    waited: list[float] = []

    async def record(seconds: float) -> None:
        waited.append(seconds)

    async def ask() -> None:
        board = FaultBoard(Faults(api=Fault(latency=100), files=Fault(latency=20)))
        gate = Gate(_empty, board=board, limit=RateLimit(), requests=[], sleep=record)
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(gate), base_url="http://sandbox"
        ) as client:
            assert (await client.get("/v2/search")).status_code == 204
            assert (await client.get("/data/x")).status_code == 204
            assert (await client.get("/v2/search", headers={HEADER: "latency=5"})).status_code == 204

    asyncio.run(ask())
    assert waited == [0.1, 0.02, 0.005]


@pytest.mark.parametrize(("retry", "header"), [(None, None), (2.0, "2"), (0.25, "0.25")])
def test_too_many_requests(
    client: httpx.Client, sandbox: Handle, retry: float | None, header: str | None
) -> None:
    sandbox.fault("/v2/search", Fault(status=429, retry_after=retry))
    answer = client.get("/v2/search")
    assert (answer.status_code, answer.json()["error"]) == (429, "ratelimit_error")
    assert answer.headers.get("retry-after") == header


def test_gone(client: httpx.Client, sandbox: Handle) -> None:
    sandbox.fault("/v2/*", Fault(status=410))
    answer = client.get("/v2/search")
    assert (answer.status_code, answer.json()["error"]) == (410, "api_deprecated")


def test_garbage_instead_of_json_and_a_page_instead_of_a_file(client: httpx.Client, sandbox: Handle) -> None:
    file = newest_file(client)
    sandbox.fault("*", Fault(garbage=True))
    answer = client.get("/v2/search")
    assert answer.headers["content-type"] == "application/json"
    with pytest.raises(ValueError, match=r".*"):
        answer.json()
    assert client.get(file["url"]).content.startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_connection_cut_in_the_middle(client: httpx.Client, sandbox: Handle, share: float) -> None:
    file = newest_file(client)
    sandbox.fault("/data/*", Fault(cut=share), times=1)
    with client.stream("GET", file["url"]) as answer:
        assert answer.headers["content-length"] == str(file["size"])
        with pytest.raises(httpx.RemoteProtocolError):
            answer.read()
        assert answer.num_bytes_downloaded <= file["size"] // 2
    assert len(client.get(file["url"]).content) == file["size"]


def test_an_answer_cut_in_the_middle(client: httpx.Client, sandbox: Handle) -> None:
    sandbox.fault("/v2/search", Fault(cut=0.3), times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/v2/search")
    assert client.get("/v2/search").status_code == 200


def test_a_wrong_hash(client: httpx.Client, sandbox: Handle) -> None:
    file = newest_file(client)
    sandbox.fault("/data/*", Fault(wrong_hash=True))
    data = client.get(file["url"]).content
    assert len(data) == file["size"]
    assert hashlib.sha1(data).hexdigest() != file["hashes"]["sha1"]
    assert newest_file(client) == file


def test_a_wrong_size(client: httpx.Client, sandbox: Handle) -> None:
    honest = newest_file(client)
    sandbox.fault("/v2/*", Fault(wrong_size=1_000))
    file = newest_file(client)
    assert file["size"] == honest["size"] + 1_000
    assert len(client.get(file["url"]).content) == honest["size"]


def test_more_bytes_than_announced(client: httpx.Client, sandbox: Handle) -> None:
    file = newest_file(client)
    sandbox.fault("/data/*", Fault(padding=5_000))
    assert len(client.get(file["url"]).content) == file["size"] + 5_000


def test_a_redirect_to_a_foreign_host(client: httpx.Client, sandbox: Handle) -> None:
    file = newest_file(client)
    sandbox.fault("/data/*", Fault(redirect="http://files.example.invalid/x.jar"))
    answer = client.get(file["url"])
    assert (answer.status_code, answer.headers["location"]) == (302, "http://files.example.invalid/x.jar")


@pytest.mark.parametrize(
    "name", ["../x.jar", "CON", "a/b", "nul\0.jar", "..\\x.jar", "", "x.jar ", "C:x.jar"]
)
def test_a_hostile_file_name(client: httpx.Client, sandbox: Handle, name: str) -> None:
    file = newest_file(client)
    sandbox.fault("/v2/*", Fault(file_name=name))
    assert newest_file(client)["filename"] == name
    found = client.post(
        "/v2/version_files", json={"hashes": [file["hashes"]["sha1"]], "algorithm": "sha1"}
    ).json()
    assert [held["files"][0]["filename"] for held in found.values()] == [name]


def test_a_foreign_address(client: httpx.Client, sandbox: Handle) -> None:
    sandbox.fault("/v2/project/*", Fault(file_url="http://files.example.invalid/x.jar"))
    assert newest_file(client)["url"] == "http://files.example.invalid/x.jar"


def test_faults_of_a_whole_run() -> None:
    faults = Faults(api=Fault(wrong_size=1), files=Fault(wrong_hash=True))
    with running(Catalogue(projects=8), faults) as server, httpx.Client(base_url=server.url) as client:
        file = newest_file(client)
        data = client.get(file["url"]).content
        assert file["size"] == len(data) + 1
        assert hashlib.sha1(data).hexdigest() != file["hashes"]["sha1"]
        server.fault("/data/*", Fault(status=404), times=1)
        assert client.get(file["url"]).status_code == 404


def test_who_is_refused_while_still_sending_reads_why(
    people: dict[str, httpx.Client], studio: Handle
) -> None:
    much = b"x" * (8 << 20)
    studio.fault("/v2/project/*", Fault(status=503), times=1)
    for status in (503, 401):
        answer = people["nobody"].patch("/v2/project/tidal-core/icon", params={"ext": "png"}, content=much)
        assert answer.status_code == status
    assert people["nobody"].get("/v2/tag/side_type").status_code == 200
