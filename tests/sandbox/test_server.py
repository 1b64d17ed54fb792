from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from modstead_sandbox.catalogue import Catalogue
from modstead_sandbox.command import main
from modstead_sandbox.server import LOOPBACK, Handle, listen, running


def test_requests_are_recorded_with_what_they_said(client: httpx.Client, sandbox: Handle) -> None:
    client.get("/v2/search", params={"query": "x"}, headers={"user-agent": "tests"})
    client.post("/v2/version_files", json={"hashes": []})
    asked = sandbox.requests
    assert [str(request) for request in asked] == ["GET /v2/search", "POST /v2/version_files"]
    assert asked[0].query == "query=x"
    assert asked[0].headers["user-agent"] == "tests"
    assert sandbox.count("/v2/*") == 2
    assert sandbox.count("/data/*") == 0


def test_another_process_can_ask_what_was_asked(client: httpx.Client) -> None:
    client.get("/v2/tag/side_type")
    client.get("/v2/user", headers={"authorization": "mrp_sandbox_player"})
    asked = client.get("/sandbox/requests")
    assert asked.json() == [
        {"method": "GET", "path": "/v2/tag/side_type"},
        {"method": "GET", "path": "/v2/user"},
    ]
    assert "mrp_" not in asked.text
    assert client.delete("/sandbox/requests").status_code == 204
    assert client.get("/sandbox/requests").json() == []


def test_it_says_what_it_is(client: httpx.Client) -> None:
    assert client.get("/").json()["name"] == "modstead-sandbox"


def test_a_server_stops_and_frees_its_port_also_with_connections_open() -> None:
    with running(Catalogue(projects=5)) as server, httpx.Client(base_url=server.url) as client:
        assert client.get("/v2/statistics").json()["projects"] == 5
        port = int(server.host.rpartition(":")[2])
    with socket.socket() as probe:
        assert probe.connect_ex((LOOPBACK, port)) != 0


def test_it_listens_on_loopback_alone() -> None:
    with listen() as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_two_servers_do_not_disturb_each_other() -> None:
    with running(Catalogue(projects=5)) as one, running(Catalogue(seed=2, projects=6)) as other:
        assert httpx.get(one.url + "/v2/statistics").json()["projects"] == 5
        assert httpx.get(other.url + "/v2/statistics").json()["projects"] == 6
        assert (len(one.requests), len(other.requests)) == (1, 1)


def test_the_command_prints_its_address_and_writes_an_instance(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "modstead_sandbox",
        "--instance",
        str(instance),
        "--latency",
        "1",
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "app")}
    with subprocess.Popen(
        [*command, "--fault", "api:status=503"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert httpx.get(url + "/v2/search").status_code == 503
        process.send_signal(signal.SIGINT)
        out, messages = process.communicate(timeout=20)
    assert process.returncode == 0
    assert out == ""
    assert "sample instance with 40 mods" in messages
    assert "mrp_sandbox_creator" in messages
    assert (instance / "mmc-pack.json").exists()


def test_the_troubled_instance_is_written_on_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--instance", str(tmp_path / "instance"), "--troubled"]
    with listen() as taken:
        assert main([*arguments, "--port", str(taken.getsockname()[1])]) == 1
    assert "sample instance with 17 mods" in capsys.readouterr().err
    assert (tmp_path / "instance" / "minecraft" / "resourcepacks" / "Handmade").is_dir()
    assert main([*arguments, "--projects", "3"]) == 2


def test_the_moving_instance_is_written_on_request(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--instance", str(tmp_path / "instance"), "--moving"]
    with listen() as taken:
        assert main([*arguments, "--port", str(taken.getsockname()[1])]) == 1
    assert "sample instance with 30 mods" in capsys.readouterr().err
    assert main([*arguments, "--projects", "3"]) == 2


def test_a_taken_port_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with listen() as taken:
        assert main(["--port", str(taken.getsockname()[1]), "--projects", "3"]) == 1
    out, messages = capsys.readouterr()
    assert out == ""
    assert "port" in messages


@pytest.mark.parametrize("fault", ["status=500", "disk:status=500", "api:nonsense=1"])
def test_an_unreadable_fault_is_wrong_usage(fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--fault", fault, "--projects", "3"]) == 2
    assert "did not start" in capsys.readouterr().err


def test_an_instance_folder_that_is_in_use_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    assert main(["--instance", str(tmp_path)]) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["precious.txt"]
    assert "not empty" in capsys.readouterr().err
