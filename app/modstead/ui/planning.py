"""Works out the plans that the window asks for, and says what is to become of each."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from modstead.domain.instance import Library
from modstead.domain.plan import NoteKind, Plan
from modstead.domain.problems import Problem, Remedy
from modstead.services.bundle import Services
from modstead.services.drops import AddChoice
from modstead.services.installs import Wanted
from modstead.ui.installed.findings import fixable
from modstead.ui.tasks import TaskScope


class Planning(QObject):
    """Failures go to the scope under the keys `install ...`, `add` and `remedy`."""

    apply_wanted = Signal(object)
    """A Plan that nothing speaks against."""
    review_wanted = Signal(object)
    """A Plan that should be read first."""
    nothing_to_do = Signal(str)
    """Why, in a sentence."""
    refused = Signal(str)
    """Why nothing of what was asked for can be done, in a sentence."""
    impossible = Signal(object)
    """A tuple of remedies none of which can be carried out."""
    added = Signal(object)
    """The Plan for the files of a drop, before anything else is said of it."""

    def __init__(self, services: Services, scope: TaskScope, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._scope = scope

    def install(self, library: Library, project_ids: Sequence[str], version_id: str = "") -> None:
        """These projects with what they need: at once, unless something speaks against it."""
        wanted = [Wanted(project_id, version_id) for project_id in project_ids]

        async def work() -> Plan:
            return await self._services.installs.plan(library, wanted)

        self._scope.start(f"install {' '.join(project_ids)}", work, done=self._pass_on)

    def add(self, library: Library, choices: Sequence[AddChoice]) -> None:
        """Files that were dropped."""

        async def work() -> Plan:
            return await self._services.drops.plan_add(library, choices)

        self._scope.start("add", work, done=self._added)

    def remedy(self, library: Library, remedies: Sequence[Remedy]) -> None:
        """All of these as one plan, which is read before it is carried out."""

        async def work() -> Plan:
            return await self._services.health.plan(library, remedies)

        self._scope.start("remedy", work, done=lambda plan: self._remedied(plan, remedies))

    def fix(self, library: Library, problems: Sequence[Problem]) -> None:
        """The best remedies of all of these as one plan; what cannot be had is done without where that helps."""

        async def work() -> Plan:
            return await self._services.health.fix(library, problems)

        self._scope.start("remedy", work, done=lambda plan: self._remedied(plan, fixable(problems)))

    def _added(self, plan: Plan) -> None:
        self.added.emit(plan)
        self._pass_on(plan)

    def _pass_on(self, plan: Plan) -> None:
        if plan.operations and not plan.needs_a_look:
            self.apply_wanted.emit(plan)
        else:
            self._review(plan)

    def _remedied(self, plan: Plan, remedies: Sequence[Remedy]) -> None:
        if not plan.operations and any(note.kind is NoteKind.UNRESOLVED for note in plan.notes):
            self.impossible.emit(tuple(remedies))
        self._review(plan)

    def _review(self, plan: Plan) -> None:
        if plan.operations:
            self.review_wanted.emit(plan)
            return
        why = plan.notes[0].text if plan.notes else "There is nothing to do."
        missed = any(note.kind in {NoteKind.UNRESOLVED, NoteKind.CONFLICT} for note in plan.notes)
        (self.refused if missed else self.nothing_to_do).emit(why)
