"""The newest set of changes that goes together: found by solving, looking into what was chosen, and solving again."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from modstead.domain.catalog import Catalog
from modstead.domain.changes import install_operation, replace_operation
from modstead.domain.compatibility import Target, misfit, mod_file
from modstead.domain.identity import plain
from modstead.domain.instance import InstalledMod
from modstead.domain.plan import Note, NoteKind, Operation, OperationKind, Plan, Progress
from modstead.domain.preflight import Arrival, arrived, before_move, new_problems, of_new_files, reason_of
from modstead.domain.preflight.solving import Candidate, Candidates, solve
from modstead.domain.problems import Problem
from modstead.domain.project import Project
from modstead.domain.version import Version
from modstead.errors import LoaderUnknown
from modstead.services.arriving import Learn
from modstead.services.searching import Search
from modstead.services.together import together

_MOST_BETWEEN = 8
_MOST_LOOKED_INTO = 40


class Settling:
    """One search. It ends, as each round looks into a candidate, leaves one out, or finds more for a place, once."""

    def __init__(
        self,
        catalog: Catalog,
        learn: Learn,
        unsafe_name: Callable[[str], str | None],
        search: Search,
    ) -> None:
        library, plan = search.library, search.plan
        self._catalog = catalog
        self._learn = learn
        self._unsafe_name = unsafe_name
        self._library = library
        self._plan = plan
        self._asked = search.asked
        self._arrivals = search.arrivals
        self._projects = search.projects
        self._mods = {mod.file.name: mod for mod in library.mods}
        changing = {operation.before.name for operation in plan.operations if operation.before}
        self._fixed = [mod for mod in library.mods if mod.file.name not in changing]
        self._planned = {_slot(item): item for item in plan.operations if item.after}
        self._slots = {name: self._candidates(name, (item,)) for name, item in self._planned.items()}
        self._excluded: set[Candidate] = set()
        self._widened: set[str] = set()
        self._looked_into = 0

    async def run(self, tell: Callable[[Progress], None]) -> Plan | None:
        """The plan that is left, maybe empty, with notes on what is held back; None where there is no sound one.

        Raises:
            CatalogError: the platform cannot be asked.
            FolderError: nothing can be fetched beside the folder.
        """
        while True:
            chosen = await asyncio.to_thread(
                solve, self._library.instance, self._fixed, tuple(self._slots.values()), self._excluded
            )
            if chosen is None:
                return None
            if unread := [candidate for candidate in chosen.values() if not candidate.read]:
                await self._look_into(unread, tell)
                continue
            if await self._widen(chosen):
                continue
            plan = self._left(chosen)
            problems = await asyncio.to_thread(self._problems, plan.operations)
            if not problems:
                held = await asyncio.to_thread(self._held_back, plan, chosen)
                return replace(plan, notes=(*plan.notes, *held))
            if not self._exclude(problems, plan, chosen):
                return None

    def _candidates(self, name: str, operations: Iterable[Operation]) -> Candidates:
        """The operations' files, best first, and then what is there now."""
        options = [self._candidate(name, operation) for operation in operations]
        mod = self._mods.get(name)
        options.append(Candidate(name, None, mod, sha1=mod.file.sha1 if mod else ""))
        origin = self._planned[name].origin
        slug = origin.slug if origin else ""
        return Candidates(name, tuple(options), frozenset({plain(slug)} if slug else ()))

    def _candidate(self, name: str, operation: Operation) -> Candidate:
        before, after = self._mods.get(name), operation.after
        if after is None:
            raise ValueError("what leaves is no candidate")
        if operation.source is None and before:
            mod = replace(before, file=replace(before.file, name=after.name))
            return Candidate(name, operation, mod, sha1=f"{after.sha1} {after.name}")
        arrival = self._arrivals.get(after.sha1)
        return Candidate(
            name, operation, arrived(after, arrival, before), read=arrival is not None, sha1=after.sha1
        )

    async def _look_into(self, unread: Sequence[Candidate], tell: Callable[[Progress], None]) -> None:
        """What cannot be had, or is one too many, is left out."""
        operations = [candidate.operation for candidate in unread if candidate.operation]
        self._looked_into += len(operations)
        if self._looked_into <= _MOST_LOOKED_INTO:
            learnt = await self._learn(self._plan, operations, tell)
            self._arrivals |= learnt.arrivals
        for candidate in unread:
            if candidate.sha1 not in self._arrivals:
                self._excluded.add(candidate)
        for name in {candidate.slot for candidate in unread}:
            known = (option.operation for option in self._slots[name].options)
            self._slots[name] = self._candidates(name, [item for item in known if item])

    async def _widen(self, chosen: Mapping[str, Candidate]) -> bool:
        """For places that cannot have what was planned, find the versions before it, if that was not done yet."""
        short = [
            name
            for name, candidate in chosen.items()
            if candidate.operation is not self._planned[name] and name not in self._widened
        ]
        self._widened.update(short)
        found = await together(partial(self._between, self._planned[name]) for name in short)
        for name, operations in zip(short, found, strict=True):
            self._slots[name] = self._candidates(name, (self._planned[name], *operations))
        return any(found)

    async def _between(self, planned: Operation) -> list[Operation]:
        """The same with each version that is older than the planned one, newer than what is here, and fits; newest
        first.
        """
        if planned.project is None or planned.source is None or planned.published is None:
            return []
        try:
            target = Target.of(self._library.instance)
        except LoaderUnknown:
            return []
        versions = await self._catalog.versions(
            planned.project.project_id,
            loaders=target.loaders,
            game_versions=target.game_versions,
            changelogs=False,
        )
        fitting = [
            version
            for version in versions
            if misfit(version, target) is None
            and version.published
            and version.published < planned.published
            and (planned.from_published is None or version.published > planned.from_published)
            and (planned.channel is None or planned.channel.admits(version.channel))
        ]
        operations = (self._instead(planned, version) for version in fitting[:_MOST_BETWEEN])
        return [operation for operation in operations if operation]

    def _instead(self, planned: Operation, version: Version) -> Operation | None:
        file = mod_file(version)
        if file is None or self._unsafe_name(file.filename):
            return None
        before = self._mods.get(planned.before.name) if planned.before else None
        project = _project_of(planned, before, self._arrivals)
        if before is not None:
            return replace_operation(before, version, file, project, planned.reason)
        made = install_operation(version, file, project, planned.reason, required_by=planned.required_by)
        return replace(made, title=planned.title, icon_url=planned.icon_url)

    def _left(self, chosen: Mapping[str, Candidate]) -> Plan:
        """The plan with what was chosen, without what was planned only for something that is left out."""
        out = {self._planned[name].file_name for name, candidate in chosen.items() if candidate.stays}
        left = self._plan.without(out) if out else self._plan
        operations = (
            chosen[_slot(item)].operation or item if item.after else item for item in left.operations
        )
        return replace(left, operations=tuple(operations))

    def _problems(self, operations: Sequence[Operation]) -> tuple[Problem, ...]:
        now = before_move(self._library, self._plan)
        found = new_problems(self._library, operations, self._arrivals, self._projects, now=now)
        return of_new_files(found, self._library, operations)

    def _exclude(self, problems: Sequence[Problem], plan: Plan, chosen: Mapping[str, Candidate]) -> bool:
        """Rule out one of the candidates that a problem is about; whether there was one."""
        slots = {item.file_name: _slot(item) for item in plan.operations if item.after}
        for problem in problems:
            for name in (problem.file, *problem.others):
                candidate = chosen.get(slots.get(name, ""))
                if candidate and not candidate.stays:
                    self._excluded.add(candidate)
                    return True
        return False

    def _held_back(self, plan: Plan, chosen: Mapping[str, Candidate]) -> list[Note]:
        """A note on each planned change that is not made as planned: what would be wrong with it beside the others."""
        made = {_slot(item): item for item in plan.operations if item.after}
        notes = []
        for name, planned in self._planned.items():
            taken = made.get(name)
            if taken is planned or planned not in self._asked.operations:
                continue
            trial = [planned if item is taken else item for item in plan.operations]
            if taken is None:
                trial += [planned, *self._needed_by(planned, plan)]
            found = self._problems(trial)
            notes.append(_held_note(planned, taken, found))
        return notes

    def _needed_by(self, planned: Operation, left: Plan) -> list[Operation]:
        """What was to come along with it alone, so that its lack is not taken for the reason."""
        project_id = planned.project.project_id if planned.project else ""
        there = {item.file_name for item in left.operations}
        return [
            item
            for item in self._asked.operations
            if project_id in item.required_by and item.file_name not in there
        ]


def _held_note(planned: Operation, taken: Operation | None, found: Sequence[Problem]) -> Note:
    what = f"{planned.title} {planned.version_number}".strip()
    why = f" {reason_of(found[0])}" if found else " What it goes with is held back."
    if taken is None:
        verb = "not installed" if planned.kind is OperationKind.INSTALL else "held back"
        return Note(NoteKind.HELD_BACK, planned.title, f"{what} is {verb}.{why}")
    other = taken.version_number if taken.version_number != planned.version_number else taken.file_name
    return Note(NoteKind.INFO, planned.title, f"{other} is taken, not {what}.{why}")


def _slot(operation: Operation) -> str:
    """The place in the folder: the name of the file that is there, else of the one that comes."""
    return operation.before.name if operation.before else operation.file_name


def _project_of(
    planned: Operation, before: InstalledMod | None, arrivals: Mapping[str, Arrival]
) -> Project | None:
    arrival = arrivals.get(planned.after.sha1) if planned.after else None
    return (arrival.project if arrival else None) or (before.project if before else None)
