"""Looking into a plan's new files before its folder is touched: whether the game would start, else what would do."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial

from modstead.domain.catalog import Catalog
from modstead.domain.instance import Library
from modstead.domain.plan import Note, NoteKind, Plan, Progress
from modstead.domain.preflight import (
    Arrival,
    Preflight,
    before_move,
    is_as_planned,
    new_problems,
    of_new_files,
    outlook,
)
from modstead.domain.problems import Problem, Remedy, RemedyKind
from modstead.domain.project import Project
from modstead.errors import CatalogError, LoaderUnknown
from modstead.instances.arrivals import new_files
from modstead.services.arriving import ArrivalService, Learn
from modstead.services.health import HealthService
from modstead.services.library import LibraryService
from modstead.services.searching import Search

_log = logging.getLogger(__name__)


class PreflightService:
    def __init__(
        self,
        catalog: Catalog,
        library: LibraryService,
        health: HealthService,
        arrivals: ArrivalService,
        unsafe_name: Callable[[str], str | None],
    ) -> None:
        self._catalog = catalog
        self._library = library
        self._health = health
        self._arrivals = arrivals
        self._unsafe_name = unsafe_name

    async def check(self, plan: Plan, progress: Callable[[Progress], None] | None = None) -> Preflight:
        """Fetch the plan's new files beside the folder, read them, and judge the folder as it will be.

        What was fetched is held for carrying the plan out. Where the game would not start that does now, the newest set
        that goes together is looked for too: with what is missing brought along, or an older version of what does not
        fit, or without it. What takes back, and what cannot be carried out as the folder is by now, passes.

        Raises:
            FolderError: the folder cannot be read or written beside.
        """
        return await self._judged(plan, self._arrivals.learn, progress or _silent)

    async def recall(self, plan: Plan) -> Preflight | None:
        """The same as far as it is known from earlier, without fetching anything; None where it is not.

        Raises:
            FolderError: the folder cannot be read.
        """
        coming = new_files(plan.operations)
        known = (await self._arrivals.recall(plan, coming, _silent)).arrivals
        if not coming or any(item.after is None or item.after.sha1 not in known for item in coming):
            return None
        return await self._judged(plan, self._arrivals.recall, _silent)

    async def _judged(self, plan: Plan, learn: Learn, tell: Callable[[Progress], None]) -> Preflight:
        # What takes back brings nothing new; a plan that somebody wrote may claim to.
        if not plan.operations or (plan.takes_back and not new_files(plan.operations)):
            return Preflight(plan)
        library = await self._library.scan_quick(plan.instance)
        if not is_as_planned(library, plan.operations):
            return Preflight(plan)
        learnt = await learn(plan, plan.operations, tell)
        named = replace(plan, operations=learnt.named(plan.operations))
        found, projects = await self._problems(library, named, learnt.arrivals)
        brings = bool(new_files(plan.operations))
        hindering = of_new_files(found, library, plan.operations) if brings else ()
        besides = tuple(problem for problem in found if problem not in hindering)
        checked = Preflight(plan, hindering, None, learnt.failures, len(learnt.arrivals), besides)
        if not hindering:
            return checked
        try:
            search = Search(library, named, named, dict(learnt.arrivals), projects)
            settled = await self._settled(search, checked, learn, tell)
        except CatalogError as error:
            _log.info("No set that goes together could be looked for: %s", error)
            return checked
        return replace(checked, settled=settled)

    async def _problems(
        self, library: Library, plan: Plan, arrivals: Mapping[str, Arrival]
    ) -> tuple[tuple[Problem, ...], Mapping[str, Project]]:
        """With the names of what is missing, where the platform knows it; and the projects that they are of."""
        find = partial(new_problems, library, plan.operations, arrivals, now=before_move(library, plan))
        found = await asyncio.to_thread(find)
        if not any(_to_install(problem) for problem in found):
            return found, {}
        graph = await self._health.graph(outlook(library, plan.operations, arrivals))
        return await asyncio.to_thread(find, graph.projects), graph.projects

    async def _settled(
        self, search: Search, checked: Preflight, learn: Learn, tell: Callable[[Progress], None]
    ) -> Plan | None:
        from modstead.services.settling import Settling  # brings the solver, which few plans need

        plan = await self._with_what_is_missing(search, checked)
        whole = replace(search, plan=plan)
        return await Settling(self._catalog, learn, self._unsafe_name, whole).run(tell)

    async def _with_what_is_missing(self, search: Search, checked: Preflight) -> Plan:
        """The plan with what its new files need that neither they nor the platform spoke of before."""
        plan = search.plan
        wanted = {remedy: problem for problem in checked.problems if (remedy := _to_install(problem))}
        if not wanted:
            return plan
        picture = outlook(search.library, plan.operations, search.arrivals)
        try:
            more = await self._health.plan(picture, tuple(wanted))
        except LoaderUnknown:
            return plan
        taken = {operation.file_name for operation in plan.operations}
        askers = _project_ids(plan, wanted.values())
        brought = tuple(
            replace(operation, reason="required", required_by=operation.required_by or askers)
            for operation in more.operations
            if operation.before is None and operation.file_name not in taken
        )
        why = _needing(wanted.values())
        notes = tuple(
            Note(NoteKind.INFO, operation.title, f"{operation.title} comes along: {why} it.")
            for operation in brought
        )
        return replace(plan, operations=(*plan.operations, *brought), notes=(*plan.notes, *notes))


def _to_install(problem: Problem) -> Remedy | None:
    best = next(iter(problem.remedies), None)
    return best if best and best.kind is RemedyKind.INSTALL else None


def _needing(problems: Collection[Problem]) -> str:
    titles = sorted({problem.title for problem in problems})
    if len(titles) == 1:
        return f"{titles[0]} needs"
    others = titles[-1] if len(titles) == 2 else f"{len(titles) - 1} others"
    return f"{titles[0]} and {others} need"


def _project_ids(plan: Plan, problems: Collection[Problem]) -> tuple[str, ...]:
    files = {problem.file for problem in problems}
    asking = (item.project.project_id for item in plan.operations if item.file_name in files and item.project)
    return tuple(dict.fromkeys(asking))


def _silent(_progress: Progress) -> None:
    """For callers that show no progress."""
