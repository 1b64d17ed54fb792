"""`identify` names what every format says, and what makes a file a pack."""

import json
from pathlib import Path

import pytest

from jars import make_jar, members_of_every_kind
from modstead.__main__ import main
from modstead.domain.instance import ManifestKind
from modstead_sandbox.server import Handle


@pytest.mark.parametrize("kind", ManifestKind)
def test_a_file_of_each_kind_is_named(
    kind: ManifestKind,
    sandbox: Handle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", sandbox.url)
    path = make_jar(tmp_path / "example.jar", members_of_every_kind()[kind.value])
    assert main(["identify", str(path), "--json"]) == 0
    [file] = json.loads(capsys.readouterr().out)["files"]
    [manifest] = file["manifests"]
    assert set(manifest) == {"kind", "id", "version", "name", "depends"}
    assert manifest["kind"] == kind.value
    assert file["title"].lower().removesuffix(".jar") == "example"
    assert file["problems"] == []
