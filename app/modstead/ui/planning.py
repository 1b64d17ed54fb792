"""Works out the plans that the window asks for, and says what is to become of each."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from modstead.domain.instance import Library
from modstead.domain.plan import NoteKind, Plan, PlanKind
from modstead.domain.problems import Problem, Remedy
from modstead.domain.reviewing import speaks_for_itself
from modstead.domain.updates import UpdateCheck
from modstead.services.bundle import Services
from modstead.services.drops import AddChoice
from modstead.services.installs import Wanted
from modstead.ui.installed.findings import fixable
from modstead.ui.outcomes import outdated_words
from modstead.ui.tasks import TaskScope


class Planning(QObject):
    """Failures go to the scope under the keys `update`, `install ...`, `add` and `remedy`.

    A plan for a folder that is not the open one any more is dropped, which is told.
    """

    apply_wanted = Signal(object)
    """A Plan in which there is nothing to decide."""
    review_wanted = Signal(object)
    """A Plan that is to be read first."""
    updates_to_review = Signal(object, object, object)
    """Library, UpdateCheck, and the tuple of file names to update or None for all."""
    nothing_to_do = Signal(str)
    """Why, in a sentence."""
    refused = Signal(str)
    """Why nothing of what was asked for can be done, in a sentence."""
    impossible = Signal(object)
    """A tuple of remedies none of which can be carried out."""
    added = Signal(object)
    """The Plan for the files of a drop, before anything else is said of it."""

    awaited = Signal(object, object, int)
    """A folder, the IDs of projects to be installed there, and how many answers more or fewer they wait for now."""
    outdated = Signal(str)
    """What does not happen since another folder was opened meanwhile, in a sentence."""

    def __init__(
        self,
        services: Services,
        scope: TaskScope,
        *,
        is_open: Callable[[Path], bool],
        is_of_game: Callable[[Path], bool],
        parent: QObject,
    ) -> None:
        """What is installed goes into any section of the game that is open, all else into the open one."""
        super().__init__(parent)
        self._services = services
        self._scope = scope
        self._is_open = is_open
        self._is_of_game = is_of_game

    def decide(self, plan: Plan) -> None:
        """Carry it out at once, or have it read first: where there is something to decide, and where the user wants to
        read every change. Every plan comes by here.
        """
        if not self._is_wanted(plan):
            self.outdated.emit(outdated_words(plan))
        elif not plan.operations:
            self._tell_why(plan)
        elif self._reads_all or not speaks_for_itself(plan):
            self.review_wanted.emit(plan)
        else:
            self.apply_wanted.emit(plan)

    def review(self, plan: Plan) -> None:
        """Have it read in any case."""
        if self._is_open(plan.folder):
            self.review_wanted.emit(plan)
        else:
            self.outdated.emit(outdated_words(plan))

    def update(self, library: Library, check: UpdateCheck, names: Sequence[str] | None) -> None:
        """One update that was asked for by name happens at once where nothing else comes of it.

        What is updated only together with one of these is asked for with it.
        """
        if names is not None:
            names = tuple(dict.fromkeys((*names, *_company(check, names))))
        if names is None or len(names) != 1 or self._reads_all:
            self.updates_to_review.emit(library, check, names)
            return
        alone = replace(check, held_back=())

        def decide(plan: Plan) -> None:
            if plan.operations and speaks_for_itself(plan):
                self.apply_wanted.emit(plan)
            else:
                self.updates_to_review.emit(library, check, names)

        self._start("update", lambda: self._services.updates.plan(library, alone, names), decide)

    def _is_wanted(self, plan: Plan) -> bool:
        """Whether the folder that it is for is still looked at."""
        return (self._is_of_game if plan.kind is PlanKind.INSTALL else self._is_open)(plan.folder)

    @property
    def _reads_all(self) -> bool:
        return self._services.settings.value.review_changes

    def install(self, library: Library, project_ids: Sequence[str], version_id: str = "") -> None:
        """These projects with what they need, in the section of the library's game where they belong."""
        wanted = [Wanted(project_id, version_id) for project_id in project_ids]
        folder = library.instance.folder
        services = self._services

        async def work() -> Plan:
            self.awaited.emit(folder, project_ids, 1)
            try:
                places = await services.instances.places(library.instance)
                section = await services.installs.section_for(wanted, places)
                if section.folder == folder:
                    return await services.installs.plan(library, wanted)
                await services.instances.make_ready(section)
                return await services.installs.plan(await services.library.scan(section), wanted)
            finally:
                self.awaited.emit(folder, project_ids, -1)

        self._start(f"install {' '.join(project_ids)}", work, self.decide)

    def add(self, library: Library, choices: Sequence[AddChoice]) -> None:
        """Files that were dropped."""

        async def work() -> Plan:
            return await self._services.drops.plan_add(library, choices)

        self._start("add", work, self._added)

    def remedy(self, library: Library, remedies: Sequence[Remedy]) -> None:
        """All of these as one plan."""

        async def work() -> Plan:
            return await self._services.health.plan(library, remedies)

        self._start("remedy", work, lambda plan: self._remedied(plan, remedies))

    def fix(self, library: Library, problems: Sequence[Problem]) -> None:
        """The best remedies of all of these as one plan; what cannot be had is done without where that helps."""

        async def work() -> Plan:
            return await self._services.health.fix(library, problems)

        self._start("remedy", work, lambda plan: self._remedied(plan, fixable(problems)))

    def _start(
        self, key: str, work: Callable[[], Coroutine[Any, Any, Plan]], done: Callable[[Plan], object]
    ) -> None:
        def take(plan: Plan) -> None:
            if self._is_wanted(plan):
                done(plan)
            else:
                self.outdated.emit(outdated_words(plan))

        self._scope.start(key, work, done=take)

    def _added(self, plan: Plan) -> None:
        self.added.emit(plan)
        self.decide(plan)

    def _remedied(self, plan: Plan, remedies: Sequence[Remedy]) -> None:
        if not plan.operations and any(note.kind is NoteKind.UNRESOLVED for note in plan.notes):
            self.impossible.emit(tuple(remedies))
        self.decide(plan)

    def _tell_why(self, plan: Plan) -> None:
        why = plan.notes[0].text if plan.notes else "There is nothing to do."
        missed = any(note.kind in {NoteKind.UNRESOLVED, NoteKind.CONFLICT} for note in plan.notes)
        (self.refused if missed else self.nothing_to_do).emit(why)


def _company(check: UpdateCheck, names: Sequence[str]) -> list[str]:
    """All that has an update and goes together with one of these."""
    updated = {item.mod.file.name for item in check.updates}
    return [
        name
        for group in check.together
        if not set(group).isdisjoint(names)
        for name in group
        if name in updated
    ]
