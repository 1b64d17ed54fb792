"""What a person at a terminal meets: the question, the interrupt, and output that cannot be written."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from modstead_sandbox.sample import SampleInstance, sample_instance
from modstead_sandbox.server import Handle

PATIENCE = 20.0


@pytest.fixture
def instance(sandbox: Handle, tmp_path: Path) -> SampleInstance:
    return sample_instance(tmp_path / "instance", sandbox.catalogue, sandbox.contents)


class Terminal:
    """A `modstead` that was started at a terminal; its stdout goes to a file."""

    def __init__(self, sandbox: Handle, home: Path, *arguments: object) -> None:
        self._keyboard, screen = pty.openpty()
        self._result = home / "result"
        home.mkdir()
        with self._result.open("wb") as stdout:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "modstead", *map(str, arguments)],
                stdin=screen,
                stdout=stdout,
                stderr=screen,
                env={**os.environ, "MODSTEAD_HOME": str(home), "MODSTEAD_MODRINTH_URL": sandbox.url},
                start_new_session=True,
            )
        os.close(screen)
        self.seen = ""

    def until(self, words: str) -> None:
        while words not in self.seen:
            ready, _, _ = select.select([self._keyboard], [], [], PATIENCE)
            assert ready, self.seen
            self.seen += os.read(self._keyboard, 4096).decode(errors="replace")

    def type(self, text: str) -> None:
        os.write(self._keyboard, text.encode())

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def end(self) -> tuple[int, str]:
        """The exit status and what went to stdout."""
        status = self._process.wait(PATIENCE)
        os.close(self._keyboard)
        return status, self._result.read_text()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_plan_is_before_the_eyes_of_whoever_is_asked(
    sandbox: Handle, instance: SampleInstance, tmp_path: Path
) -> None:
    terminal = Terminal(sandbox, tmp_path / "home", "update", instance.folder, "--json")
    terminal.until("Do this? [y/N]")
    assert "Acorn Ledger" in terminal.seen
    terminal.type("n\n")
    status, result = terminal.end()
    assert status == 130
    assert json.loads(result)["applied"] is False


def test_yes_is_done(sandbox: Handle, instance: SampleInstance, tmp_path: Path) -> None:
    terminal = Terminal(sandbox, tmp_path / "home", "update", instance.folder, "--json")
    terminal.until("Do this? [y/N]")
    terminal.type("y\n")
    status, result = terminal.end()
    assert status == 0
    assert json.loads(result)["applied"] is True


def test_a_move_is_asked_for_with_its_plan_before_the_eyes(
    sandbox: Handle, instance: SampleInstance, tmp_path: Path
) -> None:
    terminal = Terminal(sandbox, tmp_path / "home", "migrate", instance.folder, "--game-version", "26.1.2")
    terminal.until("[y/N]")
    assert "of 35 mods are ready for Fabric 26.1.2." in terminal.seen
    terminal.type("y\n")
    status, out = terminal.end()
    assert status == 0
    assert "Set it to Fabric 26.1.2 there" in out


def test_one_interrupt_at_the_question_is_enough(
    sandbox: Handle, instance: SampleInstance, tmp_path: Path
) -> None:
    before = contents(instance.mods_folder)
    terminal = Terminal(sandbox, tmp_path / "home", "update", instance.folder)
    terminal.until("Do this? [y/N]")
    terminal.interrupt()
    status, _ = terminal.end()
    assert status == 130
    assert contents(instance.mods_folder) == before


def test_a_result_that_nobody_reads_does_not_deny_the_change(
    sandbox: Handle, instance: SampleInstance, tmp_path: Path
) -> None:
    before = contents(instance.mods_folder)
    environment = {
        **os.environ,
        "MODSTEAD_HOME": str(tmp_path / "home"),
        "MODSTEAD_MODRINTH_URL": sandbox.url,
    }

    def run_unread(*arguments: object) -> subprocess.CompletedProcess[str]:
        reading, writing = os.pipe()
        os.close(reading)
        try:
            return subprocess.run(
                [sys.executable, "-m", "modstead", *map(str, arguments)],
                stdout=writing,
                stderr=subprocess.PIPE,
                env=environment,
                text=True,
                check=False,
            )
        finally:
            os.close(writing)

    scanned = run_unread("scan", instance.folder)
    assert scanned.returncode == 1
    assert "Traceback" not in scanned.stderr
    updated = run_unread("update", instance.folder, "--yes", "--json")
    assert updated.returncode == 0
    assert contents(instance.mods_folder) != before
