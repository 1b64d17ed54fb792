"""What the tests of commands share."""

from pathlib import Path

import pytest

from cli.shell import Shell
from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle


@pytest.fixture
def instance(sandbox: Handle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SampleInstance:
    monkeypatch.setenv("MODSTEAD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MODSTEAD_MODRINTH_URL", sandbox.url)
    return sample_instance(tmp_path / "instance", sandbox.catalogue)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)
