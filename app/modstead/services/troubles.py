"""Why a game broke: what its crash says, beside what has changed since it last worked."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from modstead.domain.crash import Crash
from modstead.domain.good_state import GoodState, Since, changes_since, good_state, left_different
from modstead.domain.instance import Instance, Library
from modstead.domain.plan import HistoryEntry, Plan, PlanKind
from modstead.domain.points import AtTime
from modstead.domain.suspects import Blame, blame
from modstead.errors import FolderError, ModsteadError, NothingLeftToUndo, UndoImpossible
from modstead.instances import good_record
from modstead.instances.crash_files import class_holders, newest_report_time, read_crash_files
from modstead.instances.discovery.sections import main_folders
from modstead.services.bisects import BisectService, Notes
from modstead.services.operations import OperationService

_ONE_CRASH = timedelta(minutes=2)
"""What a log tells of soon after a report is the same crash."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """`good` is None where no state was ever marked; `changes` are those since then, by whomever.

    `crashes` are those that the game's newest report and log tell of, the newest first; a crash from before the good
    state is none of them.
    """

    instance: Instance
    good: GoodState | None
    changes: tuple[Since, ...]
    crashes: tuple[Crash, ...]
    blame: Blame

    @property
    def crash(self) -> Crash | None:
        return self.crashes[0] if self.crashes else None


class TroubleService:
    """`scan` reads a folder without the network, `now` gives the time with its zone."""

    def __init__(
        self,
        scan: Callable[[Instance], Awaitable[Library]],
        operations: OperationService,
        bisects: BisectService,
        notes: Notes,
        now: Callable[[], datetime],
    ) -> None:
        self._scan = scan
        self._operations = operations
        self._bisects = bisects
        self._notes = notes
        self._now = now

    async def mark_good(self, library: Library) -> GoodState:
        """Remember the folder's present state as one with which the game works.

        Raises:
            SearchUnderWay: mods are off for a search.
            FolderError, FileError: it cannot be written beside the folder; what was marked before still is.
        """
        await self._bisects.refuse_under_way(
            library.instance, "The game would be remembered to work without them."
        )
        folder = library.instance.folder
        state = good_state(library, self._now(), await self._operations.history(folder))
        await self._notes.write(folder, good_record.NAME, good_record.written(state))
        return state

    async def remember(self, folder: Path, state: GoodState | None) -> None:
        """Take back a mark: what was marked before it is the good state again, or none is.

        Raises:
            FolderError, FileError: it cannot be written beside the folder.
        """
        if state is None:
            await self._notes.remove(folder, good_record.NAME)
        else:
            await self._notes.write(folder, good_record.NAME, good_record.written(state))

    async def plan_back(self, instance: Instance) -> Plan:
        """Back to what the folder was when its game last worked.

        What cannot be brought back, because somebody changed it by hand, is named in notes of kind UNRESOLVED; where
        there is nothing else, the plan has no operations.

        Raises:
            NothingLeftToUndo: it is as it was then.
            UndoImpossible: no state was marked, or that point cannot be reached; says why.
        """
        good = await self.good(instance.folder)
        if good is None:
            raise UndoImpossible(f"It was never said that the game works with {instance.name}.")
        try:
            plan = await self._operations.restore_plan(instance, AtTime(good.at))
        except NothingLeftToUndo:
            plan = Plan(instance, PlanKind.RESTORE)
        left = left_different(good, await self._scan(instance), plan)
        if not plan.operations and not left:
            raise NothingLeftToUndo(f"{instance.name} is as it was when the game last worked.")
        return replace(plan, notes=(*plan.notes, *left))

    async def good(self, folder: Path) -> GoodState | None:
        """The state that was marked last.

        Raises:
            FolderMissing, FolderUnreadable: there is no such folder.
        """
        return good_record.read(await self._notes.read(folder, good_record.NAME))

    async def when_good(self, folder: Path) -> datetime | None:
        """When that was; raises as `good` does."""
        state = await self.good(folder)
        return state.at if state else None

    async def changes(self, library: Library) -> tuple[Since, ...]:
        """What has changed since the good state; nothing where none was marked."""
        good = await self.good(library.instance.folder)
        return await self._changes(good, library)

    async def trouble(self, library: Library) -> Trouble:
        """What is to be known of the game's last crash. Reads, and changes nothing.

        Raises:
            FolderError: the folder cannot be read.
        """
        instance = library.instance
        good = await self.good(instance.folder)
        changes = await self._changes(good, library)
        crashes = await asyncio.to_thread(_crashes, game_folder(instance), good.at if good else None)
        files = [mod.file.name for mod in library.mods]
        classes = tuple(
            dict.fromkeys(
                found.class_name for crash in crashes for found in crash.findings if found.class_name
            )
        )
        holders = await asyncio.to_thread(partial(class_holders, instance.folder, files, classes))
        changed = {item.after.name for item in changes if item.after}
        return Trouble(instance, good, changes, crashes, blame(crashes, library, holders, changed))

    async def unseen(self, instance: Instance) -> datetime | None:
        """When the game left its newest crash report, unless somebody has looked at it or the game has worked since.

        That was seen, or said to work, in any section of the game counts for all of them.
        """
        newest = await asyncio.to_thread(newest_report_time, game_folder(instance))
        if newest is None:
            return None
        try:
            known = [
                at
                for folder in await asyncio.to_thread(_told_in, instance)
                for at in (await self.when_good(folder), await self._seen(folder))
                if at
            ]
        except FolderError:
            return None
        return newest if not known or newest > max(known) else None

    async def look(self, instance: Instance) -> None:
        """Remember that the crash reports until now were seen; where that cannot be, they are told of once more.

        A report whose clock is ahead of ours was seen too.
        """
        newest = await asyncio.to_thread(newest_report_time, game_folder(instance))
        now = self._now()
        try:
            content = good_record.seen_written(max(now, newest or now))
            folder = (await asyncio.to_thread(_told_in, instance))[0]
            await self._notes.write(folder, good_record.SEEN_NAME, content)
        except ModsteadError:
            return

    async def _seen(self, folder: Path) -> datetime | None:
        return good_record.seen_read(await self._notes.read(folder, good_record.SEEN_NAME))

    async def _changes(self, good: GoodState | None, library: Library) -> tuple[Since, ...]:
        if good is None:
            return ()
        try:
            entries: tuple[HistoryEntry, ...] = await self._operations.history(library.instance.folder)
        except FolderError:
            entries = ()
        return await asyncio.to_thread(changes_since, good, library, entries)


def game_folder(instance: Instance) -> Path:
    """Where the game writes its logs: around the folder of its mods."""
    return instance.root or instance.folder.parent


def _told_in(instance: Instance) -> list[Path]:
    """The folders beside which it is told of the game's crashes, the one where it is written first. Blocks."""
    loaded = [folder for folder in main_folders(instance) if folder.is_dir()]
    return list(dict.fromkeys((*loaded, instance.folder)))


def _crashes(game: Path, since: datetime | None) -> tuple[Crash, ...]:
    from modstead.domain.crash_reading import read_crash  # its patterns take their time to be made

    found = [(file, crash) for file in read_crash_files(game) if (crash := read_crash(file))]
    fresh = [(file, crash) for file, crash in found if since is None or crash.at > since]
    reports = [crash for file, crash in fresh if not file.is_log]
    newest = max(reports, key=lambda crash: crash.at, default=None)
    logs = [crash for file, crash in fresh if file.is_log]
    if newest is None:
        return tuple(logs)
    later = [crash for crash in logs if crash.at > newest.at + _ONE_CRASH]
    return (*later, newest, *(crash for crash in logs if crash not in later))
