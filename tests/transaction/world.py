"""A folder of mods, a platform that serves bytes, and disks that fail or stop at a chosen step."""

import asyncio
import hashlib
import threading
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from modstead.domain.instance import Instance
from modstead.domain.plan import (
    Applied,
    Download,
    FileState,
    LocalFile,
    Operation,
    OperationKind,
    OperationState,
    Plan,
    PlanKind,
    Progress,
)
from modstead.domain.retention import Retention
from modstead.domain.version import Hashes
from modstead.errors import NotFound, Unreachable
from modstead.instances.disk import Disk
from modstead.instances.place import Place, place_of
from modstead.instances.transaction import Transactions, silent

T = TypeVar("T")


class Killed(BaseException):
    """The process ends here; nothing of it runs any more."""


class _ThreadlessLoop(asyncio.SelectorEventLoop):
    """Does blocking work at once: over thousands of small steps, waiting for threads takes most of the time."""

    def run_in_executor(self, executor: object, func: Callable[..., T], *args: Any) -> "asyncio.Future[T]":
        done: asyncio.Future[T] = self.create_future()
        try:
            done.set_result(func(*args))
        except (Exception, Killed) as error:  # noqa: BLE001 - whatever it is, it is for who awaits the result
            done.set_exception(error)
        return done


def run_at_once(work: Awaitable[T]) -> T:
    """What `work` returns, with its blocking parts done in this thread."""
    with asyncio.Runner(loop_factory=_ThreadlessLoop) as runner:
        return runner.run(_awaited(work))


async def _awaited(work: Awaitable[T]) -> T:
    return await work


def in_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """A test that is a coroutine."""

    @wraps(test)
    def run(*values: object, **fixtures: object) -> None:
        asyncio.run(_awaited(test(*values, **fixtures)))

    return run


def at_once(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    """A test that is a coroutine, of very many small steps that are not to happen at the same time."""

    @wraps(test)
    def run(*values: object, **fixtures: object) -> None:
        run_at_once(test(*values, **fixtures))

    return run


class QuickDisk(Disk):
    """A disk that does not wait for the platters: power cuts are not what these tests simulate."""

    def flush(self, descriptor: int) -> None:
        return


READING = frozenset({"status", "list", "read", "probe"})
"""Steps that leave the disk as it is: being killed before one is being killed after the step before it."""


class BrokenDisk(QuickDisk):
    """Fails at one step, counted from 0, or with `stays_broken` from there on; a kill always stays."""

    def __init__(
        self,
        at: int,
        failure: BaseException,
        *,
        skips: frozenset[str] = frozenset(),
        stays_broken: bool = False,
    ) -> None:
        self._at = at
        self._failure = failure
        self._skips = skips
        self._stays_broken = stays_broken or isinstance(failure, Killed)
        self._guard = threading.Lock()
        self.steps = 0
        self.failed_at = ""

    def step(self, action: str, path: Path) -> None:
        if action in self._skips and not (isinstance(self._failure, Killed) and self.failed_at):
            return
        with self._guard:
            position, self.steps = self.steps, self.steps + 1
        if position == self._at:
            self.failed_at = f"{position}: {action} {path}"
        if position == self._at or (position > self._at and self._stays_broken):
            raise type(self._failure)(*self._failure.args)


class CountingDisk(BrokenDisk):
    """Only counts the steps."""

    def __init__(self, skips: frozenset[str] = frozenset()) -> None:
        super().__init__(1_000_000, Killed(), skips=skips)


class Served:
    """Serves bytes by URL, the way the platform's downloads do, through the same disk."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.files: dict[str, bytes] = {}
        self.failures: dict[str, Exception] = {}
        self.breaks: dict[str, int] = {}
        self.fetched: list[str] = []
        self.waits: list[tuple[str, float]] = []
        self.waiting: asyncio.Event | None = None
        self.reached: asyncio.Event | None = None

    async def fetch(
        self,
        source: Download,
        target: Path,
        progress: Callable[[int], None],
        waiting: Callable[[str, float], None] | None = None,
        *,
        resumes: bool = False,
    ) -> bool:
        self.fetched.append(source.url)
        for reason, seconds in self.waits if waiting else ():
            waiting(reason, seconds)
        if self.reached is not None and self.waiting is not None:
            self.reached.set()
            await self.waiting.wait()
        await asyncio.sleep(0)
        if source.url in self.failures:
            raise self.failures[source.url]
        if source.url not in self.files:
            raise NotFound("There is no such file.")
        self._disk.step("fetch", target)
        pieced = self._write(source.url, target, progress, resumes)
        self._disk.step("fetched", target)
        return pieced

    def _write(self, url: str, target: Path, progress: Callable[[int], None], resumes: bool) -> bool:
        content = self.files[url]
        done = target.stat().st_size if resumes and target.exists() else 0
        with target.open("ab" if resumes else "xb") as file:
            for position in range(done, len(content), 4):
                if position >= self.breaks.get(url, len(content)):
                    del self.breaks[url]
                    raise Unreachable("The connection broke off.")
                file.write(content[position : position + 4])
                progress(min(position + 4, len(content)))
        return done > 0

    async def picture(self, url: str) -> bytes:
        raise NotFound(url)


class Clock:
    """Advances a second with each look."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 14, 6, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


class World:
    def __init__(self, top: Path, files: Mapping[str, bytes] | None = None, disk: Disk | None = None) -> None:
        self.folder = top / "game" / "mods"
        self.elsewhere = top / "downloads"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.elsewhere.mkdir(exist_ok=True)
        for name, content in (files or {}).items():
            (self.folder / name).write_bytes(content)
        self.disk = disk or QuickDisk()
        self.served = Served(self.disk)
        self.clock = Clock()
        self.instance = Instance(self.folder, "Meadow")
        self.transactions = self.restarted(self.disk)

    def restarted(self, disk: Disk | None = None, **options: Any) -> Transactions:
        """As if in a new process."""
        return Transactions(self.served, disk=disk or QuickDisk(), clock=self.clock, **options)

    def prune(self, **limits: Any) -> int:
        """The bytes freed by keeping no more than that."""
        transactions = self.restarted(retention=lambda: Retention(**limits))
        return run_at_once(transactions.prune(self.folder))

    @property
    def place(self) -> Place:
        return place_of(self.folder, QuickDisk())

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}

    def staging(self) -> list[str]:
        return [path.name for path in self.place.staging.iterdir()] if self.place.staging.exists() else []

    def kept(self) -> list[bytes]:
        return [path.read_bytes() for path in self.place.kept.iterdir()]

    def plan(self, *operations: Operation, kind: PlanKind = PlanKind.UPDATE) -> Plan:
        return Plan(self.instance, kind, operations)

    def apply(
        self,
        plan: Plan,
        *,
        progress: Callable[[Progress], None] = silent,
        leave_out_failures: bool = False,
    ) -> Applied:
        return run_at_once(
            self.transactions.apply(plan, progress=progress, leave_out_failures=leave_out_failures)
        )

    def undo(self, operation_id: str | None = None) -> Applied:
        return run_at_once(undo(self.transactions, self.instance, operation_id))

    def history(self) -> list[tuple[PlanKind, OperationState]]:
        entries = asyncio.run(self.restarted().history(self.folder))
        return [(entry.kind, entry.state) for entry in entries]

    def install(self, name: str, content: bytes, *, title: str = "") -> Operation:
        source = self._download(name, content)
        after = FileState(name, len(content), sha1(content), sha512(content))
        return Operation(OperationKind.INSTALL, None, after, source, title=title)

    def add(self, name: str, content: bytes) -> Operation:
        path = self.elsewhere / name
        path.write_bytes(content)
        source = LocalFile(path, len(content), hashes(content))
        return Operation(OperationKind.INSTALL, None, state(name, content), source)

    def update(self, name: str, new_name: str, content: bytes) -> Operation:
        source = self._download(new_name, content)
        before = state(name, (self.folder / name).read_bytes())
        return Operation(OperationKind.UPDATE, before, state(new_name, content), source)

    def remove(self, name: str) -> Operation:
        before = state(name, (self.folder / name).read_bytes())
        return Operation(OperationKind.REMOVE, before, None)

    def rename(self, name: str, new_name: str) -> Operation:
        content = (self.folder / name).read_bytes()
        kind = OperationKind.DISABLE if new_name.endswith(".disabled") else OperationKind.ENABLE
        return Operation(kind, state(name, content), state(new_name, content))

    def _download(self, name: str, content: bytes) -> Download:
        url = f"https://cdn.example/{sha1(content)}/{name}"
        self.served.files[url] = content
        return Download(url, len(content), hashes(content))


async def undo(transactions: Transactions, instance: Instance, operation_id: str | None = None) -> Applied:
    return await transactions.apply(await transactions.undo_plan(instance, operation_id))


def sha1(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


def sha512(content: bytes) -> str:
    return hashlib.sha512(content).hexdigest()


def hashes(content: bytes) -> Hashes:
    return Hashes(sha1(content), sha512(content))


def state(name: str, content: bytes) -> FileState:
    """As a scan knows it: without a sha512."""
    return FileState(name, len(content), sha1(content))


def killed_in_mid_swap(top: Path) -> World:
    """A folder whose update was killed in the middle of its swap."""
    world = World(top, {"amber.jar": b"amber one", "cedar.jar": b"cedar"})
    plan = world.plan(world.update("amber.jar", "amber-2.jar", b"amber two"), world.remove("cedar.jar"))
    for at in range(100):
        with suppress(Killed):
            asyncio.run(world.restarted(BrokenDisk(at, Killed(), skips=READING)).apply(plan))
        if world.files() == {}:
            return world
        asyncio.run(world.restarted().recover(world.folder))
    raise AssertionError("the swap was never reached")
