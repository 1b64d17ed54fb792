"""Finding the mod that breaks a game, question by question, in a folder that can be put back at any moment."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from modstead.domain.bisect import Answer, Question, Search, Verdict, VerdictKind, follow, search_of
from modstead.domain.bisect_folder import (
    Meddling,
    MeddlingKind,
    blocked,
    by_jar_name,
    immovable,
    left_off,
    meddlings,
    names_since,
    plan_switch,
)
from modstead.domain.bisect_words import meddling_words
from modstead.domain.changes import plan_enable
from modstead.domain.graph import Graph
from modstead.domain.instance import InstalledMod, Instance, Library
from modstead.domain.plan import Applied, Note, Plan, PlanKind
from modstead.errors import FolderChanged, FolderMissing, ModsteadError, PlanError, SearchUnderWay
from modstead.instances import bisect_record
from modstead.instances.bisect_record import BisectRecord
from modstead.instances.file_names import can_be_recorded
from modstead.services.library import LibraryService
from modstead.services.operations import OperationService


class Notes(Protocol):
    """Documents beside a folder: `modstead.instances.folder_notes.FolderNotes`."""

    async def read(self, folder: Path, name: str) -> bytes | None: ...

    async def write(self, folder: Path, name: str, content: bytes) -> None: ...

    async def remove(self, folder: Path, name: str) -> None: ...


_FOUND = frozenset({VerdictKind.CULPRIT, VerdictKind.TOGETHER})


@dataclass(frozen=True)
class Bisect:
    """A search and the folder it goes on in. `left_off` are the files that it has turned off, by their names when
    enabled.

    There is no `record` where nothing but the folder's history tells of it: then all can only be put back. The folder
    is `unsettled` where the last step was interrupted; `meddlings` are what others did to it.
    """

    library: Library
    record: BisectRecord | None
    names: Mapping[str, str]
    left_off: frozenset[str]
    unsettled: bool = False
    meddlings: tuple[Meddling, ...] = ()

    @cached_property
    def state(self) -> Question | Verdict | None:
        return follow(self.record.search, self.record.answers) if self.record else None

    @property
    def question(self) -> Question | None:
        """What is to be answered, if anything is."""
        return self.state if isinstance(self.state, Question) else None

    @property
    def verdict(self) -> Verdict | None:
        return self.state if isinstance(self.state, Verdict) else None

    @property
    def answered(self) -> int:
        return len(self.record.answers) if self.record else 0

    @property
    def can_leave_off(self) -> bool:
        """Whether a culprit is known that could stay disabled."""
        return bool(self.verdict and self.verdict.kind in _FOUND)

    @property
    def is_as_asked(self) -> bool:
        """Whether the folder is the one that the question is about."""
        return not self.unsettled and not any(item.spoils for item in self.meddlings)

    def mod(self, name: str) -> InstalledMod | None:
        """The file that was called so, or would have been when enabled, as the search began."""
        return self._there.get(self.names.get(name, name))

    def title(self, name: str) -> str:
        mod = self.mod(name)
        return mod.title if mod else name

    @property
    def files(self) -> dict[str, str]:
        """All that were there as it began, by what they are called now when enabled, with their sha1."""
        told = self.record.files if self.record else ()
        return {self.names.get(name, name): sha1 for name, sha1 in told}

    @cached_property
    def _there(self) -> dict[str, InstalledMod]:
        return by_jar_name(self.library)


@dataclass(frozen=True, slots=True)
class BisectStart:
    """A search that can begin, and the plan that does its first step."""

    record: BisectRecord
    plan: Plan

    @property
    def question(self) -> Question | None:
        found = follow(self.record.search, ())
        return found if isinstance(found, Question) else None


@dataclass(frozen=True, slots=True)
class Stopped:
    """What the end of a search came to: its changes, what could not be put back, what others did to the folder
    meanwhile and stays so, and what was found and stays off; files by their names when enabled.
    """

    applied: tuple[Applied, ...] = ()
    failed: tuple[Note, ...] = ()
    meddlings: tuple[Meddling, ...] = ()
    left_off: tuple[str, ...] = ()

    @property
    def is_as_before(self) -> bool:
        return not (self.failed or self.meddlings or self.left_off)


class BisectService:
    """`now` gives the time with its zone."""

    def __init__(
        self,
        library: LibraryService,
        operations: OperationService,
        notes: Notes,
        now: Callable[[], datetime],
    ) -> None:
        self._library = library
        self._operations = operations
        self._notes = notes
        self._now = now

    async def plan_start(
        self, library: Library, *, kept: Iterable[str] = (), suspects: Iterable[str] = ()
    ) -> BisectStart:
        """A search among the enabled files; `kept` ones stay on, `suspects` are asked about first, by file name.

        Raises:
            PlanError: one is under way, or there is nothing to search among.
        """
        folder = library.instance.folder
        if await self.status(library.instance) is not None:
            raise PlanError(
                f"A search is under way in {folder} already.", remedy="Go on with it, or stop it first."
            )
        stuck = immovable(library) | {mod.file.name for mod in _odd(library) if mod.file.enabled}
        on = {mod.file.name for mod in library.mods if mod.file.enabled}
        graph = await asyncio.to_thread(Graph.of, library)
        search = search_of(graph, on, kept=(*kept, *stuck), suspects=suspects)
        if not search.units:
            raise PlanError("There is nothing to search among.", "No enabled file can be turned off.")
        entries = await self._operations.history(folder)
        files = tuple((name, mod.file.sha1) for name, mod in by_jar_name(library).items())
        record = BisectRecord(
            search,
            self._now(),
            max((entry.operation_id for entry in entries), default=""),
            files,
            immovable=tuple(sorted(stuck)),
        )
        return BisectStart(record, _switch(library, record, {name: name for name in search.files}))

    async def begin(self, start: BisectStart) -> Bisect:
        """Turn the first part off.

        Raises:
            ModsteadError: nothing was changed, and no search is under way.
        """
        instance = start.plan.instance
        await self._step(instance, start.record, None, start.plan)
        return await self._known(instance)

    async def status(self, instance: Instance) -> Bisect | None:
        """The search that is under way in a folder, or what is left of one; None where there is none.

        Raises:
            FolderError: the folder cannot be read.
        """
        folder = instance.folder
        record = bisect_record.read(await self._notes.read(folder, bisect_record.NAME))
        entries = await self._operations.history(folder)
        off = left_off(entries)
        if record is None or record.ending:
            if not off:
                return None
            library = await self._library.scan_quick(instance)
            there = {name for name, mod in by_jar_name(library).items() if not mod.file.enabled}
            return Bisect(library, None, {}, off & there) if off & there else None
        library = await self._library.scan_quick(instance)
        names = names_since(entries, record.after, record.search.files)
        return _compared(Bisect(library, record, names, off))

    async def is_under_way(self, instance: Instance) -> bool:
        """Whether mods of the folder are off for a search; never where there is no such folder."""
        try:
            return await self.status(instance) is not None
        except FolderMissing:
            return False

    async def refuse_under_way(self, instance: Instance, consequence: str) -> None:
        """For what remembers the folder as it is now; `consequence` says in a sentence what would come of that.

        Raises:
            SearchUnderWay: mods of the folder are off for a search.
        """
        if await self.is_under_way(instance):
            told = f"A search for the mod that breaks the game is under way in {instance.folder}."
            refusal = SearchUnderWay(told, f"Half of the mods are off. {consequence}")
            refusal.folder = instance.folder
            raise refusal

    async def answer(self, instance: Instance, answer: Answer) -> Bisect:
        """Take the answer to the question and turn on and off what the next one asks for.

        Raises:
            FolderChanged: the folder is not the one that was asked about; `go_on` makes it so.
            PlanError: there is no question to answer.
            ModsteadError: nothing was changed, and the answer can be given again.
        """
        bisect = await self._known(instance)
        record = bisect.record
        if record is None or bisect.question is None:
            raise PlanError("There is no question to answer.", "The search is at its end.")
        if not bisect.is_as_asked:
            raise _not_as_asked(bisect)
        told = replace(record, answers=(*record.answers, answer))
        await self._step(instance, told, record, _switch(bisect.library, told, bisect.names))
        return await self._known(instance)

    async def go_on(self, instance: Instance) -> Bisect:
        """Make the folder the one that the question is about, whatever was done to it; what is gone is done without.

        Raises:
            PlanError: no search is under way.
            ModsteadError: nothing was changed.
        """
        bisect = await self._known(instance)
        record = bisect.record
        if record is None:
            raise PlanError(
                "The search cannot go on.", "Its notes are lost.", remedy="Put all back, then start anew."
            )
        gone = tuple(name for name in record.search.files if bisect.mod(name) is None)
        told = replace(record, gone=gone)
        await self._step(instance, told, record, _switch(bisect.library, told, bisect.names))
        return await self._known(instance)

    async def stop(self, instance: Instance, *, leave_off: bool = False) -> Stopped:
        """End the search: everything that was enabled before is again, by name and content; what is not as it was.

        A file in whose way something stands is left out and named; `status` tells of it until it is put back too.

        With `leave_off` the culprit is disabled then, with what cannot do without it, as a change of its own.

        Raises:
            PlanError: no search is under way, or it has found no culprit to leave off.
            ModsteadError: it could not be put back; the search is still under way.
        """
        bisect = await self._known(instance)
        off = _to_leave_off(bisect) if leave_off else frozenset[str]()
        if bisect.record:
            await self._write(instance, replace(bisect.record, ending=True))
        wanted = set(bisect.left_off)
        if bisect.record:
            wanted.update(bisect.names[name] for name in bisect.record.search.files if name in bisect.names)
        stopped = Stopped(failed=blocked(bisect.library, wanted, bisect.files), meddlings=_lasting(bisect))
        applied = []
        try:
            plan = plan_switch(bisect.library, wanted, ())
            if plan.operations:
                applied.append(await self._operations.apply(plan, leave_out_failures=True))
        except ModsteadError:
            if bisect.record:
                await self._write(instance, bisect.record)
            raise
        await self._notes.remove(instance.folder, bisect_record.NAME)
        names = []
        if off:
            library = await self._library.scan_quick(instance)
            names = [mod.file.name for mod in library.mods if mod.file.name in off]
            leaving = plan_enable(library, names, enabled=False)
            if leaving.operations:
                applied.append(await self._operations.apply(leaving))
        failed = (*stopped.failed, *(note for item in applied for note in item.failed))
        return replace(stopped, applied=tuple(applied), failed=failed, left_off=tuple(sorted(names)))

    async def _known(self, instance: Instance) -> Bisect:
        bisect = await self.status(instance)
        if bisect is None:
            raise PlanError(
                f"No search is under way in {instance.folder}.", remedy="Start one first, or see the history."
            )
        return bisect

    async def _step(
        self, instance: Instance, record: BisectRecord, before: BisectRecord | None, plan: Plan
    ) -> None:
        """The record first: where the change does not follow, it tells what is still to be done."""
        await self._write(instance, record)
        if not plan.operations:
            return
        try:
            await self._operations.apply(plan)
        except ModsteadError:
            if before is None:
                await self._notes.remove(instance.folder, bisect_record.NAME)
            else:
                await self._write(instance, before)
            raise

    async def _write(self, instance: Instance, record: BisectRecord) -> None:
        await self._notes.write(instance.folder, bisect_record.NAME, bisect_record.written(record))


def _odd(library: Library) -> Iterator[InstalledMod]:
    """What has a name that cannot be written down."""
    return (mod for mod in library.mods if not can_be_recorded(mod.file.name))


def _sets(search: Search, state: Question | Verdict, names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """What is on and what is off, by what the files are called now.

    In the end the folder stays as the last question had it, until the user says what to do.
    """
    on = state.on if isinstance(state, Question) else frozenset(search.files)
    known = [name for name in search.files if name in names]
    return [names[name] for name in known if name in on], [names[name] for name in known if name not in on]


def _switch(library: Library, record: BisectRecord, names: Mapping[str, str]) -> Plan:
    state = follow(record.search, record.answers)
    if isinstance(state, Verdict):
        return Plan(library.instance, PlanKind.BISECT)
    return plan_switch(library, *_sets(record.search, state, names))


def _compared(bisect: Bisect) -> Bisect:
    """The search with what is not as it left the folder."""
    record = bisect.record
    if record is None:
        return bisect
    search, answers = record.search, record.answers
    asked = follow(search, answers)
    # A verdict changes nothing: the folder is as the question before it asked.
    before = follow(search, answers[:-1])
    if isinstance(asked, Verdict):
        asked = before
    gone = {*record.gone} & {name for name in search.files if bisect.mod(name) is None}
    names = {name: bisect.names.get(name, name) for name in search.files if name not in gone}
    # The record cannot tell whether files with odd names were there before.
    files = bisect.files | dict.fromkeys((mod.file.jar_name for mod in _odd(bisect.library)), "")

    def found(state: Question | Verdict) -> tuple[Meddling, ...]:
        return meddlings(bisect.library, *_sets(search, state, names), files)

    now = found(asked)
    if any(item.spoils for item in now):
        earlier = (
            found(before) if answers and isinstance(before, Question) else found(Verdict(VerdictKind.NOTHING))
        )
        if not any(item.spoils for item in earlier):
            return replace(bisect, unsettled=True, meddlings=earlier)
    return replace(bisect, meddlings=now)


def _to_leave_off(bisect: Bisect) -> frozenset[str]:
    verdict, record = bisect.verdict, bisect.record
    if verdict is None or record is None or not bisect.can_leave_off:
        raise PlanError("There is nothing to leave off.", "The search has found no culprit.")
    return frozenset(
        bisect.names.get(other, other)
        for name in verdict.parts[0]
        for other in record.search.dependents(name)
    )


def _lasting(bisect: Bisect) -> tuple[Meddling, ...]:
    """What others have done that the end of the search does not put right."""
    gone = bisect.record.gone if bisect.record else ()
    done_without = (Meddling(MeddlingKind.REMOVED, name) for name in gone if bisect.mod(name) is None)
    own = {MeddlingKind.ENABLED, MeddlingKind.DISABLED}
    return (*done_without, *(item for item in bisect.meddlings if item.kind not in own))


def _not_as_asked(bisect: Bisect) -> FolderChanged:
    if bisect.unsettled:
        title, detail = "The last step of the search was interrupted.", "The folder is as it was before it."
    else:
        title = "The folder is not as the search left it, so that the answer would mislead."
        detail = meddling_words([item for item in bisect.meddlings if item.spoils], bisect.title)
    return FolderChanged(title, detail, remedy="Go on with the search, then try the game and answer again.")
