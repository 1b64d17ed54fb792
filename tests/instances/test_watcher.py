"""What other programs do to a folder is told soon, and once for each burst."""

import asyncio
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from functools import wraps
from pathlib import Path

import pytest

from modstead.instances import mounts, watcher

SOON = 5.0
"""Seconds that a busy machine may take; what is told is told within one."""


def in_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    @wraps(test)
    def run(*values: object, **fixtures: object) -> None:
        asyncio.run(_awaited(test(*values, **fixtures)))

    return run


async def _awaited(test: Awaitable[None]) -> None:
    await test


class Watching:
    """What is told of a folder."""

    def __init__(self, told: AsyncIterator[None]) -> None:
        self._told = told
        self._next: asyncio.Future[None] = asyncio.ensure_future(anext(told))

    async def soon(self) -> None:
        await asyncio.wait_for(asyncio.shield(self._next), SOON)
        self._next = asyncio.ensure_future(anext(self._told))

    async def ends(self) -> None:
        self._next.cancel()
        await asyncio.wait({self._next})


@asynccontextmanager
async def watching(folder: Path) -> AsyncIterator[Watching]:
    begun = asyncio.Event()
    async with aclosing(watcher.changes(folder, begun.set)) as told:
        found = Watching(told)
        await asyncio.wait_for(begun.wait(), SOON)
        yield found
        await found.ends()


def make(folder: Path) -> None:
    folder.mkdir()


def swap(folder: Path, other: Path) -> None:
    folder.rename(folder.with_name("old"))
    other.rename(folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "mods"
    path.mkdir()
    (path / "amber.jar").write_bytes(b"amber")
    return path


@pytest.fixture(params=["told by the system", "looked at"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "looked at":
        monkeypatch.setattr(watcher, "is_remote", lambda _: True)


@in_loop
@pytest.mark.usefixtures("way")
async def test_each_kind_of_change_is_told(folder: Path) -> None:
    async with watching(folder) as found:
        for change in (
            lambda: (folder / "birch.jar").write_bytes(b"birch"),
            lambda: (folder / "birch.jar").write_bytes(b"birch two"),
            lambda: (folder / "birch.jar").rename(folder / "birch.jar.disabled"),
            (folder / "birch.jar.disabled").unlink,
            lambda: os.utime(folder / "amber.jar", (1, 1)),
        ):
            change()
            await found.soon()


@in_loop
@pytest.mark.usefixtures("way")
async def test_a_folder_goes_away_and_comes_back(folder: Path) -> None:
    async with watching(folder) as found:
        shutil.rmtree(folder)
        await found.soon()
        make(folder)
        await found.soon()
        (folder / "birch.jar").write_bytes(b"birch")
        await found.soon()


@in_loop
async def test_another_folder_takes_the_place(folder: Path) -> None:
    other = folder.with_name("other")
    other.mkdir()
    async with watching(folder) as found:
        swap(folder, other)
        await found.soon()
        (folder / "birch.jar").write_bytes(b"birch")
        await found.soon()


@in_loop
async def test_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    folder = tmp_path / "game" / "mods"
    async with watching(folder) as found:
        folder.mkdir(parents=True)
        await found.soon()
        (folder / "birch.jar").write_bytes(b"birch")
        await found.soon()


@in_loop
@pytest.mark.parametrize("reason", ["limit", "bug"])
async def test_where_the_system_refuses_it_is_looked_at(
    reason: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when its limit of watches is reached."""
    rust = watcher._rust_notify()
    asked = []

    def refused(**options: object) -> object:
        asked.append(options)
        raise OSError("limit") if reason == "limit" else rust.WatchfilesRustInternalError("bug")

    monkeypatch.setattr(rust, "RustNotify", refused)
    async with watching(folder) as found:
        (folder / "birch.jar").write_bytes(b"birch")
        await found.soon()
        (folder / "birch.jar").write_bytes(b"birch two")
        await found.soon()
    assert len(asked) == 1


@in_loop
async def test_a_burst_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """By a clock that only this test moves."""
    loop = asyncio.get_running_loop()
    clock = Clock()
    monkeypatch.setattr(loop, "time", lambda: clock.now)
    timers: list[tuple[float, Callable[[], None], asyncio.TimerHandle]] = []

    def call_at(when: float, call: Callable[[], None]) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, call, (), loop)
        timers.append((when, call, handle))
        return handle

    monkeypatch.setattr(loop, "call_at", call_at)
    burst = watcher._Burst(loop)
    told = 0
    for step in range(120):
        clock.now = step / 10
        for when, call, handle in tuple(timers):
            if when <= clock.now and not handle.cancelled():
                timers.remove((when, call, handle))
                call()
        told += burst._over.is_set()
        burst._over.clear()
        if step < 20 or step >= 40:
            burst.happened()
    monkeypatch.undo()
    # The first burst ends two seconds in; the second is told while it goes on, five seconds later.
    assert told == 2


class Clock:
    now = 0.0


@pytest.mark.parametrize(
    "name", [".index", ".hidden.jar", "birch.jar.part", "birch.jar.crdownload", "birch.JAR.TMP", "birch.jar~"]
)
def test_hidden_and_unfinished_files_say_nothing(name: str) -> None:
    assert not watcher._matters(name)


def test_mods_matter() -> None:
    assert watcher._matters("birch.jar")
    assert watcher._matters("birch.jar.disabled")


@in_loop
async def test_what_lies_within_folders_and_our_own_storage_says_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    genuine = watcher._matters

    def matters(name: str) -> bool:
        heard.append(name)
        return genuine(name)

    monkeypatch.setattr(watcher, "_matters", matters)
    (folder / ".index").mkdir()
    (folder.parent / ".modstead").mkdir()
    async with watching(folder) as found:
        (folder / ".index" / "birch.pw.toml").write_text("x")
        (folder.parent / ".modstead" / "journal").write_text("x")
        (folder / "birch.jar").write_bytes(b"x")
        await found.soon()
    assert "birch.jar" in heard
    assert not {"birch.pw.toml", "journal", ".modstead"}.intersection(heard)


@in_loop
async def test_no_thread_is_left(folder: Path) -> None:
    before = set(threading.enumerate())
    async with watching(folder) as found:
        (folder / "birch.jar").write_bytes(b"x")
        await found.soon()
        assert [thread for thread in threading.enumerate() if thread.name == "watching mods"]
    left = {thread for thread in threading.enumerate() if thread.name == "watching mods"}
    for thread in left:
        thread.join(SOON)
        assert not thread.is_alive()
    assert not {thread for thread in set(threading.enumerate()) - before if thread.name == "watching mods"}


@in_loop
async def test_a_loop_that_ends_first_does_no_harm(folder: Path) -> None:
    """As when the window is closed in a hurry."""
    told = watcher.changes(folder)
    waiting = asyncio.ensure_future(anext(told))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


def test_only_the_compiled_part_is_imported() -> None:
    program = (
        "import sys; from modstead.instances import watcher; "
        "assert not any(name.startswith('watchfiles') for name in sys.modules); "
        "watcher._rust_notify(); "
        "assert 'multiprocessing' not in sys.modules; "
        "import watchfiles; assert watchfiles.main.RustNotify is watcher._rust_notify().RustNotify"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


MOUNTS = """\
22 1 0:21 / / rw - ext4 /dev/root rw
23 22 0:22 / /home/ann/My\\040Share rw shared:1 - cifs //nas/share rw
24 22 0:23 / /home rw - xfs /dev/sdb rw
25 22 0:24 / /srv/nfs rw - nfs4 nas:/srv rw
26 22 0:25 / /mnt/phone rw - fuse.sshfs phone: rw
27 25 0:26 / /srv/nfs/local rw - ext4 /dev/sdc rw
nonsense
"""


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/home/ann/My Share/mods", True),
        ("/home/ann/My Shares/mods", False),
        ("/home/ann/mods", False),
        ("/srv/nfs", True),
        ("/srv/nfs/local/mods", False),
        ("/mnt/phone/mods", True),
        ("/tmp/mods", False),
    ],
)
def test_network_drives_are_known(path: str, remote: bool) -> None:
    assert mounts._is_remote_kind(mounts._kind_of_mount(path, MOUNTS.splitlines())) is remote


def test_this_folder_is_looked_up(tmp_path: Path) -> None:
    mounts.is_remote(tmp_path)
    assert mounts._kind_of_mount("/mods", ()) == ""
