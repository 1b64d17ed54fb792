"""Which folders of mods there are, and opening one."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from modstead.domain.instance import Instance, Loader
from modstead.errors import StorageError
from modstead.events import Event
from modstead.instances.recovery import Recovery
from modstead.instances.scanner import is_mod_file_name
from modstead.services.library import awaits_its_folder
from modstead.storage.folders import Folders, KnownFolder

_log = logging.getLogger(__name__)


class Recoverer(Protocol):
    """Puts interrupted changes right: `modstead.instances.transaction.Transactions`."""

    async def recover(self, folder: Path) -> Recovery | None: ...


@dataclass(frozen=True, slots=True)
class KnownInstance:
    """An instance as a list shows it; `mod_count` counts the JARs that lie there now."""

    instance: Instance
    mod_count: int = 0
    last_opened: datetime | None = None


class InstanceService:
    """`detect` tells what a folder is, `find` what the launchers on this computer have; both block.

    `recovered` tells of an interrupted change that was put right when its folder was opened.
    """

    def __init__(
        self,
        folders: Folders,
        recoverer: Recoverer,
        *,
        detect: Callable[[Path], Instance],
        find: Callable[[], tuple[Instance, ...]],
        now: Callable[[], datetime],
    ) -> None:
        self._folders = folders
        self._recoverer = recoverer
        self._detect = detect
        self._find = find
        self._now = now
        self.recovered: Event[Recovery] = Event()

    async def open(
        self, path: Path, loader: Loader | None = None, game_version: str | None = None
    ) -> Instance:
        """The instance at `path`, a mods folder or what is around it, with an interrupted change put right first.

        What is told here wins over what was remembered, and that over what is detected.

        Raises:
            FolderMissing, FolderUnreadable: there is no such folder, or it cannot be read.
            FolderBusy: another Modstead is changing it.
            RecoveryFailed: an interrupted change could not be put right.
        """
        instance = await asyncio.to_thread(self._detect, path)
        if not await asyncio.to_thread(awaits_its_folder, instance):
            recovery = await self._recoverer.recover(instance.folder)
            if recovery:
                self.recovered.emit(recovery)
        try:
            known = await self._folders.find(instance.folder)
        except StorageError as error:
            _log.warning("What was told of %s is not remembered: %s", instance.folder, error)
            known = None
        return replace(
            instance,
            loader=loader or (known.loader if known else None) or instance.loader,
            game_version=game_version or (known.game_version if known else None) or instance.game_version,
        )

    async def remember(
        self,
        instance: Instance,
        *,
        loader: Loader | None = None,
        game_version: str | None = None,
        opened: bool = True,
    ) -> None:
        """Keep the folder in the list. Loader and game version are those the user told, if they did."""
        known = await self._folders.find(instance.folder)
        await self._folders.remember(
            KnownFolder(
                instance.folder,
                instance.name,
                instance.launcher,
                loader or (known.loader if known else None),
                game_version or (known.game_version if known else None),
                self._now() if opened else None,
            )
        )

    async def forget(self, folder: Path) -> None:
        """Take the folder off the list; nothing in it changes."""
        await self._folders.forget(folder)

    async def known(self) -> tuple[KnownInstance, ...]:
        """The remembered folders that are still there, the one opened last first."""
        remembered = await self._folders.all()
        found = await asyncio.to_thread(lambda: [self._described(item) for item in remembered])
        return tuple(item for item in found if item)

    async def found(self) -> tuple[KnownInstance, ...]:
        """Instances of the launchers on this computer that are not remembered yet."""
        remembered = {item.folder for item in await self._folders.all()}
        instances = await asyncio.to_thread(self._find)
        fresh = [instance for instance in instances if instance.folder not in remembered]
        counted = await asyncio.to_thread(
            lambda: [
                KnownInstance(instance, count_mods(instance.folder), last_change(instance))
                for instance in fresh
            ]
        )
        return tuple(counted)

    def _described(self, known: KnownFolder) -> KnownInstance | None:
        if not known.folder.is_dir():
            return None
        instance = self._detect(known.folder)
        told = replace(
            instance,
            name=known.name or instance.name,
            loader=known.loader or instance.loader,
            game_version=known.game_version or instance.game_version,
        )
        return KnownInstance(told, count_mods(known.folder), known.last_opened)


def count_mods(folder: Path) -> int:
    """How many JARs lie in the folder, disabled ones too; 0 where it cannot be read. Blocks."""
    try:
        return sum(is_mod_file_name(entry.name) for entry in folder.iterdir())
    except OSError:
        return 0


def last_change(instance: Instance) -> datetime | None:
    """When the game last wrote to its folder, as far as the disk tells. Blocks."""
    root = instance.root or instance.folder
    times = []
    for place in (root / "logs" / "latest.log", root, instance.folder):
        try:
            times.append(place.stat().st_mtime)
        except OSError:
            continue
    return datetime.fromtimestamp(max(times)).astimezone() if times else None
