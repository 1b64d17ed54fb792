"""The folder that is tortured: a game of Prism Launcher's with its list of mods, as it was written, at its place."""

import asyncio
import hashlib
import os
import shutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from modstead.domain.instance import InstalledMod, Instance, Library
from modstead.domain.plan import Applied, OperationState, Plan
from modstead.services.bundle import Services
from torture.points import Points, services_over

T = TypeVar("T")
Tree = dict[str, bytes]

INDEX = ".index/"


@dataclass(frozen=True, slots=True)
class Game:
    """`live` is what is changed; `restore` makes it what `save` found."""

    top: Path
    url: str

    @property
    def live(self) -> Path:
        return self.top / "live"

    @property
    def folder(self) -> Path:
        return self.live / "instance" / "minecraft" / "mods"

    @property
    def home(self) -> Path:
        """Modstead's own storage beside the folder."""
        return self.folder.parent / ".modstead" / "mods"

    @property
    def elsewhere(self) -> Path:
        """Where files lie that are dropped on the folder."""
        return self.live / "downloads"

    @property
    def environment(self) -> Mapping[str, str]:
        return {"MODSTEAD_HOME": str(self.live / "home"), "MODSTEAD_MODRINTH_URL": self.url}

    def save(self) -> None:
        shutil.rmtree(self.top / "saved", ignore_errors=True)
        shutil.copytree(self.live, self.top / "saved", symlinks=True)

    def restore(self) -> None:
        """Copies back only what is not as it was, which is little where a change was killed early."""
        _make_same(str(self.top / "saved"), str(self.live))

    def forget(self) -> None:
        for path in (self.live, self.top / "saved"):
            shutil.rmtree(path, ignore_errors=True)

    def tree(self) -> Tree:
        """Every file of the folder by its path in it, the launcher's list too."""
        found = {}
        for where, _, names in os.walk(self.folder):
            inside = where[len(str(self.folder)) + 1 :]
            for name in names:
                with open(f"{where}/{name}", "rb") as file:  # noqa: PTH123 - thousands of times
                    found[f"{inside}/{name}" if inside else name] = file.read()
        return found

    def run(self, work: Callable[[Services], Awaitable[T]], disk: Points | None = None) -> T:
        """What `work` returns with the real services in a loop of its own."""

        async def go() -> T:
            async with services_over(self.environment, disk or Points()) as services:
                return await work(services)

        return asyncio.run(go())

    async def opened(self, services: Services) -> Instance:
        return await services.instances.open(self.folder)

    async def library(self, services: Services) -> Library:
        return await services.library.scan(await self.opened(services), titles=False, recognise=False)

    def leftovers(self) -> list[str]:
        """What no change and no recovery may leave behind, and kept files that are not what they are called."""
        found = [f"staging/{path.name}" for path in self._listed("staging")]
        found += [str(path.relative_to(self.home)) for path in self.home.rglob("*.tmp")]
        found += [f"damaged/{path.name}" for path in self._listed("damaged")]
        found += [f"journal/{path.name}" for path in self._listed("journal") if ".pending" in path.name]
        for path in self._listed("kept"):
            if hashlib.sha512(path.read_bytes()).hexdigest() != path.name:
                found.append(f"kept/{path.name[:16]} is not what it is called")
        return found

    def _listed(self, name: str) -> list[Path]:
        folder = self.home / name
        return list(folder.iterdir()) if folder.is_dir() else []


def _make_same(saved: str, live: str) -> None:
    """Make the folder `live` what the folder `saved` is; a file of the same size and time is the same."""
    with os.scandir(saved) as entries:
        wanted = {entry.name: entry for entry in entries}
    with os.scandir(live) as entries:
        there = {entry.name: entry for entry in entries}
    for name, entry in there.items():
        if name in wanted and entry.is_dir() and wanted[name].is_dir():
            _make_same(wanted[name].path, entry.path)
        elif name not in wanted or not _is_same(wanted[name], entry):
            _remove(entry)
    for name, entry in wanted.items():
        target = f"{live}/{name}"
        if not os.path.lexists(target):
            (shutil.copytree if entry.is_dir() else shutil.copy2)(entry.path, target)


def _is_same(one: "os.DirEntry[str]", other: "os.DirEntry[str]") -> bool:
    first, second = one.stat(follow_symlinks=False), other.stat(follow_symlinks=False)
    return (first.st_size, first.st_mtime_ns, first.st_mode) == (
        second.st_size,
        second.st_mtime_ns,
        second.st_mode,
    )


def _remove(entry: "os.DirEntry[str]") -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path)
    else:
        Path(entry.path).unlink()


def make_game(game: Game, seed: Path) -> None:
    """Lay the sample out at its place, with the list that Prism would keep of every mod but each third."""
    game.forget()
    shutil.copytree(seed, game.live / "instance")
    game.elsewhere.mkdir()
    (game.live / "instance" / "prismlauncher.cfg").write_text("[General]\nLanguage=de\n")


async def list_as_prism(game: Game, services: Services) -> None:
    """Prism's list, but for each third mod, which somebody put there by hand."""
    library = await services.library.scan(await game.opened(services))
    index = game.folder / ".index"
    index.mkdir()
    for number, mod in enumerate(library.mods):
        if mod.version and mod.project and number % 3:
            sha512 = hashlib.sha512((game.folder / mod.file.name).read_bytes()).hexdigest()
            (index / f"{mod.project.slug}.pw.toml").write_text(_entry(mod, sha512))


def _entry(mod: InstalledMod, sha512: str) -> str:
    version, project = mod.version, mod.project
    assert version is not None
    assert project is not None
    return f"""filename = '{mod.file.jar_name}'
name = "{project.title}"
side = 'both'
x-prismlauncher-loaders = [ 'fabric' ]
x-prismlauncher-mc-versions = [ '1.21.4' ]
x-prismlauncher-release-type = '{version.channel}'
x-prismlauncher-version-number = '{version.number}'

[download]
hash = '{sha512}'
hash-format = 'sha512'
mode = 'url'
url = 'https://cdn.example/{version.id}'

[update.modrinth]
mod-id = '{project.project_id}'
version = '{version.id}'
"""


async def carried_out(services: Services, *, plan: Plan) -> Applied:
    return await services.operations.apply(plan)


@dataclass(frozen=True, slots=True)
class Told:
    """What a fresh process says of the folder: its mods, and its history, oldest first, but for what failed.

    The last operation's own ID differs from run to run, and is left out.
    """

    mods: tuple[tuple[object, ...], ...]
    history: tuple[tuple[object, ...], ...]
    wrong: tuple[str, ...] = ()


async def told(game: Game, services: Services) -> Told:
    """Touch the folder as `modstead scan` does, and tell what is said of it then."""
    library = await game.library(services)
    entries = await services.operations.history(game.folder)
    wrong = [f"{failure.name} cannot be read" for failure in library.failures]
    on_disk = {name: content for name, content in game.tree().items() if not name.startswith(INDEX)}
    for mod in library.mods:
        content = on_disk.get(mod.file.name, b"")
        if hashlib.sha1(content, usedforsecurity=False).hexdigest() != mod.file.sha1:
            wrong.append(f"the database has another {mod.file.name} than the disk")
    return Told(
        mods=tuple(
            (mod.file.name, mod.file.sha1, mod.version.id if mod.version else "", mod.altered)
            for mod in library.mods
        ),
        history=tuple(
            (entry.kind, entry.state, entry.undoable, entry.undoes, entry.operations)
            for entry in reversed(entries)
            if entry.state is not OperationState.FAILED
        ),
        wrong=tuple(wrong),
    )
